const LEVEL = /^(?:off|error|warn|info|debug|trace|[0-5])?$/i;
const SILENT = /^(?:off|0)$/i;
/** One with spans and fields may hold commas, and is not read here. */
const DIRECTIVE = /^[\w:-][^[\]{}="]*(?:=(?<level>\w*))?$/;

/** The crates whose errors tell what ails a pipeline. */
const TELLING = ["dbsp", "dbsp_adapters"];

interface Directive {
  /** What the names of its crates begin with; none for all. */
  readonly of: string;
  readonly isSilent: boolean;
}

/** Undefined where it is refused, or was not read. */
function directiveOf(written: string): Directive | undefined {
  const named = written.trimStart();
  const read = DIRECTIVE.exec(named);
  if (read === null) return undefined;
  const level = read.groups?.level;
  if (level === undefined) {
    return LEVEL.test(written)
      ? { of: "", isSilent: SILENT.test(written) }
      : { of: named.trimEnd(), isSilent: false };
  }
  // A blank before a crate shifts where its level is looked for: it is refused.
  if (!LEVEL.test(level) || named !== written) return undefined;
  return { of: named.slice(0, named.indexOf("=")), isSilent: SILENT.test(level) };
}

/**
 * Whether a log filter leaves out errors of crates that tell most, or of all that it does not name, as tracing reads it: a
 * word that is no level, `warning`, is a crate's name, of two directives for the same the last holds, and of several that
 * fit a crate the longest. False where it is refused, so that Feldera's `info` holds, and where it was not read.
 */
export function leavesErrorsOut(filter: string): boolean {
  const read = filter
    .split(",")
    .filter((directive) => directive !== "")
    .map(directiveOf);
  const directives = read.flatMap((directive) => directive ?? []);
  if (directives.length < read.length) return false;
  return ["", ...TELLING].some((crate) => {
    const fitting = directives.filter(({ of }) => crate.startsWith(of));
    const longest = Math.max(...fitting.map(({ of }) => of.length));
    return fitting.findLast(({ of }) => of.length === longest)?.isSilent ?? true;
  });
}
