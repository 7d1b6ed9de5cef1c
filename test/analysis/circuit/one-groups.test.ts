import { expect, test } from "vitest";
import * as z from "zod";
import { measuredPipeline, playedPipeline } from "../../support/compiled-program.ts";

/** What was recorded of the aggregate's results: a group stands beside what it was before, until both are merged. */
const ONE_GROUP_OF_COUNTRIES = '"state_records_count","value":{"type":"count","value":3}';

function oneGroups(name: string, change?: (profile: string) => string) {
  return measuredPipeline(name, change).circuit_profile?.one_groups;
}

test("rows that find no partner in a LEFT JOIN are one group of what they were to take from there", () => {
  expect(oneGroups("pay_null_measured")).toMatchObject([
    { columns: ["country"], tables: ["payments"], null_sources: ["left_join"] },
  ]);
});

const Aggregated = z.looseObject({
  mir: z.looseObject({
    s8: z.looseObject({ operation: z.string(), inputs: z.array(z.looseObject({ node: z.string() })) }),
  }),
});

test("of groups that LATENESS lets go, the one that is left is not known to be that of all rows", () => {
  const forgetting = (recorded: string) => {
    const program = Aggregated.parse(JSON.parse(recorded));
    const { s8 } = program.mir;
    const operation = `${s8.operation}_retain_keys`;
    return JSON.stringify({
      ...program,
      mir: { ...program.mir, s8: { ...s8, operation, inputs: [...s8.inputs, { node: "s1", output: 0 }] } },
    });
  };
  expect(oneGroups("pay_null_measured", forgetting)).toEqual([]);
});

test("what an ASOF JOIN does not find is one group as well", () => {
  expect(playedPipeline("outer_joins", { s17: { kept: 1 } }).circuit_profile?.one_groups).toMatchObject([
    { columns: ["price"], tables: ["trades"], null_sources: ["asof_join"] },
  ]);
});

test("rows that find partners are as many groups as these have values", () => {
  const more = (profile: string) =>
    profile.replace(ONE_GROUP_OF_COUNTRIES, ONE_GROUP_OF_COUNTRIES.replace("3}", "9}"));
  expect(oneGroups("pay_null_measured", more)).toEqual([]);
});

test("text that is no JSON is one group of what was to be read of it", () => {
  expect(oneGroups("docs_null_measured")).toMatchObject([
    { columns: ["shop"], tables: ["docs"], null_sources: ["parsed_json"] },
  ]);
});
