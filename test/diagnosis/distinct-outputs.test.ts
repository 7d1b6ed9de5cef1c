import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { growingState } from "../../src/diagnosis/rules/growing-state.ts";
import { playedPipeline } from "../support/compiled-program.ts";
import { evidenceOf } from "./evidence.ts";

/** Rows of sales, the stores and tills among which a DISTINCT has put out, for a join. */
function joinedTills(came: number, values: number): Evidence {
  const { circuit_profile } = playedPipeline("distinct_values", {
    s1: { out: came },
    s3: { in: came, out: values },
    s4: { out: values, kept: values },
  });
  return { ...evidenceOf("healthy"), ...(circuit_profile && { circuit_profile }) };
}

describe("what a join keeps of the values of a DISTINCT", () => {
  test("is what came to that, and does not grow with every row where the same few come again", () => {
    const evidence = joinedTills(19_060, 240);
    const kept = evidence.circuit_profile?.integrals?.filter(({ records }) => records === 240);
    expect(kept).toMatchObject([{ bound: "rows", tables: ["sales"], came_to_distinct: 19_060 }]);
    expect(growingState(evidence, 100)).toEqual([]);
  });

  test("grows with every row where next to each brings a value that there was not", () => {
    const [growing] = growingState(joinedTills(19_060, 18_900), 100);
    expect(growing).toMatchObject({ by: "rows", integral: { tables: ["sales"], merged_records: 18_900 } });
  });
});
