/** Feldera's outputs to Postgres put the statement and the rows that it had before the server's own words. */
const BEFORE_SERVER =
  /^.*?\bpostgres error: (?:permanent|transient): SqlState: [^:]*: (?:db error: )?(?:ERROR: |FATAL: )?/s;

const ROWS =
  /^(while executing \w+ statement for \d+ record\(s\) \(\d+ bytes\), which start with: )(.*?)(?=: postgres error: )/s;

/** Of rows, which show what they are like. */
const ROW_CHARS = 120;

/** What led to an error, as Rust's programs print it below the error: a line each, the innermost last. */
const CAUSES = /\s*\n\s*\nCaused by:\n((?: {4}.*(?:\n|$))+)/g;
const BACKTRACE = /\s*\n\s*\nStack backtrace:\n.*$/s;

/** As the libraries of AWS tell an answer that they have no name for. */
const ANSWER = /^Error \{ code: "([^"]+)"(?:, message: "((?:[^"\\]|\\.)*)")?[^}]*\}/;
const UNNAMED = /^unhandled error \(/;

/** "service error: NoSuchKey: The specified key does not exist.", of what has its causes below it. */
function withCauses(message: string): string {
  return message.replace(BACKTRACE, "").replace(CAUSES, (_, lines: string) => {
    const causes = lines
      .trimEnd()
      .split("\n")
      .map((line) => line.trim().replace(/^\d+: /, ""))
      .filter((line) => !UNNAMED.test(line))
      .map((line) =>
        line.replace(ANSWER, (_all, code: string, said?: string) => (said ? `${code}: ${said}` : code)),
      );
    return `: ${causes.filter((cause, i) => cause !== causes[i - 1]).join(": ")}`;
  });
}

/** Of a row that Postgres refuses: its values, or the key that is there already or missing. */
const DETAIL = /^DETAIL: +(.*?)\.?$/;

/**
 * Why a connector failed, in the words of what it met, on one line, with what the server says of the row that it refused
 * and without the others; "…" stands for what is left out.
 */
export function errorReason(message: string): string {
  const [first = "", ...others] = withCauses(message).replace(BEFORE_SERVER, "").trim().split("\n");
  const [, detail] = DETAIL.exec(others[0] ?? "") ?? [];
  const said = detail === undefined ? first : `${first} (${shortened(detail)})`;
  return others.length > (detail === undefined ? 0 : 1) ? `${said} …` : said;
}

function shortened(rows: string): string {
  return rows.length > ROW_CHARS ? `${rows.slice(0, ROW_CHARS)} …` : rows;
}

/** The whole error, with only the first of the rows that it quotes. */
export function errorWithFewRows(message: string): string {
  return message.replace(ROWS, (_, statement: string, rows: string) => {
    return `${statement}${shortened(rows)}`;
  });
}

/** Whether it quotes rows before it says why. */
export function quotesRows(message: string): boolean {
  return ROWS.test(message);
}
