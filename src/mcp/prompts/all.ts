import { compareMoments } from "./compare-moments.ts";
import { lastNight } from "./last-night.ts";
import type { Prompt } from "./prompt.ts";
import { safeToDeploy } from "./safe-to-deploy.ts";
import { whyConnectors } from "./why-connectors.ts";
import { whyDown } from "./why-down.ts";
import { whyMemory } from "./why-memory.ts";
import { whyNoCheckpoint } from "./why-no-checkpoint.ts";
import { whySlow } from "./why-slow.ts";

/** Every prompt, in the order in which clients list them. */
export const PROMPTS: readonly Prompt[] = [
  whyDown,
  whySlow,
  whyMemory,
  whyConnectors,
  whyNoCheckpoint,
  lastNight,
  safeToDeploy,
  compareMoments,
];
