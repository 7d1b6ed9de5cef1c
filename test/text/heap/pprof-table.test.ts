import { describe, expect, test } from "vitest";
import { pprofDifference } from "../../../src/analysis/pprof/compare/difference.ts";
import { decodeTables } from "../../../src/analysis/pprof/format/decode.ts";
import { TopFacts, topFacts } from "../../../src/analysis/pprof/report/top.ts";
import { peekFacts, TreeFacts, treeFacts } from "../../../src/analysis/pprof/report/tree.ts";
import { type PprofText, topText, treeText } from "../../../src/text/heap/pprof-table.ts";
import { heapProfile, heapProfileBytes, LIMITS } from "../../analysis/pprof/heap-profiles.ts";
import { PPROF_CASES, type PprofCase } from "./pprof-goldens.ts";

const VIEWS = ["top", "tree", "peek"] as const;

/** Each profile, or difference of two, and how many sets of options pprof ran on it with. */
const setsOfOptions = new Map<string, number>();
for (const { profile, base = "nothing" } of PPROF_CASES) {
  const input = `${profile} less ${base}`;
  setsOfOptions.set(input, (setsOfOptions.get(input) ?? 0) + 1);
}
const wellTried = [...setsOfOptions].filter(([input, sets]) => input.endsWith(" less nothing") && sets >= 20);
const differences = [...setsOfOptions].filter(([input]) => !input.endsWith(" less nothing"));

describe(`prints what go tool pprof prints, to the byte, in ${PPROF_CASES.length} cases`, () => {
  test.each(PPROF_CASES)("$profile less $base: $title", (pprofCase) => {
    expect(printed(pprofCase)).toBe(pprofCase.golden);
  });
});

describe("the cases", () => {
  test(`have ${wellTried.length} profiles with 20 sets of options or more (12 are asked for)`, () => {
    expect(wellTried.length).toBeGreaterThanOrEqual(12);
  });

  test(`have ${differences.length} differences`, () => {
    expect(differences.length).toBeGreaterThanOrEqual(6);
  });

  test.each(VIEWS)("of view %s have every option of pprof's that there is here", (view) => {
    const tried = PPROF_CASES.filter(({ options }) => options.view === view).map(({ options }) => options);
    for (const option of ["focus", "ignore", "hide", "show", "sample_type", "dropNegative"] as const) {
      const given = tried.filter((options) => options[option] !== undefined);
      expect.soft(given, option).not.toEqual([]);
    }
    // pprof's peek takes none.
    if (view !== "peek") expect(tried.filter(({ limit }) => limit !== undefined)).not.toEqual([]);
    expect(new Set(tried.map(({ sort }) => sort))).toEqual(new Set(["flat", "cum"]));
    expect(new Set(tried.map(({ difference }) => difference))).toEqual(
      new Set([undefined, "base", "diff_base"]),
    );
    const granularities = new Set(tried.map(({ granularity = "functions" }) => granularity));
    for (const granularity of ["functions", "files", "lines"] as const) {
      expect(granularities).toContain(granularity);
    }
  });
});

function printed({ profile: name, base, options }: PprofCase): string {
  const profile =
    base === undefined || options.difference === undefined
      ? heapProfile(name)
      : pprofDifference(
          decodeTables(heapProfileBytes(name), LIMITS),
          decodeTables(heapProfileBytes(base), LIMITS),
          options.difference,
        );
  if (options.view === "top") return whole(topText(TopFacts.parse(topFacts(profile, options))));
  if (options.view === "tree") return whole(treeText(TreeFacts.parse(treeFacts(profile, options))));
  const facts = TreeFacts.parse(peekFacts(profile, options));
  return facts.rows.length === 0 ? "" : whole(treeText(facts));
}

function whole({ head, rows }: PprofText): string {
  return [head, ...rows, ""].join("\n");
}
