import { expect, test } from "vitest";
import { gatherReport } from "../../src/report/gather.ts";

const made = { pipeline_name: "p", maxTokens: 8000, options: {}, nowMs: 5, version: "1.2.3" };

const timeline = {
  picture: "timeline",
  pipeline_name: "p",
  source: { kind: "live", at_ms: 5 },
  missing: [],
  notes: [],
};

test("each part is asked for, and what cannot be had is told in its place", async () => {
  const asked: string[] = [];
  const { facts, isRead } = await gatherReport({
    ...made,
    async call(tool, args) {
      asked.push(tool);
      expect(args).toMatchObject({ pipeline_name: "p" });
      if (tool === "read_picture") return { text: "There is no profile.", isError: true };
      return { text: `what ${tool} tells`, isError: tool === "list_events" };
    },
  });
  expect(isRead).toBe(true);
  expect(new Set(asked)).toEqual(
    new Set(["diagnose_pipeline", "summarize_operators", "list_events", "get_pipeline_logs", "read_picture"]),
  );
  expect(facts.sections.map(({ text }) => text)).toContain("what list_events tells");
  expect(facts.pictures).toEqual([]);
  expect(facts.missing).toContainEqual({ what: "flame, heap, callers", why: "There is no profile." });
});

test("facts that are not a picture's are missing, and never drawn", async () => {
  const { facts } = await gatherReport({
    ...made,
    call: async () => ({ text: "", structured: { ...timeline, missing: "no list" }, isError: false }),
  });
  expect(facts.pictures).toEqual([]);
  expect(facts.missing[0]?.why).toMatch(/missing/);
});

test("where every call fails, nothing of the pipeline was read", async () => {
  const call = async () => ({ text: "There is no pipeline p.", isError: true });
  expect((await gatherReport({ ...made, call })).isRead).toBe(false);
});
