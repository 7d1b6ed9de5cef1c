import { describe, expect, test } from "vitest";
import { ToolError } from "../../../src/tools/errors.ts";
import { type KeptProfiles, keptProfiles } from "../../../src/tools/profiles/kept-profiles.ts";

function heap(content: string, pipeline_name = "payments") {
  return { kind: "heap", pipeline_name, bytes: Buffer.from(content) } as const;
}

function keep(profiles: KeptProfiles, ...contents: readonly string[]): string[] {
  return contents.map((content) => profiles.keep(heap(content)) ?? `${content} is not kept`);
}

function held(profiles: KeptProfiles, ids: readonly string[]): boolean[] {
  return ids.map((id) => errorOf(() => profiles.find(id, "heap")) === "found");
}

function errorOf(find: () => unknown): string {
  try {
    find();
  } catch (error) {
    if (error instanceof ToolError) return `${error.problem}\n${error.remedy}`;
    throw error;
  }
  return "found";
}

test("the same profile of the same pipeline has the same id, in every server", () => {
  const profiles = keptProfiles({ keptProfiles: 8, keptProfileBytes: 1000 });
  const [first] = keep(profiles, "a");
  expect(first).toMatch(/^heap-[0-9a-f]{8}$/);
  expect(keep(profiles, "a")).toEqual([first]);
  expect(keep(keptProfiles({ keptProfiles: 1, keptProfileBytes: 10 }), "a")).toEqual([first]);
  expect(profiles.keep(heap("a", "idle"))).not.toBe(first);
});

describe("of more profiles than are kept", () => {
  test("those longest unused go", () => {
    const profiles = keptProfiles({ keptProfiles: 3, keptProfileBytes: 1000 });
    const ids = keep(profiles, "a", "b", "c");
    profiles.find(ids[0] ?? "", "heap");
    expect(held(profiles, [...ids, ...keep(profiles, "d")])).toEqual([true, false, true, true]);
    keep(profiles, "c", "e");
    expect(held(profiles, ids)).toEqual([false, false, true]);
  });

  test("as many go as make room for the bytes of the new one", () => {
    const profiles = keptProfiles({ keptProfiles: 8, keptProfileBytes: 10 });
    const ids = keep(profiles, "aaa", "bbb", "ccc");
    expect(held(profiles, [...ids, ...keep(profiles, "ddddd")])).toEqual([false, false, true, true]);
  });

  test("one that is too large by itself is not kept, and the others stay", () => {
    const profiles = keptProfiles({ keptProfiles: 8, keptProfileBytes: 10 });
    const ids = keep(profiles, "aaa", "more than ten bytes");
    expect(held(profiles, ids)).toEqual([true, false]);
  });

  test("8 are kept by default, of 256 MiB in all", async () => {
    const { limitsWith } = await import("../../../src/config/limits.ts");
    expect(limitsWith()).toMatchObject({ keptProfiles: 8, keptProfileBytes: 268_435_456 });
  });
});

describe("a profile that is not there", () => {
  test("because it was let go is told with how to have one again, and which are kept", () => {
    const profiles = keptProfiles({ keptProfiles: 1, keptProfileBytes: 2 ** 20 });
    const [gone = "", kept] = keep(profiles, "a", "b");
    expect(errorOf(() => profiles.find(gone, "heap"))).toBe(
      [
        `${gone}, of payments, is no longer kept: the last 1 profiles are kept, 1 MiB in all, while this server runs.`,
        'summarize_heap_profile {"pipeline_name":"payments"} fetches one of now, or, from the same collection of a ' +
          `support bundle, the same one again. Kept are ${kept} (payments).`,
      ].join("\n"),
    );
  });

  test("because it never was is told apart from that", () => {
    const profiles = keptProfiles({ keptProfiles: 8, keptProfileBytes: 1000 });
    expect(errorOf(() => profiles.find("cpu-00000000", "cpu"))).toBe(
      [
        "There is no cpu profile cpu-00000000: the last 8 profiles are kept, 1000 B in all, while this server runs.",
        "summarize_samply_profile fetches the last recording, or, from the same collection of a support bundle, the same one again.",
      ].join("\n"),
    );
  });

  test("because it is one of another kind is told, too", () => {
    const profiles = keptProfiles({ keptProfiles: 8, keptProfileBytes: 1000 });
    const [id = ""] = keep(profiles, "a");
    expect(errorOf(() => profiles.find(id, "cpu"))).toContain(`There is no cpu profile ${id}`);
  });

  test("is remembered for a while only, so that memory stays bounded", () => {
    const profiles = keptProfiles({ keptProfiles: 1, keptProfileBytes: 1000 });
    const ids = keep(profiles, ...Array.from({ length: 200 }, (_, index) => `profile ${index}`));
    const remembered = ids.filter((id) =>
      errorOf(() => profiles.find(id, "heap")).includes("no longer kept"),
    );
    expect(remembered).toEqual(ids.slice(-101, -1));
  });
});
