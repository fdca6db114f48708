# Completion of syncdx for bash. Written by generate.py.

_syncdx_words() {
  case $1 in
    '') echo 'diagnose explain rules probe checkup connections batch scan merge evaluate gaps --help --version' ;;
    'diagnose') echo '--help --platform --session --integration --complete --excerpt --answer --now --probe --connections --only --budget --timeout --record --replay --format --width --color --colour --explain --fail-on --threads --rules --no-cache' ;;
    'explain') echo '--help --platform --format --width --color --colour --rules --no-cache' ;;
    'rules') echo 'check explain fmt schema test new draft list show graph diff fit --help' ;;
    'rules check') echo '--help --format --fix' ;;
    'rules explain') echo '--help' ;;
    'rules fmt') echo '--help --check' ;;
    'rules schema') echo '--help' ;;
    'rules test') echo '--help --rules --no-cache --format --verbose --coverage --mutate --of --mutants --seed --watch --threads' ;;
    'rules new') echo '--help --platform --cause --line --issue --issue-title --title --explanation --near-miss --pattern --fix --verify --basis --into --rules' ;;
    'rules draft') echo '--help --cause --at --platform --issue --issue-title --title --explanation --near-miss --pattern --fix --verify --basis --into --rules' ;;
    'rules list') echo '--help --platform --issue --kind --format --rules --no-cache' ;;
    'rules show') echo '--help --format --width --color --colour --rules --no-cache' ;;
    'rules graph') echo '--help --focus --out --platform --least --whole --format --rules --no-cache' ;;
    'rules diff') echo '--help --cases --tests --least --platforms --no-cache --threads --format --width --color --colour' ;;
    'rules fit') echo '--help --weight --prior-weight --unseen --folds --patch --write --platforms --now --threads --format --width --color --colour --rules --no-cache' ;;
    'probe') echo '--help --list --connections --only --budget --timeout --record --format' ;;
    'checkup') echo '--help --probe --session --integration --connections --only --budget --timeout --record --format --width --color --colour --rules --no-cache' ;;
    'connections') echo 'check --help' ;;
    'connections check') echo '--help --connections --format' ;;
    'batch') echo '--help --session-key --one-session --max-open-sessions --block-bytes --threads --out --full --platform --resume --rules --no-cache' ;;
    'scan') echo '--help --session-key --one-session --max-open-sessions --block-bytes --threads --part-of --offset --rules --no-cache' ;;
    'merge') echo '--help --out --full --platform --threads --rules --no-cache' ;;
    'evaluate') echo '--help --out --svg --save --since --platforms --threads --format --width --color --colour --rules --no-cache' ;;
    'gaps') echo '--help --session-key --most --platform --write --threads --format --width --color --colour --rules --no-cache' ;;
  esac
}

