import { describe, expect, test } from "vitest";
import { HEAP_VIEWS, OPTIONS_OF_VIEW } from "../../../src/analysis/profiles/heap-options.ts";
import { type Asked, askProfile } from "../../support/golden.ts";

const pipeline_name = "p";
const HEAPS = ["bare-alloc", "lg12.0", "rust-lines", "rust-stripped", "go-heap"] as const;
const OTHERS = ["go-cpu", "go-block", "go-mutex", "go-goroutine"] as const;
const VIEWS = HEAP_VIEWS.map((view) => ({ view, ...(view === "peek" && { peek: "." }) }));
const profiles = new Map([...HEAPS, ...OTHERS].map((name) => [name, askProfile(`others/${name}.pb.gz`)]));

function over(name: (typeof HEAPS | typeof OTHERS)[number]): Asked {
  const asked = profiles.get(name);
  if (asked === undefined) throw new Error(`${name} was not opened`);
  return asked;
}

describe("a heap profile that tells less than Feldera's", () => {
  test.each(HEAPS)("%s", async (name) => {
    const { golden } = over(name);
    await golden(`heap-of-others-${name}`, "summarize_heap_profile", { pipeline_name });
  });

  test("never says how often jemalloc samples where it is not known", async () => {
    const { ask } = over("lg12.0");
    const text = await ask("summarize_heap_profile", { pipeline_name });
    expect(text).toContain("every 4.32 KiB or more often");
    expect(text).not.toContain("about every 512 KiB");
  });

  test.each([
    ["lg12.0", "samples of unknown rate: every 4.32 KiB or more often"],
    ["go-heap", "samples, about every 512 KiB allocated, as the profile says"],
  ] as const)("says in pprof's views too that the figures of %s are estimates", async (name, words) => {
    const { ask } = over(name);
    for (const { view, ...args } of VIEWS.filter((one) =>
      OPTIONS_OF_VIEW[one.view].includes("granularity"),
    )) {
      const text = await ask("summarize_heap_profile", { pipeline_name, view, ...args });
      expect(text).toContain(`\nFigures are estimated from ${words}`);
    }
  });
});

describe("a pprof that is not of memory", () => {
  test.each(OTHERS)("%s", async (name) => {
    const { ask, golden } = over(name);
    await golden(`heap-of-others-${name}`, "summarize_heap_profile", { pipeline_name });
    for (const args of VIEWS) {
      const text = await ask("summarize_heap_profile", { pipeline_name, ...args });
      expect(text).toMatch(/^This is not a heap profile/);
      expect(text).not.toMatch(/allocated by|heap in use|estimate|[KMG]iB/);
    }
  });

  test("is compared with another by pprof's own top", async () => {
    const { ask } = over("go-cpu");
    const [, profile_id] =
      /profile_id (\S+)\./.exec(await ask("summarize_heap_profile", { pipeline_name })) ?? [];
    const text = await ask("summarize_heap_profile", { pipeline_name, baseline: profile_id });
    expect(text).toMatch(/^This is not a heap profile but one of CPU time/);
    expect(text).toContain("pprof's top of cpu");
  });

  test("says so in a deep diagnosis, in the place of what holds the memory", async () => {
    const { ask } = over("go-cpu");
    const text = await ask("diagnose_pipeline", { pipeline_name, depth: "deep" });
    expect(text).toContain('heap_profile (it is not as expected: "the profile is not of memory")');
  });
});
