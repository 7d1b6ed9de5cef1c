import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { topFacts } from "../../src/analysis/pprof/top.ts";
import { pprofTable } from "../../src/text/pprof-table.ts";
import { heapProfile } from "../analysis/pprof/heap-profiles.ts";

const GOLDENS = new URL("../goldens/pprof/", import.meta.url);

const OPTIONS = z
  .object({
    sort: z.enum(["flat", "cum"]),
    limit: z.number().exactOptional(),
    focus: z.string().exactOptional(),
    ignore: z.string().exactOptional(),
    sampleType: z.string().exactOptional(),
  })
  .strict();
const GROUPS = z.record(
  z.string(),
  z.object({ profiles: z.array(z.string()), cases: z.record(z.string(), OPTIONS) }),
);

const groups = GROUPS.parse(JSON.parse(readFileSync(new URL("cases.json", GOLDENS), "utf8")));
const cases = Object.values(groups).flatMap(({ profiles, cases: ofGroup }) =>
  profiles.flatMap((profile) =>
    Object.entries(ofGroup).map(([title, options]) => ({ profile, title, options })),
  ),
);

describe("pprofTable prints what go tool pprof -top prints", () => {
  test.each(cases)("$profile, $title", async ({ profile, title, options }) => {
    const name = `${profile.replaceAll("/", "-").replace(/\..*$/, "")}.${title}.txt`;
    const golden = readFileSync(new URL(name, GOLDENS), "utf8");
    expect(pprofTable(topFacts(await heapProfile(profile), options))).toBe(golden);
  });
});
