/** Feldera's outputs to Postgres put the statement and the rows that it had before the server's own words. */
const BEFORE_SERVER =
  /^.*?\bpostgres error: (?:permanent|transient): SqlState: [^:]*: (?:db error: )?(?:ERROR: |FATAL: )?/s;

const ROWS =
  /^(while executing \w+ statement for \d+ record\(s\) \(\d+ bytes\), which start with: )(.*?)(?=: postgres error: )/s;

/** Of the rows, which show what they are like. */
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

/** Why a connector failed, in the words of what it met, on one line and without the rows that it was about; "…" stands for lines left out. */
export function errorReason(message: string): string {
  const [first = "", ...others] = withCauses(message).replace(BEFORE_SERVER, "").trim().split("\n");
  return others.length > 0 ? `${first} …` : first;
}

/** The whole error, with only the first of the rows that it quotes. */
export function errorWithFewRows(message: string): string {
  return message.replace(ROWS, (_, statement: string, rows: string) => {
    return rows.length > ROW_CHARS ? `${statement}${rows.slice(0, ROW_CHARS)} …` : `${statement}${rows}`;
  });
}

/** Whether it quotes rows before it says why. */
export function quotesRows(message: string): boolean {
  return ROWS.test(message);
}
