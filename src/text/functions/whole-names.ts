import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";

/** The whole names of a profile's functions that go by the id that was asked for. */
export function renderWholeNames(names: readonly string[], page: Page): void {
  if (names.length === 0) page.line(words`No function of the profile has this id.`);
  else page.quote(names, { unit: words`names` });
}
