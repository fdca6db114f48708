#!/usr/bin/env python3
"""Writes the shells' completions and the man page's list of commands and options from what the program's --help says.

usage: generate.py SYNCDX [--check]     --check: write nothing, exit 1 if a file is not what would be written

Run it after changing a command or an option; a test runs it with --check.
"""
import pathlib
import re
import subprocess
import sys
from dataclasses import dataclass, field

TOOLS = pathlib.Path(__file__).resolve().parent.parent
PLATFORMS = "shopify amazon netsuite any"
FILE_KINDS = {"FILE", "DIR", "FOLDER", "PATH", "LOG"}


@dataclass
class Option:
    names: list
    kind: str  # what its value is called; empty for a flag
    text: str

    def values(self):
        """Words to offer for its value; None: files; an empty list: nothing."""
        if self.kind == "FORMAT":
            return self.text.split("(")[0].replace(",", " ").split()
        if self.kind == "WHEN":
            return ["auto", "always", "never"]
        if self.kind == "P":
            return PLATFORMS.split()
        return None if self.kind in FILE_KINDS else []


@dataclass
class Command:
    path: tuple
    summary: str = ""
    usage: str = ""
    positionals: list = field(default_factory=list)  # (name, text)
    options: list = field(default_factory=list)
    commands: list = field(default_factory=list)


ENTRY = re.compile(r"^  (\S.*?)(?:\s{2,}(\S.*))?$")


def read_help(program, path):
    text = subprocess.run([program, *path, "--help"], capture_output=True, text=True, check=True).stdout
    command = Command(path)
    section = ""
    entries = []
    for number, line in enumerate(text.splitlines()):
        if number == 0:
            command.summary = line
        elif line.startswith("Usage: "):
            command.usage = line[7:]
        elif line in ("Positionals:", "Options:", "Subcommands:"):
            section = line[:-1]
        elif not line.strip():
            section = ""
        elif section and line.startswith(" " * 20):
            entries[-1][2] = (entries[-1][2] + " " + line.strip()).strip()
        elif section:
            name, said = ENTRY.match(line).groups()
            entries.append([section, name, said or ""])
    for section, name, said in entries:
        if section == "Subcommands":
            command.commands.append(read_help(program, (*path, name)))
        elif section == "Positionals":
            command.positionals.append((name.replace(" REQUIRED", "").replace(" ...", "…"), said))
        else:
            first, _, rest = re.sub(r" (?:Excludes|Needs): .*| REQUIRED", "", name).partition(" ")
            command.options.append(Option(first.split(","), rest.replace(" ...", "").strip(), said))
    return command


def walk(command):
    yield command
    for each in command.commands:
        yield from walk(each)


def long_names(command):
    return [name for option in command.options for name in option.names if name.startswith("--")]


def bash(root):
    words = "\n".join(f"    '{' '.join(c.path)}') echo '{' '.join([s.path[-1] for s in c.commands] + long_names(c))}' ;;" for c in walk(root))
    values = []
    for command in walk(root):
        for option in command.options:
            if not option.kind:
                continue
            offered = option.values()
            said = "files" if offered is None else " ".join(["words", *offered])
            values += [f"    '{' '.join((*command.path, name))}') echo '{said}' ;;" for name in option.names if name.startswith("--")]
    groups = " | ".join(f"'{' '.join(c.path)}'" for c in walk(root) if c.commands)
    return f"""# Completion of syncdx for bash. Written by generate.py.

_syncdx_words() {{
  case $1 in
{words}
  esac
}}

_syncdx_values() {{
  case $1 in
{chr(10).join(values)}
  esac
}}

# The command so far: "rules check".
_syncdx_command() {{
  local word command=
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    [[ $word == -* ]] && continue
    case $command in
      {groups}) [[ " $(_syncdx_words "$command") " == *" $word "* ]] && command="${{command:+$command }}$word" ;;
    esac
  done
  echo "$command"
}}

_syncdx() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} command values
  command=$(_syncdx_command)
  COMPREPLY=()
  values=$(_syncdx_values "${{command:+$command }}$previous")
  case $values in
    files) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    words*) mapfile -t COMPREPLY < <(compgen -W "${{values#words}}" -- "$current"); return ;;
  esac
  case $command in
    {groups}) mapfile -t COMPREPLY < <(compgen -W "$(_syncdx_words "$command")" -- "$current") ;;
    *)
      if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_syncdx_words "$command")" -- "$current")
      else
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
      fi ;;
  esac
}}

complete -o filenames -F _syncdx syncdx
"""


