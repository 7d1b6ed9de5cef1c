/**
 * What Feldera's outputs to Postgres put before the server's own words: the statement, and the rows that it had, which
 * take more room than any answer has.
 */
const STATEMENT =
  /^(while executing \w+ statement for \d+ record\(s\) \(\d+ bytes\), which start with: )(.*?)(: postgres error: (?:permanent|transient): SqlState: [^:]*: (?:db error: )?(?:ERROR: )?)/s;

const CHARS = 300;

/** Of the rows, which show what they are like. */
const ROW_CHARS = 120;

/** Why a connector failed, in the words of what it met, on one line and without the rows that it was about. */
export function errorReason(message: string): string {
  const [reason = ""] = message.replace(STATEMENT, "").trimStart().split("\n");
  return reason.slice(0, CHARS);
}

/** The whole error, with only the first of the rows that it quotes. */
export function errorWithFewRows(message: string): string {
  return message.replace(STATEMENT, (_, statement: string, rows: string, reason: string) => {
    return `${statement}${rows.length > ROW_CHARS ? `${rows.slice(0, ROW_CHARS)} …` : rows}${reason}`;
  });
}

/** Whether it quotes rows before it says why. */
export function quotesRows(message: string): boolean {
  return STATEMENT.test(message);
}
