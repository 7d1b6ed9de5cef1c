import type { DescribedSetting } from "../config/setting-meanings.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** What can be completed. Handed in, since what every session loads at its start is not to be split for this. */
export interface Completable {
  readonly settings: readonly DescribedSetting[];
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

/** Flags by what they take: a path, nothing, or what only their giver knows. */
function flagsOf(settings: readonly DescribedSetting[]) {
  const flags = settings.flatMap(({ flag, value, means }) =>
    flag === undefined
      ? []
      : { name: flag, value, means, takesPath: /^(?:FILE|DIR|PATH)$/.test(value ?? "") },
  );
  return {
    all: flags,
    ofPaths: flags.filter(({ takesPath }) => takesPath),
    ofOthers: flags.filter(
      ({ value, takesPath, name }) => value !== undefined && !takesPath && name !== "toolsets",
    ),
  };
}

const dashed = ({ name }: { readonly name: string }) => `--${name}`;

/** Bash's words: `=` is one of its own there, and none in zsh. */
function bashFunction({ settings, commands, toolsets, tools }: Completable): string {
  const flags = flagsOf(settings);
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
    ${flags.ofPaths.map(dashed).join("|")}) COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
    ${flags.ofOthers.map(dashed).join("|")}) return ;;
    completion) COMPREPLY=( $(compgen -W "${SHELLS.join(" ")}" -- "$cur") ); return ;;
  esac
  if [[ "$cur" == -* ]]; then
    COMPREPLY=( $(compgen -W "${[...flags.all.map(dashed), "--help", "--version"].join(" ")}" -- "$cur") )
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

function fishScript({ settings, commands, toolsets, tools }: Completable): string {
  const complete = (rest: string) => `complete -c feldera-mcp ${rest}`;
  const flags = flagsOf(settings).all.map(({ name, value, means, takesPath }) => {
    const takes = value === undefined ? "" : takesPath ? " -r -F" : " -x";
    const known = name === "toolsets" ? ` -a ${quoted(toolsets.join(" "))}` : "";
    return complete(`-l ${name}${takes}${known} -d ${quoted(means)}`);
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