def quoted(text, extra=""):
    for character in "\\'" + extra:
        text = text.replace(character, "\\" + character)
    return text


def fish(root):
    lines = ["# Completion of syncdx for fish. Written by generate.py."]
    for command in walk(root):
        seen = " ; and ".join(f"__fish_seen_subcommand_from {word}" for word in command.path)
        inner = " ".join(sub.path[-1] for sub in command.commands)
        if inner:
            condition = " ; and ".join(filter(None, [seen, f"not __fish_seen_subcommand_from {inner}"]))
            lines += [f"complete -c syncdx -n '{condition}' -f -a {sub.path[-1]} -d '{quoted(sub.summary)}'" for sub in command.commands]
            seen = condition
        for option in command.options:
            offered = option.values() if option.kind else []
            value = "" if not option.kind else " -r" if offered is None else f" -x -a '{' '.join(offered)}'" if offered else " -x"
            names = "".join(f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}" for name in option.names)
            lines.append(f"complete -c syncdx -n '{seen}'{names}{value} -d '{quoted(option.text)}'")
    return "\n".join(lines) + "\n"


def zsh(root):
    def spec(option):
        text = quoted(option.text, "[]:").replace("\\'", "'\\''")
        offered = option.values() if option.kind else []
        value = "" if not option.kind else f":{option.kind.lower()}:" + ("_files" if offered is None else f"({' '.join(offered)})" if offered else "")
        value = value.replace("|", "\\|")
        if len(option.names) == 1:
            return f"'*{option.names[0]}[{text}]{value}'"
        return f"'*'{{{','.join(option.names)}}}'[{text}]{value}'"

    functions = []
    for command in walk(root):
        name = "_".join(("_syncdx", *command.path))
        specs = [spec(option) for option in command.options]
        if command.commands:
            subs = "\n".join(f"    '{sub.path[-1]}:{quoted(sub.summary, ':').replace(chr(92) + chr(39), chr(39) + chr(92) + chr(39) + chr(39))}'" for sub in command.commands)
            cases = "\n".join(f"        {sub.path[-1]}) _syncdx_{'_'.join(sub.path)} ;;" for sub in command.commands)
            body = f"""  local line state
  local -a commands=(
{subs}
  )
  _arguments -C {' '.join(specs)} '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $line[1] in
{cases}
      esac ;;
  esac"""
        else:
            body = "  _arguments \\\n    " + " \\\n    ".join([*specs, "'*:file:_files'"])
        functions.append(f"{name}() {{\n{body}\n}}\n")
    return "#compdef syncdx\n# Completion of syncdx for zsh. Written by generate.py.\n\n" + "\n".join(functions) + '\n_syncdx "$@"\n'


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    return "\\&" + text if text.startswith((".", "'")) else text


def man_section(root):
    lines = []
    for command in walk(root):
        if command.commands:
            continue
        title = " ".join(["syncdx", *command.path, *(f"[{name}]" for name, _ in command.positionals)])
        lines += [f".SS {roff(title)}", roff(command.summary) + "."]
        for name, text in command.positionals:
            lines += [".TP", f".I {roff(name)}", roff(text)]
        for option in command.options:
            lines += [".TP", roff(", ".join(option.names) + (" " + option.kind if option.kind else "")).join(("\\fB", "\\fR")), roff(option.text)]
    return "\n".join(lines) + "\n"


def man(root):
    page = (TOOLS / "man" / "syncdx.1").read_text()
    begin, end = '.\\" Written by generate.py: begin\n', '.\\" Written by generate.py: end\n'
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    if not after:
        sys.exit("generate.py: the man page has no place for the list of commands")
    return before + begin + man_section(root) + end + after


def main():
    program, check = sys.argv[1], "--check" in sys.argv[2:]
    root = read_help(program, ())
    here = TOOLS / "completion"
    written = {here / "syncdx.bash": bash(root), here / "syncdx.fish": fish(root), here / "_syncdx": zsh(root), TOOLS / "man" / "syncdx.1": man(root)}
    stale = [path for path, text in written.items() if path.read_text() != text]
    if check:
        for path in stale:
            print(f"{path} is not what --help says: run tools/completion/generate.py SYNCDX")
        return 1 if stale else 0
    for path in stale:
        path.write_text(written[path])
        print(f"wrote {path}")
    return 0


sys.exit(main())
