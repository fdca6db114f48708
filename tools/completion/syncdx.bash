# Completion of syncdx for bash.

_syncdx_options() {
  case $1 in
    diagnose) echo "--platform --session --integration --complete --excerpt --answer --now --format --width --color --explain --fail-on
      --threads --rules --no-cache --probe --replay --connections --only --budget --timeout --record --help" ;;
    probe) echo "--list --connections --only --budget --timeout --record --format --help" ;;
    checkup) echo "--session --integration --connections --only --budget --timeout --record --rules --no-cache --format --width --color --help" ;;
    connections) echo "check --help" ;;
    explain) echo "--platform --format --width --color --rules --no-cache --help" ;;
    check) echo "--format --connections --help" ;;
    rules) echo "check --help" ;;
    *) echo "diagnose explain probe checkup connections rules --help --version" ;;
  esac
}

_syncdx_command() {
  local word command=
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      diagnose | explain | probe | checkup | rules | connections) [[ -z $command ]] && command=$word ;;
      check) [[ $command == rules || $command == connections ]] && command=check ;;
    esac
  done
  echo "$command"
}

_syncdx() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command
  command=$(_syncdx_command)
  COMPREPLY=()
  case $previous in
    --format)
      local formats="text json"
      [[ $command == diagnose ]] && formats+=" markdown"
      mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$current")
      return ;;
    --platform) mapfile -t COMPREPLY < <(compgen -W "shopify amazon netsuite any" -- "$current"); return ;;
    --color | --colour) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$current"); return ;;
    --session | --integration) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    --rules | --connections | --record | --replay) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    --answer | --now | --explain | --fail-on | --threads | --width | --probe | --only | --budget | --timeout) return ;;
  esac
  if [[ $current == -* || -z $command || $command == rules || $command == connections ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_syncdx_options "$command")" -- "$current")
  elif [[ $command != explain ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}

complete -o filenames -F _syncdx syncdx
