import { describe, expect, test } from "vitest";
import { type CratePlace, cratePlaces } from "../../../src/analysis/operators/crate-places.ts";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { sitesFacts } from "../../../src/analysis/pprof/sites/sites.ts";
import { sitesDifference } from "../../../src/analysis/pprof/sites/sites-difference.ts";
import { readMainRust } from "../../../src/analysis/program/main-rust.ts";
import { residentOf } from "../../../src/analysis/stats/resident.ts";
import { Stats } from "../../../src/feldera/schemas/stats.ts";
import { renderSitesDifference } from "../../../src/text/heap/heap-difference.ts";
import { renderSites } from "../../../src/text/heap/heap-sites.ts";
import { Page } from "../../../src/text/page/page.ts";
import { estimateTokens } from "../../../src/text/page/tokens.ts";
import { pipelineConfig } from "../../analysis/circuit/recorded.ts";
import { heapProfileOf } from "../../analysis/pprof/folded.ts";
import { heapProfile } from "../../analysis/pprof/heap-profiles.ts";
import { recording } from "../../support/responses.ts";

const MAX_TOKENS = 4000;
const MANY = 1_000_000;

function newPage(): Page {
  return new Page({ maxTokens: MAX_TOKENS, maxTokensMax: MAX_TOKENS, lineChars: 2000 }, "0badf00d");
}

function golden(name: string): string {
  return `../../goldens/heap/${name}.txt`;
}

function residentIn(stats: string) {
  const resident = residentOf(Stats.parse(JSON.parse(recording(stats).body.toString())));
  return resident && { resident };
}

async function recordedPlaces(bundle: string): Promise<Record<string, CratePlace>> {
  const { program_code, program_info } = await pipelineConfig(bundle);
  const { main_rust, dataflow, schema } = program_info ?? {};
  const tables = (schema?.inputs ?? []).map(({ name }) => name);
  const places = sqlPlaces({ graph: dataflow ?? {}, tables, programCode: program_code ?? "" });
  return cratePlaces(readMainRust(main_rust ?? "", MANY), places, MANY);
}

describe("the sites of a heap", () => {
  test.each([
    ["heap_profile_1.body", "flat", "stats_1"],
    ["opt_heap_profile_1.body", "flat", "opt_stats_1"],
    ["opt_heap_profile_1.body", "cum", "opt_stats_1"],
    ["paused_heap_profile.body", "flat", "paused_stats"],
    ["minimal/heap_final.pb.gz", "flat", undefined],
  ] as const)("%s, by %s", async (file, sort, stats) => {
    const facts = sitesFacts(heapProfile(file), {
      sort,
      limit: 20,
      ...(stats === undefined ? undefined : residentIn(stats)),
    });
    const page = newPage();
    renderSites("payments", facts, { sort }, page);
    const [name = ""] = file.replace("minimal/", "").split(".");
    await expect(page.toString()).toMatchFileSnapshot(golden(`${name}-${sort}`));
  });

  test("with its SQL operators placed, all of it within the budget", async () => {
    const places = await recordedPlaces("support_bundle");
    const facts = sitesFacts(heapProfile("heap_profile_2.body"), { sort: "flat", limit: 20, places });
    const page = newPage();
    renderSites("payments", facts, { sort: "flat" }, page);
    const text = page.toString();
    await expect(text).toMatchFileSnapshot(golden("heap_profile_2-placed"));
    expect(text).not.toContain("left out to keep within");
    expect(estimateTokens(text)).toBeLessThan(MAX_TOKENS);
    expect(facts.placed?.weight).toBe(facts.operators.reduce((sum, { weight }) => sum + weight, 0));
  });

  test("says what an operator of another version of the program is not", () => {
    const profile = heapProfileOf([
      { stack: "feldera_pipe_operator_0123456789abcdef::eval < malloc", weight: 10 },
    ]);
    const place = {
      handle: "s1.map",
      rule: "exact" as const,
      operator: "s1",
      operation: "map",
      positions: [],
      distance: 0,
    };
    const page = newPage();
    const places = { ffffffffffffffff: place };
    renderSites("p", sitesFacts(profile, { sort: "flat", limit: 5, places }), { sort: "flat" }, page);
    expect(page.toString()).toContain("10 B | 0123456789abcdef | not in this version of the program");
  });

  test("without a site says so", () => {
    const page = newPage();
    const facts = sitesFacts(heapProfile("heap_profile_1.body"), {
      sort: "flat",
      limit: 5,
      focus: "nowhere",
    });
    renderSites("payments", facts, { sort: "flat" }, page);
    expect(page.toString()).toMatch(/left out by focus and ignore 39.5 MiB \(100 %\)/);
    expect(page.toString()).toContain("No site holds memory here.");
  });
});

describe("the difference of two heaps", () => {
  test("of one pipeline, two minutes apart", async () => {
    const [now, base] = [heapProfile("heap_profile_2.body"), heapProfile("heap_profile_1.body")];
    const places = await recordedPlaces("support_bundle");
    const page = newPage();
    renderSitesDifference("payments", sitesDifference(now, base, { limit: 20, places }), page);
    await expect(page.toString()).toMatchFileSnapshot(golden("heap_profile_2-since-1"));
  });

  test("of a profile with itself", async () => {
    const profile = heapProfile("heap_profile_2.body");
    const page = newPage();
    renderSitesDifference("payments", sitesDifference(profile, profile, { limit: 20 }), page);
    await expect(page.toString()).toMatchFileSnapshot(golden("heap_profile_2-since-itself"));
  });
});
