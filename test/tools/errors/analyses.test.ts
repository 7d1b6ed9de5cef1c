import { expect, test } from "vitest";
import { AnalysisStopped, type Stop } from "../../../src/analysis/jobs/stopped.ts";
import { IncompatibleProfiles } from "../../../src/analysis/pprof/compare/incompatible-profiles.ts";
import { limitsWith } from "../../../src/config/limits.ts";
import { explainAnalysisError } from "../../../src/tools/explain/analysis-errors.ts";
import { createCleaner } from "../../../src/untrusted/cleaner.ts";

/** The lines that explain an error. */
function explained(error: unknown): string[] {
  const { what, why, next } = explainAnalysisError(error, createCleaner(), limitsWith()) ?? {};
  return [what, why, next].flatMap((line) => (line === undefined ? [] : [String(line)]));
}

const stopped = (stop: Stop, problem: string) => explained(new AnalysisStopped(stop, problem));

test("profiles that cannot be compared", () => {
  expect(explained(new IncompatibleProfiles("they have no sample type in common"))).toMatchInlineSnapshot(`
    [
      "The two profiles cannot be compared.",
      "Reason: "they have no sample type in common".",
      "Name a baseline that was recorded in the same way, best of the same pipeline.",
    ]
  `);
});

test("an analysis that needs too much memory", () => {
  expect(stopped("memory", "its process ended with SIGABRT")).toMatchInlineSnapshot(`
    [
      "The profile needs more memory to be read than an analysis may have, so it was ended; this server itself is well.",
      "Reason: "its process ended with SIGABRT"; the limit of its heap is 939524096 bytes.",
      "Ask for less where the tool can narrow it. An operator can raise the limit: --limit analysisHeapBytes=BYTES.",
    ]
  `);
});

test("an analysis that takes too long", () => {
  expect(stopped("time", "the call's time limit was reached")).toMatchInlineSnapshot(`
    [
      "The profile could not be read within the time limit of the call.",
      "Ask for less where the tool can narrow it. An operator can raise the limit: --limit callMs=MS (now 30000), or bundleCallMs (now 130000) where a tool may fetch a support bundle.",
    ]
  `);
});

test("an analysis that is cancelled", () => {
  expect(stopped("cancelled", "the call was cancelled")).toMatchInlineSnapshot(`
    [
      "The call was cancelled.",
    ]
  `);
});

test("an analysis that cannot be started", () => {
  expect(stopped("start", "spawn node EAGAIN")).toMatchInlineSnapshot(`
    [
      "This server could not start the process in which it reads profiles.",
      "Reason: "spawn node EAGAIN".",
      "An operator must let it start Node processes, and leave it memory for them; what needs no profile works all the same.",
    ]
  `);
});

test("a defect is not explained", () => {
  expect(explained(new TypeError("undefined is not a function"))).toEqual([]);
});
