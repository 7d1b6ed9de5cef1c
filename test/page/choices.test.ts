import { expect, test } from "vitest";
import { choices } from "../../src/page/shell/choices.ts";

function argsOf(label: string, shown: Parameters<typeof choices>[0]) {
  return choices(shown).find((choice) => choice.label === label)?.args;
}

const pipeline_name = "orders";

test("From the program to the dataflow, and back, the baseline and the profiles stay the same", () => {
  const shown = { baseline: "circuit-0123abcd", cpu_profile_id: "cpu-0123abcd" };
  expect(argsOf("Dataflow", { pipeline_name, picture: "program", ...shown })).toEqual({
    pipeline_name,
    picture: "dataflow",
    ...shown,
  });
  expect(argsOf("SQL", { pipeline_name, picture: "dataflow", ...shown })).toEqual({
    pipeline_name,
    picture: "program",
    ...shown,
  });
});

test("What one profile is compared with is no baseline of another", () => {
  const shown = { pipeline_name, picture: "flame", profile: "heap", baseline: "heap-0123abcd" } as const;
  for (const { label, args } of choices(shown)) expect([label, args.baseline]).toEqual([label, undefined]);
});
