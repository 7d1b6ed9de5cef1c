import { readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { replayWorld } from "../support/replay-world.ts";
import { recordingPath } from "../support/responses.ts";
import type { Served } from "../support/routes.ts";
import { asVersion } from "../support/versions/as-version.ts";
import { VERSIONS } from "../support/versions/version.ts";
import { findingsIn } from "./scenario.ts";

const WORLDS = readdirSync(recordingPath("worlds")).filter((name) => !name.includes("."));

/** What one version is told and another is not, and why. */
const OF_SOME_VERSIONS = new Map([
  ["platform/old-runtime", "only a mixture has a runtime older than its manager"],
]);

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
});

afterEach(() => feldera.close());

/** Rules of all findings, those for information among them, in their order. */
async function rulesOf(served: Served, world: string): Promise<string[]> {
  feldera.reset();
  const pipeline_name = replayWorld(served, world);
  const registry = registryOver({ source: { url: feldera.url } });
  const { text } = await registry.call("diagnose_pipeline", { pipeline_name });
  return findingsIn(text).flatMap(({ severity, rule }) =>
    OF_SOME_VERSIONS.has(rule) ? [] : `${severity} ${rule}`,
  );
}

test.each(WORLDS)("of %s every version has the same findings, in the same order", async (world) => {
  const recorded = await rulesOf(feldera, world);
  for (const [name, version] of Object.entries(VERSIONS)) {
    expect(await rulesOf(asVersion(feldera, version), world), name).toEqual(recorded);
  }
});
