import { plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { type Words, words } from "../page/words.ts";

/** "3 connector errors": Feldera's `num_errors`. */
export function connectorErrors(count: number | bigint): Words {
  return plural(count, words`connector error`, words`connector errors`);
}

/** What that figure leaves out, wherever it is told. */
export function noteUncounted(counts: readonly (number | bigint | undefined)[], page: Page): void {
  if (counts.every((count) => count === undefined)) return;
  page.line(words`A connector that never opened counts no errors: get_stats lists it as missing.`);
}
