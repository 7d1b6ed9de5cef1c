import type { DescribedSetting } from "../config/setting-meanings.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** What can be completed. Handed in, since what every session loads at its start is not to be split for this. */
export interface Completable {
  readonly settings: readonly DescribedSetting[];
  /** Those that go with `report` alone. */
  readonly reportFlags: readonly CompletableFlag[];
  readonly commands: readonly string[];
  readonly toolsets: readonly string[];
  readonly tools: readonly CompletableTool[];
}

export interface CompletableFlag {
  readonly flag: string;
  readonly short?: string;
  /** What stands for its value; absent for one that takes none. */
  readonly value?: string;
  /** What it takes, where that is one of a few. */
  readonly values?: readonly string[];
  readonly means: string;
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

type TakingPath = CompletableFlag & { readonly takesPath: boolean };

interface Flags {
  readonly ofAll: readonly TakingPath[];
  readonly ofReport: readonly TakingPath[];
}

function flagsOf({ settings, reportFlags, toolsets }: Completable): Flags {
  const takingPath = (flag: CompletableFlag) => ({
    ...flag,
    takesPath: /^(?:FILE|DIR|PATH)$/.test(flag.value ?? ""),
  });
  const ofAll = settings.flatMap(({ flag, value, means }) =>
    flag === undefined
      ? []
      : { flag, means, ...(value && { value }), ...(flag === "toolsets" && { values: toolsets }) },
  );
  return { ofAll: ofAll.map(takingPath), ofReport: reportFlags.map(takingPath) };
}

/** As it can be written. */
function written({ flag, short }: CompletableFlag): string[] {
  return [`--${flag}`, ...(short === undefined ? [] : [`-${short}`])];
}

/** Bash's words: `=` is one of its own there, and none in zsh. */
function bashFunction(completable: Completable): string {
  const { commands, tools } = completable;
  const { ofAll, ofReport } = flagsOf(completable);
  const cases = tools.map(
    ({ name, arguments: taken }) => `    ${name}) names="${taken.map((one) => `${one.name}=`).join(" ")}" ;;`,
  );
  const values = tools.flatMap(({ name, arguments: taken }) =>
    taken
      .filter((one) => one.values.length > 0)
      .map((one) => `    ${name}.${one.name}) names="${one.values.join(" ")}" ;;`),
  );
  return `_feldera_mcp() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" names="" tool="" argument="" flags="" i
  COMPREPLY=()
  case "$prev" in
${[...ofAll, ...ofReport].flatMap(valueCase).join("\n")}
    completion) COMPREPLY=( $(compgen -W "${SHELLS.join(" ")}" -- "$cur") ); return ;;
  esac
  for (( i = 1; i < COMP_CWORD; i++ )); do
    case "\${COMP_WORDS[i]}" in
      call) tool="\${COMP_WORDS[i+1]}"; break ;;
      report) flags="${ofReport.flatMap(written).join(" ")}"; break ;;
    esac
  done
  if [[ "$cur" == -* ]]; then
    COMPREPLY=( $(compgen -W "${[...ofAll.flatMap(written), "--help", "--version"].join(" ")} $flags" -- "$cur") )
    return
  fi
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

/** What bash offers behind a flag: files, one of a few values, nothing where only its giver knows. */
function valueCase(flag: TakingPath): string[] {
  if (flag.value === undefined) return [];
  const offered = flag.takesPath ? "-f" : flag.values && `-W "${flag.values.join(" ")}"`;
  const reply = offered === undefined ? "" : `COMPREPLY=( $(compgen ${offered} -- "$cur") ); `;
  return [`    ${written(flag).join("|")}) ${reply}return ;;`];
}

function fishScript(completable: Completable): string {
  const { commands, tools } = completable;
  const complete = (rest: string) => `complete -c feldera-mcp ${rest}`;
  const { ofAll, ofReport } = flagsOf(completable);
  const described = ({ flag, short, value, values, means, takesPath }: TakingPath) => {
    const letter = short === undefined ? "" : ` -s ${short}`;
    const takes = value === undefined ? "" : takesPath ? " -r -F" : " -x";
    const known = values === undefined ? "" : ` -a ${quoted(values.join(" "))}`;
    return `-l ${flag}${letter}${takes}${known} -d ${quoted(means)}`;
  };
  const isFirst = quoted("test (count (commandline -opc)) -eq 1");
  const follows = (word: string) => quoted(`test (commandline -opc)[-1] = ${word}`);
  return [
    complete("-f"),
    ...ofAll.map((flag) => complete(described(flag))),
    ...ofReport.map((flag) => complete(`-n '__fish_seen_subcommand_from report' ${described(flag)}`)),
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
