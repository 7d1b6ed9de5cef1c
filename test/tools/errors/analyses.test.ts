import { expect, test } from "vitest";
import { AnalysisStopped, type Stop } from "../../../src/analysis/jobs/stopped.ts";
import { INPUT_KINDS, OtherInput } from "../../../src/analysis/other-input.ts";
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
      "Name a baseline that was recorded in the same way, if possible of the same pipeline.",
    ]
  `);
});

test("a version of a format that is too old, and one that is too new", () => {
  const version = (version: number) =>
    explained(
      new OtherInput("firefox profile", "firefox profile", "profile", { version, oldest: 41, newest: 75 }),
    );
  expect([version(24), version(80)]).toMatchInlineSnapshot(`
    [
      [
        "The CPU profile is in version 24 of the Firefox profiler's format, which is too old: versions 41 to 75 are read here.",
        "Record it again with start_samply_profile, or with samply 0.13.1 or newer; or open it at https://profiler.firefox.com and save it from there, which writes a current version.",
      ],
      [
        "The CPU profile is in version 80 of the Firefox profiler's format, which is too new: versions 41 to 75 are read here.",
        "Record it again with start_samply_profile, or with samply 0.13.1; or look for a newer release of this server.",
      ],
    ]
  `);
});

test("files of other kinds", () => {
  const asHeap = INPUT_KINDS.filter((kind) => kind !== "pprof").map((kind) =>
    explained(new OtherInput("pprof", kind, "profile")),
  );
  expect(asHeap).toMatchInlineSnapshot(`
    [
      [
        "What should be a heap profile (pprof) is a CPU profile (Firefox profiler).",
        "summarize_samply_profile reads it.",
      ],
      [
        "What should be a heap profile (pprof) is a circuit profile.",
        "summarize_circuit_profile reads it.",
      ],
      [
        "What should be a heap profile (pprof) is a Gecko profile, as Firefox itself writes it.",
        "Open it at https://profiler.firefox.com and save it from there: that is the processed format.",
      ],
      [
        "What should be a heap profile (pprof) is a V8 CPU profile (.cpuprofile, of Node.js or Chrome).",
        "A pipeline's heap profile comes from GET /v0/pipelines/{pipeline_name}/heap_profile, or out of a support bundle.",
      ],
      [
        "What should be a heap profile (pprof) is a V8 sampling heap profile (.heapprofile, of Node.js or Chrome).",
        "A pipeline's heap profile comes from GET /v0/pipelines/{pipeline_name}/heap_profile, or out of a support bundle.",
      ],
      [
        "What should be a heap profile (pprof) is a V8 heap snapshot (.heapsnapshot, of Node.js or Chrome).",
        "A pipeline's heap profile comes from GET /v0/pipelines/{pipeline_name}/heap_profile, or out of a support bundle.",
      ],
      [
        "What should be a heap profile (pprof) is a Chrome trace (Trace Event Format).",
        "A pipeline's heap profile comes from GET /v0/pipelines/{pipeline_name}/heap_profile, or out of a support bundle.",
      ],
      [
        "What should be a heap profile (pprof) is a DHAT profile (of Valgrind, or of Rust's crate dhat).",
        "A pipeline's heap profile comes from GET /v0/pipelines/{pipeline_name}/heap_profile, or out of a support bundle.",
      ],
      [
        "What should be a heap profile (pprof) is a speedscope profile.",
        "A pipeline's heap profile comes from GET /v0/pipelines/{pipeline_name}/heap_profile, or out of a support bundle.",
      ],
      [
        "What should be a heap profile (pprof) is a heap profile in jemalloc's own text format, without names of functions.",
        "A pipeline's heap profile comes from GET /v0/pipelines/{pipeline_name}/heap_profile, or out of a support bundle.",
      ],
      [
        "What should be a heap profile (pprof) is a recording of Linux perf (perf.data).",
        "samply import perf.data turns it into the Firefox profiler's format.",
      ],
      [
        "What should be a heap profile (pprof) is an error that Feldera answered, saved as if it were the profile.",
        "Its message says why there was none: look into the file, and fetch the profile again.",
      ],
      [
        "What should be a heap profile (pprof) is the answer of a pipeline's stats endpoint.",
        "A pipeline's heap profile comes from GET /v0/pipelines/{pipeline_name}/heap_profile, or out of a support bundle.",
      ],
      [
        "What should be a heap profile (pprof) is a web page (HTML).",
        "Whatever saved it was not answered by Feldera's API: check the address, and fetch it again.",
      ],
      [
        "What should be a heap profile (pprof) is a zip file.",
        "Start the server with --bundle and that file: support bundles and zipped profiles are opened.",
      ],
      [
        "What should be a heap profile (pprof) is a tar archive.",
        "Unpack it, and name the file in it.",
      ],
      [
        "What should be a heap profile (pprof) is an executable (ELF).",
        "A pipeline's heap profile comes from GET /v0/pipelines/{pipeline_name}/heap_profile, or out of a support bundle.",
      ],
      [
        "What should be a heap profile (pprof) is an empty file.",
        "Whatever should have written it did not: fetch it again.",
      ],
    ]
  `);
  expect(explained(new OtherInput("firefox profile", "V8 CPU profile", "baseline"))).toMatchInlineSnapshot(`
    [
      "What should be the baseline, a CPU profile in the Firefox profiler's processed format, is a V8 CPU profile (.cpuprofile, of Node.js or Chrome).",
      "A pipeline's is recorded with start_samply_profile, or with samply 0.13.1 or newer.",
    ]
  `);
});

test("an analysis that needs too much memory", () => {
  expect(stopped("memory", "its process ended with SIGABRT")).toMatchInlineSnapshot(`
    [
      "Reading it takes more memory than an analysis may have, so it was ended; this server itself still works.",
      "Reason: "its process ended with SIGABRT"; the limit of its heap is 939524096 bytes.",
      "Ask for less where the tool can narrow it. An operator can raise the limit: --limit analysisHeapBytes=BYTES.",
    ]
  `);
});

test("an analysis that takes too long", () => {
  expect(stopped("time", "the call's time limit was reached")).toMatchInlineSnapshot(`
    [
      "It could not be read within the time limit of the call.",
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
      "This server could not start the process in which it reads profiles and long logs.",
      "Reason: "spawn node EAGAIN".",
      "An operator must let it start Node processes, and leave it memory for them; what needs neither works all the same.",
    ]
  `);
});

test("a defect is not explained", () => {
  expect(explained(new TypeError("undefined is not a function"))).toEqual([]);
});
