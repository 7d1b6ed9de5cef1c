import { SETTINGS, type Setting } from "../config/settings.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** What can be completed beside the flags, which the settings have. */
export interface Completable {
  readonly commands: readonly string[];
  readonly toolsets: readonly string[];
  readonly tools: readonly CompletableTool[];
}

export interface CompletableTool {
  readonly name: string;
  readonly title: string;
  /** Each argument with the values that it takes, where they are few. */
  readonly arguments: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/**
 * A script that completes the command line in a shell: commands, flags, tools, arguments and their values. It is
 * whole, and runs nothing when it completes: names of pipelines are not asked for.
 */
export function completionScript(shell: Shell, completable: Completable): string {
  switch (shell) {
    case "bash":
      return `${bashFunction(completable)}complete -o default -F _feldera_mcp feldera-mcp\n`;
    case "zsh":
      return `#compdef feldera-mcp
autoload -U +X bashcompinit && bashcompinit
${bashFunction(completable)}complete -o nospace -F _feldera_mcp feldera-mcp
`;
    case "fish":
      return fishScript(completable);
  }
}

const SETTINGS_WITH_FLAG = Object.values<Setting>(SETTINGS).flatMap(({ flag, value, means }) =>
  flag === undefined ? [] : { flag, value, means },
);
const FLAGS = [...SETTINGS_WITH_FLAG.map(({ flag }) => `--${flag}`), "--help", "--version"];
/** Flags that take a path. */
const PATHS = SETTINGS_WITH_FLAG.filter(({ value }) => /^(?:FILE|DIR|PATH)$/.test(value ?? ""));
/** Flags that take what only their giver knows. */
const OTHERS = SETTINGS_WITH_FLAG.filter((one) => one.value !== undefined && !PATHS.includes(one));

/** Bash's words: `=` is one of its own there, and none in zsh. */
function bashFunction({ commands, toolsets, tools }: Completable): string {
  const cases = tools.map(
    ({ name, arguments: taken }) => `    ${name}) names="${taken.map((one) => `${one.name}=`).join(" ")}" ;;`,
  );
  const values = tools.flatMap(({ name, arguments: taken }) =>
    taken
      .filter((one) => one.values.length > 0)
      .map((one) => `    ${name}.${one.name}) names="${one.values.join(" ")}" ;;`),
  );
  return `_feldera_mcp() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" names="" tool="" argument="" i
  COMPREPLY=()
  case "$prev" in
    --toolsets) COMPREPLY=( $(compgen -W "${toolsets.join(" ")}" -- "$cur") ); return ;;
    ${PATHS.map(({ flag }) => `--${flag}`).join("|")}) COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
    ${OTHERS.filter(({ flag }) => flag !== "toolsets")
      .map(({ flag }) => `--${flag}`)
      .join("|")}) return ;;
    completion) COMPREPLY=( $(compgen -W "${SHELLS.join(" ")}" -- "$cur") ); return ;;
  esac
  if [[ "$cur" == -* ]]; then
    COMPREPLY=( $(compgen -W "${FLAGS.join(" ")}" -- "$cur") )
    return
  fi
  for (( i = 1; i < COMP_CWORD; i++ )); do
    if [[ "\${COMP_WORDS[i]}" == call ]]; then tool="\${COMP_WORDS[i+1]}"; break; fi
  done
  if [[ "$prev" == call ]]; then
    names="${tools.map(({ name }) => name).join(" ")}"
  elif [[ -z "$tool" ]]; then
    (( COMP_CWORD == 1 )) && names="${commands.join(" ")}"
  else
    case "$cur" in
      =) argument="$prev"; cur="" ;;
      *=*) argument="\${cur%%=*}" ;;
      *) [[ "$prev" == "=" ]] && argument="\${COMP_WORDS[COMP_CWORD-2]}" ;;
    esac
    if [[ -z "$argument" ]]; then
      case "$tool" in
${cases.map((line) => `    ${line}`).join("\n")}
      esac
      compopt -o nospace 2>/dev/null
    else
      case "$tool.$argument" in
${values.map((line) => `    ${line}`).join("\n")}
      esac
      if [[ "$cur" == *=* ]]; then
        COMPREPLY=( $(compgen -P "$argument=" -W "$names" -- "\${cur#*=}") )
        return
      fi
    fi
  fi
  COMPREPLY=( $(compgen -W "$names" -- "$cur") )
}
`;
}

function fishScript({ commands, toolsets, tools }: Completable): string {
  const complete = (rest: string) => `complete -c feldera-mcp ${rest}`;
  const flags = SETTINGS_WITH_FLAG.map(({ flag, value, means }) => {
    const takes = value === undefined ? "" : PATHS.some((path) => path.flag === flag) ? " -r -F" : " -x";
    const known = flag === "toolsets" ? ` -a ${quoted(toolsets.join(" "))}` : "";
    return complete(`-l ${flag}${takes}${known} -d ${quoted(means)}`);
  });
  const isFirst = quoted("test (count (commandline -opc)) -eq 1");
  const follows = (word: string) => quoted(`test (commandline -opc)[-1] = ${word}`);
  return [
    complete("-f"),
    ...flags,
    complete("-l help -s h"),
    complete("-l version -s V"),
    complete(`-n ${isFirst} -a ${quoted(commands.join(" "))}`),
    complete(`-n ${follows("completion")} -a ${quoted(SHELLS.join(" "))}`),
    ...tools.map(({ name, title }) => complete(`-n ${follows("call")} -a ${name} -d ${quoted(title)}`)),
    ...tools.flatMap(({ name, arguments: taken }) => {
      const words = taken.flatMap((one) =>
        one.values.length === 0 ? `${one.name}=` : one.values.map((value) => `${one.name}=${value}`),
      );
      const condition = quoted(
        `contains -- ${name} (commandline -opc)[3..-1]; and __fish_seen_subcommand_from call`,
      );
      return complete(`-n ${condition} -a ${quoted(words.join(" "))}`);
    }),
    "",
  ].join("\n");
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
