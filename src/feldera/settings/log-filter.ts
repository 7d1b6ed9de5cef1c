const LEVEL = /^(?:off|error|warn|info|debug|trace|[0-5])?$/i;
const SILENT = /^(?:off|0)$/i;
/** One with spans and fields may hold commas, and is not read here. */
const DIRECTIVE = /^[\w:-][^[\]{}="]*(?:=(?<level>\w*))?$/;

/**
 * Whether errors are logged of no crate but those that a log filter names, or of none, as tracing reads it: a word that is
 * no level, `warning`, is a crate's name. False where it is refused, so that Feldera's `info` holds, and where it was not
 * read.
 */
export function leavesErrorsOut(filter: string): boolean {
  return filter
    .split(",")
    .filter((directive) => directive !== "")
    .every((directive) => {
      const named = directive.trimStart();
      const read = DIRECTIVE.exec(named);
      const level = read?.groups?.level;
      if (read === null) return false;
      if (level === undefined) return SILENT.test(directive) || !LEVEL.test(directive);
      // A blank before a crate shifts where its level is looked for: it is refused.
      return LEVEL.test(level) && named === directive;
    });
}
