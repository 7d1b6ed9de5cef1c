import type { TransportLoss } from "../analysis/stats/transport-errors.ts";
import { grouped, plural } from "../text/page/format.ts";
import { joined, type Words, words } from "../text/page/words.ts";

/** "at least 1,414 rows were not sent and rows of 122 messages were not delivered, which count as sent". */
export function lossesWords(losses: readonly TransportLoss[]): Words {
  return joined(losses.map(lossWords), words` and `);
}

function lossWords({ lost, errors, rows, keys, is_least }: TransportLoss): Words {
  const least = is_least ? words`at least ` : undefined;
  const many = rows === undefined ? words`rows` : words`${least}${plural(rows, words`row`, words`rows`)}`;
  switch (lost) {
    case "rows not sent":
      return words`${many} were not sent`;
    case "rows sent and not delivered":
      return rows === undefined
        ? words`the rows of ${least}${plural(errors, words`message`, words`messages`)} were not delivered, though they count as sent`
        : words`${many} were not delivered, though they count as sent`;
    case "rows of repeated keys":
      return keys === undefined
        ? words`changes of keys that had several rows at once were left out, ${least}${plural(errors, words`time`, words`times`)}`
        : words`changes of ${least}${plural(keys, words`key`, words`keys`)} that had several rows at once were left out`;
    case "rows too large":
      return words`${least}${plural(errors, words`row`, words`rows`)} too large for the table there were left out`;
    case "objects not read":
      return words`${least}${plural(errors, words`object was`, words`objects were`)} given up, in whole or in part`;
    case "objects not listed":
      return words`the list of objects broke off${Number(errors) > 1 ? words` ${grouped(errors)} times` : undefined}, and what it had not named yet is not read`;
  }
}

/** What an output has not sent comes to whoever reads there no earlier. */
export const UNTIL_SENT_ANEW = words`until the view is computed and sent anew`;

/** What comes of it, and what brings it back. */
export function afterLosses(losses: readonly TransportLoss[]): Words {
  return losses.some(({ lost }) => lost.startsWith("objects"))
    ? words`Feldera reads them no second time, and goes on as if they had been read: what they hold is missing until the pipeline reads it anew`
    : words`Feldera sends them no second time: what receives them lacks them ${UNTIL_SENT_ANEW}`;
}