_syncdx_values() {
  case $1 in
    'diagnose --platform') echo 'words shopify amazon netsuite any' ;;
    'diagnose --session') echo 'files' ;;
    'diagnose --integration') echo 'files' ;;
    'diagnose --answer') echo 'words' ;;
    'diagnose --now') echo 'words' ;;
    'diagnose --probe') echo 'words' ;;
    'diagnose --connections') echo 'files' ;;
    'diagnose --only') echo 'words' ;;
    'diagnose --budget') echo 'words' ;;
    'diagnose --timeout') echo 'words' ;;
    'diagnose --record') echo 'files' ;;
    'diagnose --replay') echo 'files' ;;
    'diagnose --format') echo 'words json markdown text' ;;
    'diagnose --width') echo 'words' ;;
    'diagnose --color') echo 'words auto always never' ;;
    'diagnose --colour') echo 'words auto always never' ;;
    'diagnose --explain') echo 'words' ;;
    'diagnose --fail-on') echo 'words' ;;
    'diagnose --threads') echo 'words' ;;
    'diagnose --rules') echo 'files' ;;
    'explain --platform') echo 'words shopify amazon netsuite any' ;;
    'explain --format') echo 'words json text' ;;
    'explain --width') echo 'words' ;;
    'explain --color') echo 'words auto always never' ;;
    'explain --colour') echo 'words auto always never' ;;
    'explain --rules') echo 'files' ;;
    'rules check --format') echo 'words json sarif text' ;;
    'rules test --rules') echo 'files' ;;
    'rules test --format') echo 'words json junit text' ;;
    'rules test --of') echo 'files' ;;
    'rules test --mutants') echo 'words' ;;
    'rules test --seed') echo 'words' ;;
    'rules test --threads') echo 'words' ;;
    'rules new --platform') echo 'words' ;;
    'rules new --cause') echo 'words' ;;
    'rules new --line') echo 'words' ;;
    'rules new --issue') echo 'words' ;;
    'rules new --issue-title') echo 'words' ;;
    'rules new --title') echo 'words' ;;
    'rules new --explanation') echo 'words' ;;
    'rules new --near-miss') echo 'words' ;;
    'rules new --pattern') echo 'words' ;;
    'rules new --fix') echo 'words' ;;
    'rules new --verify') echo 'words' ;;
    'rules new --basis') echo 'words' ;;
    'rules new --into') echo 'files' ;;
    'rules new --rules') echo 'files' ;;
    'rules draft --cause') echo 'words' ;;
    'rules draft --at') echo 'words' ;;
    'rules draft --platform') echo 'words' ;;
    'rules draft --issue') echo 'words' ;;
    'rules draft --issue-title') echo 'words' ;;
    'rules draft --title') echo 'words' ;;
    'rules draft --explanation') echo 'words' ;;
    'rules draft --near-miss') echo 'words' ;;
    'rules draft --pattern') echo 'words' ;;
    'rules draft --fix') echo 'words' ;;
    'rules draft --verify') echo 'words' ;;
    'rules draft --basis') echo 'words' ;;
    'rules draft --into') echo 'files' ;;
    'rules draft --rules') echo 'files' ;;
    'rules list --platform') echo 'words shopify amazon netsuite any' ;;
    'rules list --issue') echo 'words' ;;
    'rules list --kind') echo 'words' ;;
    'rules list --format') echo 'words json text' ;;
    'rules list --rules') echo 'files' ;;
    'rules show --format') echo 'words json text' ;;
    'rules show --width') echo 'words' ;;
    'rules show --color') echo 'words auto always never' ;;
    'rules show --colour') echo 'words auto always never' ;;
    'rules show --rules') echo 'files' ;;
    'rules graph --focus') echo 'words' ;;
    'rules graph --out') echo 'files' ;;
    'rules graph --platform') echo 'words shopify amazon netsuite any' ;;
    'rules graph --least') echo 'words' ;;
    'rules graph --format') echo 'words svg' ;;
    'rules graph --rules') echo 'files' ;;
    'rules diff --cases') echo 'files' ;;
    'rules diff --tests') echo 'files' ;;
    'rules diff --least') echo 'words shopify amazon netsuite any' ;;
    'rules diff --platforms') echo 'words' ;;
    'rules diff --threads') echo 'words' ;;
    'rules diff --format') echo 'words json text' ;;
    'rules diff --width') echo 'words' ;;
    'rules diff --color') echo 'words auto always never' ;;
    'rules diff --colour') echo 'words auto always never' ;;
    'rules fit --weight') echo 'words' ;;
    'rules fit --prior-weight') echo 'words' ;;
    'rules fit --unseen') echo 'words' ;;
    'rules fit --folds') echo 'words' ;;
    'rules fit --patch') echo 'files' ;;
    'rules fit --platforms') echo 'words' ;;
    'rules fit --now') echo 'words' ;;
    'rules fit --threads') echo 'words' ;;
    'rules fit --format') echo 'words json text' ;;
    'rules fit --width') echo 'words' ;;
    'rules fit --color') echo 'words auto always never' ;;
    'rules fit --colour') echo 'words auto always never' ;;
    'rules fit --rules') echo 'files' ;;
    'probe --connections') echo 'files' ;;
    'probe --only') echo 'words' ;;
    'probe --budget') echo 'words' ;;
    'probe --timeout') echo 'words' ;;
    'probe --record') echo 'files' ;;
    'probe --format') echo 'words json text' ;;
    'checkup --probe') echo 'words' ;;
    'checkup --session') echo 'files' ;;
    'checkup --integration') echo 'files' ;;
    'checkup --connections') echo 'files' ;;
    'checkup --only') echo 'words' ;;
    'checkup --budget') echo 'words' ;;
    'checkup --timeout') echo 'words' ;;
    'checkup --record') echo 'files' ;;
    'checkup --format') echo 'words json text' ;;
    'checkup --width') echo 'words' ;;
    'checkup --color') echo 'words auto always never' ;;
    'checkup --colour') echo 'words auto always never' ;;
    'checkup --rules') echo 'files' ;;
    'connections check --connections') echo 'files' ;;
    'connections check --format') echo 'words json text' ;;
    'batch --session-key') echo 'words' ;;
    'batch --max-open-sessions') echo 'words' ;;
    'batch --block-bytes') echo 'words' ;;
    'batch --threads') echo 'words' ;;
    'batch --out') echo 'files' ;;
    'batch --platform') echo 'words shopify amazon netsuite any' ;;
    'batch --rules') echo 'files' ;;
    'scan --session-key') echo 'words' ;;
    'scan --max-open-sessions') echo 'words' ;;
    'scan --block-bytes') echo 'words' ;;
    'scan --threads') echo 'words' ;;
    'scan --part-of') echo 'words' ;;
    'scan --offset') echo 'words' ;;
    'scan --rules') echo 'files' ;;
    'merge --out') echo 'files' ;;
    'merge --platform') echo 'words shopify amazon netsuite any' ;;
    'merge --threads') echo 'words' ;;
    'merge --rules') echo 'files' ;;
    'evaluate --out') echo 'files' ;;
    'evaluate --svg') echo 'files' ;;
    'evaluate --save') echo 'files' ;;
    'evaluate --since') echo 'files' ;;
    'evaluate --platforms') echo 'words' ;;
    'evaluate --threads') echo 'words' ;;
    'evaluate --format') echo 'words json text' ;;
    'evaluate --width') echo 'words' ;;
    'evaluate --color') echo 'words auto always never' ;;
    'evaluate --colour') echo 'words auto always never' ;;
    'evaluate --rules') echo 'files' ;;
    'gaps --session-key') echo 'words' ;;
    'gaps --most') echo 'words' ;;
    'gaps --platform') echo 'words shopify amazon netsuite any' ;;
    'gaps --write') echo 'files' ;;
    'gaps --threads') echo 'words' ;;
    'gaps --format') echo 'words json text' ;;
    'gaps --width') echo 'words' ;;
    'gaps --color') echo 'words auto always never' ;;
    'gaps --colour') echo 'words auto always never' ;;
    'gaps --rules') echo 'files' ;;
  esac
}

# The command so far: "rules check".
_syncdx_command() {
  local word command=
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && continue
    case $command in
      '' | 'rules' | 'connections') [[ " $(_syncdx_words "$command") " == *" $word "* ]] && command="${command:+$command }$word" ;;
    esac
  done
  echo "$command"
}

_syncdx() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command values
  command=$(_syncdx_command)
  COMPREPLY=()
  values=$(_syncdx_values "${command:+$command }$previous")
  case $values in
    files) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    words*) mapfile -t COMPREPLY < <(compgen -W "${values#words}" -- "$current"); return ;;
  esac
  case $command in
    '' | 'rules' | 'connections') mapfile -t COMPREPLY < <(compgen -W "$(_syncdx_words "$command")" -- "$current") ;;
    *)
      if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_syncdx_words "$command")" -- "$current")
      else
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
      fi ;;
  esac
}

complete -o filenames -F _syncdx syncdx
