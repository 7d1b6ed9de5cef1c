import { describe, expect, test } from "vitest";
import { decodeMarkedProfile } from "../../../../src/analysis/firefox/format/decode.ts";
import { operatorFacts } from "../../../../src/analysis/firefox/operators/operator-facts.ts";
import { OperatorFacts } from "../../../../src/analysis/firefox/operators/operator-facts-schema.ts";
import { atLeastOne } from "../../../support/at-least-one.ts";
import { LIMITS, readRecording } from "../recorded.ts";

/** The least shares of the workers' and the mergers' CPU that are attributed to an operator. */
const RECORDINGS = [
  { recording: "samply_get_after", workers: 0.65, mergers: 0.85 },
  { recording: "opt_samply_get_2", workers: 0.9, mergers: 0.85 },
  { recording: "samply_get_running_1s", workers: 0.9, mergers: 0.9 },
];

describe.each(RECORDINGS)("$recording", ({ recording, workers, mergers }) => {
  const facts = operatorFacts(decodeMarkedProfile(readRecording(recording), LIMITS), { limit: 1000 });
  const [foreground, background] = facts.sides;
  const all = [...facts.operators.operators, ...facts.suspended];

  test("fits the schema", () => {
    expect(OperatorFacts.parse(facts)).toEqual(facts);
    expect(facts.operators.shown).toBe(facts.operators.of);
    expect(facts.unreadableMarkers).toBe(0);
  });

  test("charges most of the CPU in the window to operators", () => {
    expect(foreground?.attributedShare).toBeGreaterThanOrEqual(workers);
    expect(background?.attributedShare).toBeGreaterThanOrEqual(mergers);
  });

  test("spreads nothing: what is attributed and the rest by its kind are all that was sampled", () => {
    for (const side of atLeastOne(facts.sides)) {
      const rest = side.rest.reduce((sum, { cpuMicros = 0 }) => sum + cpuMicros, 0);
      expect((side.attributed.cpuMicros ?? 0) + rest, side.side).toBeCloseTo(side.cpuMicros ?? Number.NaN, 3);
    }
    const attributed = all.reduce((sum, { cpuMicros = 0 }) => sum + cpuMicros, 0);
    expect(attributed).toBeCloseTo(
      (foreground?.attributed.cpuMicros ?? 0) + (background?.attributed.cpuMicros ?? 0),
      3,
    );
  });

  test("agrees with the markers' own sums for at least 95 % of the operators of 10 ms and more", () => {
    const { compared = 0, apart = [], minMicros, noiseDeviations } = facts.agreement ?? {};
    expect([minMicros, noiseDeviations]).toEqual([10_000, 3]);
    expect(compared).toBeGreaterThan(0);
    expect(1 - apart.length / compared).toBeGreaterThanOrEqual(0.95);
  });
});

describe.each(["samply_get_after", "opt_samply_get_2"])("%s", (recording) => {
  const facts = operatorFacts(decodeMarkedProfile(readRecording(recording), LIMITS), { limit: 1000 });

  test("keeps operators apart that wait for others while these run", () => {
    const running = facts.operators.operators.map(({ kind }) => kind);
    expect(running).not.toContain("ExchangeReceiver");
    expect(facts.suspended.map(({ kind }) => kind)).toContain("ExchangeReceiver");
  });
});

test("the longest recording compares as many operators as it has of 10 ms and more", () => {
  const facts = operatorFacts(decodeMarkedProfile(readRecording("samply_get_after"), LIMITS), { limit: 1 });
  expect(facts.agreement?.compared).toBeGreaterThan(130);
});
