import type { Unoptimized } from "../../answers/unoptimized.ts";
import { whyMissing } from "../not-checked.ts";
import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";

export const UNOPTIMIZED = words`the program is compiled without optimisation: expect it to be many times slower than with profile optimized`;

/** What every figure of speed is to be read with. */
export function renderUnoptimized({ unoptimized, engine_missing }: Unoptimized, page: Page): void {
  if (unoptimized === undefined) return;
  const unless =
    engine_missing &&
    words`; unless it runs on the Gen-2 engine, which is not known, since its statistics were not read: ${whyMissing(engine_missing)}`;
  page.line(words`Note: ${UNOPTIMIZED} (program_config.profile is ${unoptimized}${unless}).`);
}
