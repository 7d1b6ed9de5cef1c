import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withMembers } from "../../support/derive.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { replayWorld } from "../../support/replay-world.ts";
import {
  type Answer,
  neverAnswers,
  type Response,
  recording,
  sequence,
  slowHeaders,
} from "../../support/responses.ts";

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
});

afterEach(() => feldera.close());

/** A quick look waits so long for a circuit of which nothing shows that it will answer: two fifths of a part's time. */
const BRIEF_MS = 1_000;

/** A call of so many ms waits no longer than for four fifths of them. */
const CALL_MS = 20_000;

/** The statistics of the healthy pipeline, within a step for so long, or between two where that is not given. */
function within(ms?: number, others: Readonly<Record<string, unknown>> = {}): Answer {
  return withMembers(recording("worlds/healthy/stats_include_connector_errors"), {
    ...others,
    "global_metrics.transaction_status": ms === undefined ? "NoTransaction" : "CommitInProgress",
    "global_metrics.transaction_msecs": ms ?? null,
  });
}

function up(ms: number) {
  return { "global_metrics.uptime_msecs": ms };
}

/** What a quick look tells, and in how many ms. */
async function looked(
  stats: readonly [Response, ...Response[]],
  circuitMs: number | undefined,
  callMs: number = CALL_MS,
) {
  const pipeline_name = replayWorld(feldera, "healthy");
  const at = `/v0/pipelines/${pipeline_name}`;
  feldera.on("GET", `${at}/stats`, sequence(...stats), { query: { include_connector_errors: "true" } });
  const circuit = recording("worlds/healthy/circuit_json_profile");
  const answer = circuitMs === undefined ? neverAnswers() : slowHeaders(circuitMs, circuit);
  feldera.on("GET", `${at}/circuit_json_profile`, answer);
  const limits = { callMs, diagnosePartMs: BRIEF_MS / 0.4, retryDelayMs: 1 };
  const registry = registryOver({ source: { url: feldera.url }, limits });
  const beganMs = performance.now();
  const { text } = await registry.call("diagnose_pipeline", { pipeline_name });
  return { text, ms: performance.now() - beganMs };
}

describe("a circuit answers between two steps, and a quick look", () => {
  test("does not wait where the statistics do not answer either", async () => {
    const { text, ms } = await looked([within(), neverAnswers()], undefined);
    expect(text).toMatch(/Not checked: circuit_json_profile \(timeout/);
    expect(ms).toBeLessThan(CALL_MS / 2);
    expect(text).not.toMatch(/committing/);
  });

  test("does not wait for a step that has taken a minute, which it tells first", async () => {
    const { text, ms } = await looked([within(61_000)], undefined);
    expect(ms).toBeLessThan(CALL_MS / 2);
    expect(text).toMatch(
      /^Keeps up: no, a transaction has been committing for 1 min 1 s, and the circuit profile comes only after its step/m,
    );
    expect(text).toMatch(/^Next: diagnose_pipeline \{.*"depth":"deep"\} .*which comes when the step ends/m);
  });

  test("tells how long the step has taken by the time that it can wait no longer", async () => {
    const { text } = await looked([within(3_000), within(4_000), within(27_000)], undefined, 4 * BRIEF_MS);
    expect(text).toMatch(/^ledger: 1 warning \(transaction\/slow-commit\)/);
    expect(text).toMatch(/^Keeps up: no, a transaction has been committing for 27 s/m);
  });

  test("tells a step and its process as of one moment", async () => {
    const [first, last] = [up(12_000), up(52_600)];
    const samples = [within(3_000, first), within(4_000, first), within(52_000, last)] as const;
    const { text } = await looked(samples, undefined, 4 * BRIEF_MS);
    expect(text).toMatch(/^ledger: .* its process for 52\.6 s/);
    expect(text).toMatch(/^Keeps up: no, a transaction has been committing for 52 s/m);
  });

  test("tells nothing of another process than it looked at first", async () => {
    const other = { "global_metrics.incarnation_uuid": "01a22d3c-b8b9-7bb1-9ae2-f14fdb3d34e4" };
    const samples = [within(3_000), within(4_000), within(27_000, { ...up(28_000), ...other })] as const;
    const { text } = await looked(samples, undefined, 4 * BRIEF_MS);
    expect(text).not.toMatch(/committing|for 28 s/);
  });

  test("tells no step that has ended meanwhile", async () => {
    const { text } = await looked([within(3_000), within(4_000), within()], undefined, 4 * BRIEF_MS);
    expect(text).not.toMatch(/committing/);
  });

  test("waits for it to the end of a step that the statistics show under way", async () => {
    const { text } = await looked([within(3_000), within(4_000)], 2 * BRIEF_MS);
    expect(text).toMatch(/Looked at: .*circuit_json_profile/);
    expect(text).toMatch(/^Time: [\d.]+ % of the operators' time/m);
  });

  test("waits for it where it is between two steps, and writes it", async () => {
    const { text } = await looked([within(), within()], 2 * BRIEF_MS);
    expect(text).toMatch(/Looked at: .*circuit_json_profile/);
  });
});
