import { type Words, words } from "../text/page/words.ts";

/** What Calcite's parser stopped at, with its quotes escaped. */
const ENCOUNTERED = /^Encountered "((?:[^"\\]|\\.)*)" at line/;
const STATEMENT = /^(?:CREATE|DROP|DECLARE)\b/;
const COMMA_TOO_MANY = /^, (\)|FROM|WHERE|GROUP|ORDER|UNION)(?: |$)/;
/** What may follow INTERVAL. */
const OF_INTERVAL = '<QUOTED_STRING> "MINUTE"';
const UNIT = /^(?:YEAR|QUARTER|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?\b/;

/**
 * What the commonest slips look like to Calcite's parser, as that of Feldera 0.337 tells them.
 *
 * @param line of the program, which the error is about
 * @returns undefined where it is none of these
 */
export function syntaxAdvice(message: string, line: string): Words | undefined {
  const [, found] = ENCOUNTERED.exec(message) ?? [];
  if (found === undefined) return undefined;
  if (STATEMENT.test(found) && message.includes('";"'))
    return words`The statement before it is not ended: put ; behind it`;
  const [, next] = COMMA_TOO_MANY.exec(found) ?? [];
  if (next !== undefined) return words`The comma before ${next} is one too many`;
  if (found.startsWith("\\'") && message.includes(OF_INTERVAL))
    return words`An INTERVAL has its unit outside of the quotes: INTERVAL '30' MINUTE, or INTERVAL 30 MINUTES`;
  const [unit] = UNIT.exec(found) ?? [];
  if (unit !== undefined && new RegExp(`(?<!INTERVAL )(?:\\b\\d+|'[^']*') +${unit}\\b`, "i").test(line))
    return words`A span of time has INTERVAL before it: INTERVAL 30 MINUTES`;
  return undefined;
}
