import type { RedFlag } from "../../analysis/pipeline/red-flags.ts";
import { type Words, words } from "../page/words.ts";

/** What follows from a setting. */
export const RED_FLAG_WORDS: Readonly<Record<RedFlag["flag"], Words>> = {
  "no memory limit": words`no memory limit is configured: it may take all the memory that its container or machine has`,
  "no storage": words`all state is held in memory, and checkpoints are not possible`,
  "no fault tolerance": words`a crash loses what was processed since the last checkpoint; without one, everything`,
  "not optimised": words`compiled without optimisation: expect it to be many times slower than with profile optimized`,
  "fewer cores than workers": words`the workers take turns`,
  "no CPU profiler": words`circuit profiles carry no times`,
  "developer tweaks": words`settings meant for Feldera's developers are changed`,
  environment: words`environment variables are set for the pipeline`,
  "verbose logging": words`the log buffer (1 MB) turns over quickly`,
};
