/** The analyses whose growth is measured, by name. Bundled, since they run without a server. */

import { Readable } from "node:stream";
import { ComingBytes } from "../../src/analysis/bytes-in-parts.ts";
import { circuitJob } from "../../src/analysis/jobs/circuit.ts";
import { cpuJob } from "../../src/analysis/jobs/cpu.ts";
import { heapJob } from "../../src/analysis/jobs/heap.ts";
import type { AnyJob } from "../../src/analysis/jobs/job.ts";
import { logJob } from "../../src/analysis/jobs/log.ts";

export { generatedCircuitProfile } from "../../test/support/generated-circuit-profile.ts";

const maxInflatedBytes = 2 ** 31 - 1;

function heap(view: string) {
  const options = { view, sort: "flat", limit: 20 };
  return (profile: Uint8Array) => run(heapJob, { profile, maxInflatedBytes, options });
}

function cpu(view: string) {
  return (profile: Uint8Array) => run(cpuJob, { profile, maxInflatedBytes, options: { view, limit: 20 } });
}

function log(bytes: Uint8Array) {
  const options = { level: "warn", maxLineBytes: 2 ** 16, maxShownBytes: 2 ** 18 };
  return run(logJob, { bytes, startsMidLine: false, secrets: { own: [], learned: [] }, options });
}

function run(job: AnyJob, input: object): Promise<unknown> {
  return job.run(input);
}

export const ANALYSES = {
  heapTop: heap("top"),
  heapTree: heap("tree"),
  heapSites: heap("sites"),
  heapDifference: (profile: Uint8Array, baseline: Uint8Array) =>
    run(heapJob, {
      profile,
      baseline,
      maxInflatedBytes,
      options: { view: "sites", sort: "flat", limit: 20 },
    }),
  cpuFunctions: cpu("functions"),
  cpuTree: cpu("callers"),
  cpuOperators: cpu("operators"),
  circuit: (bytes: Uint8Array) => {
    const body = new ComingBytes(() => Readable.from([bytes]));
    return run(circuitJob, { body, maxDepth: 1000, by: "time", limit: 20 });
  },
  log,
};
