import type { VerdictRule } from "./verdict.ts";
import { grows } from "./verdicts/grows.ts";
import { keepsUp } from "./verdicts/keeps-up.ts";
import { losesRows } from "./verdicts/loses-rows.ts";
import { time } from "./verdicts/time.ts";
import { up } from "./verdicts/up.ts";

/** What a diagnosis answers before any finding, in the order of its lines. */
export const VERDICT_RULES: readonly VerdictRule[] = [up, keepsUp, grows, time, losesRows];
