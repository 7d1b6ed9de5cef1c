import { circuitJob } from "./circuit.ts";
import { circuitNodesJob } from "./circuit-nodes.ts";
import { circuitOperatorJob } from "./circuit-operator.ts";
import { circuitSignsJob } from "./circuit-signs.ts";
import { cpuJob } from "./cpu.ts";
import { cpuFlameJob, heapFlameJob } from "./flame.ts";
import { heapJob } from "./heap.ts";
import type { AnyJob } from "./job.ts";
import { keptStateJob } from "./kept-state.ts";
import { ledgerJob } from "./ledger.ts";
import { logJob } from "./log.ts";
import { operatorsPictureJob } from "./operators-picture.ts";

export const JOBS: readonly AnyJob[] = [
  circuitJob,
  circuitNodesJob,
  circuitOperatorJob,
  circuitSignsJob,
  cpuJob,
  cpuFlameJob,
  heapJob,
  keptStateJob,
  heapFlameJob,
  ledgerJob,
  logJob,
  operatorsPictureJob,
];
