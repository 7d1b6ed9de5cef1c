import { CIRCUIT } from "./circuit.ts";
import { DEEP_ONLY } from "./deep.ts";
import { DOWN } from "./down.ts";
import { PAIRS } from "./pairs.ts";
import { RUNNING } from "./running.ts";
import { RUNS } from "./runs.ts";
import type { Scenario } from "./scenario.ts";
import { VARIED } from "./varied.ts";

export const SCENARIOS: readonly Scenario[] = [
  ...DOWN,
  ...RUNNING,
  ...RUNS,
  ...DEEP_ONLY,
  ...CIRCUIT,
  ...PAIRS,
  ...VARIED,
];
