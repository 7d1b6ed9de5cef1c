import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";

export const UNOPTIMIZED = words`the program is compiled without optimisation: expect it to be many times slower than with profile optimized`;

/** What every figure of speed is to be read with. @param profile the program's, where it is one without optimisation */
export function renderUnoptimized(profile: string | undefined, page: Page): void {
  if (profile !== undefined) page.line(words`Note: ${UNOPTIMIZED} (program_config.profile is ${profile}).`);
}
