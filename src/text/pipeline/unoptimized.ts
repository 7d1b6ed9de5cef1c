import type { Unoptimized } from "../../answers/unoptimized.ts";
import { whyMissing } from "../not-checked.ts";
import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";

const SLOWER = words`expect it to be many times slower than with profile optimized`;

export const UNOPTIMIZED = words`the program is compiled without optimisation: ${SLOWER}`;

/** Of a program that is not compiled, as where its SQL is wrong. */
export const TO_BE_UNOPTIMIZED = words`the program is to be compiled without optimisation: ${SLOWER}`;

/** What every figure of speed is to be read with. */
export function renderUnoptimized({ unoptimized, engine_missing }: Unoptimized, page: Page): void {
  if (unoptimized === undefined) return;
  const unless =
    engine_missing &&
    words`; unless it runs on the Gen-2 engine, which is not known, since its statistics were not read: ${whyMissing(engine_missing)}`;
  page.line(words`Note: ${UNOPTIMIZED} (program_config.profile is ${unoptimized}${unless}).`);
}
