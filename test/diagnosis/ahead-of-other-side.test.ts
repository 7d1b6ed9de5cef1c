import { describe, expect, test } from "vitest";
import type { Integral } from "../../src/analysis/circuit/integrals.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { heldBack } from "../../src/diagnosis/rules/furthest-behind.ts";
import { measuredPipeline } from "../support/compiled-program.ts";
import { evidenceOf } from "./evidence.ts";
import { judged } from "./judged.ts";

/** When the circuit of the recorded join was profiled. */
const MEASURED_MS = Date.parse("2026-12-01T04:05:12Z");

/** Plug events that are joined with reservations by the minute, of which none has come for a while. */
function joined(change: (side: Integral) => Integral): Evidence {
  const { circuit_profile, ...evidence } = measuredPipeline("join_behind_measured");
  const { stats } = evidenceOf("healthy");
  if (circuit_profile?.integrals === undefined || stats === undefined) throw new Error("not recorded");
  const integrals = circuit_profile.integrals.map((one) =>
    one.waterlines[0] === "reservations" ? change(one) : one,
  );
  return {
    ...evidence,
    stats: { ...stats, resumed: false, connectors: [] },
    circuit_profile: { ...circuit_profile, integrals, age_s: 90 },
    nowMs: MEASURED_MS,
  };
}

const asRecorded = (side: Integral): Integral => side;
const from =
  (retained_from: string) =>
  (side: Integral): Integral => ({ ...side, retained_from });

describe("one side of a join whose other side is behind in time", () => {
  test("grows with what comes of it, up to the time of the other", () => {
    const evidence = joined(asRecorded);
    expect([...heldBack(evidence).values()]).toEqual([
      expect.objectContaining({ tables: ["plug_events", "reservations"], slow: ["reservations"] }),
    ]);
    expect(judged("grows", evidence)).toMatch(
      /^with what comes of plug_events until the time of reservations has come as far \(LATENESS lets go up to that, about 2026-11-30 06:08:00 UTC, .* ago, which plug_events is \d+ min ahead of\), in the state of the join in view kept_reservations/,
    );
  });

  test.each([
    ["that is at one time with it", from("2026-11-30T06:50:00Z")],
    ["of few rows", (side: Integral) => ({ ...side, records: 9_999, merged_records: 9_999 })],
    ["that lets go most of what comes", (side: Integral) => ({ ...side, arrived: 3 * side.merged_records })],
  ])("is not held back %s", (_, change) => {
    const evidence = joined(change);
    expect(heldBack(evidence).size).toBe(0);
    expect(judged("grows", evidence)).not.toMatch(/has come as far/);
  });
});
