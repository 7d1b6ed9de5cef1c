import { InvalidMoment } from "../../analysis/duration.ts";
import { InvalidPattern } from "../../analysis/invalid-pattern.ts";
import { AnalysisStopped, type Stop } from "../../analysis/jobs/stopped.ts";
import { type InputFormat, MalformedInput } from "../../analysis/malformed.ts";
import { OtherInput } from "../../analysis/other-input.ts";
import { IncompatibleProfiles } from "../../analysis/pprof/compare/incompatible-profiles.ts";
import { UnknownSampleType } from "../../analysis/pprof/format/sample-type.ts";
import type { Limits } from "../../config/limits.ts";
import type { Explanation } from "../../text/explanation.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";
import { explainOtherInput } from "./other-input-errors.ts";

/** Explains what an analysis throws; undefined for any other error. */
export function explainAnalysisError(
  error: unknown,
  { text }: Cleaner,
  limits: Limits,
): Explanation | undefined {
  if (error instanceof InvalidPattern) {
    return {
      what: words`The pattern ${error.pattern} is not one that this server takes: ${error.problem}.`,
      next: words`Patterns are RE2's: no look-around and no back-references; \\( and \\[ match the signs themselves.`,
    };
  }
  if (error instanceof UnknownSampleType) {
    const available = error.available.map((type) => words`${text(type)}`);
    return {
      what: words`The profile has no sample type ${error.sampleType}.`,
      next: words`It has: ${joined(available, words`, `)}.`,
    };
  }
  if (error instanceof IncompatibleProfiles) {
    return {
      what: words`The two profiles cannot be compared.`,
      why: words`Reason: ${text(error.problem)}.`,
      next: words`Name a baseline that was recorded in the same way, if possible of the same pipeline.`,
    };
  }
  if (error instanceof InvalidMoment) {
    return {
      what: words`${error.text} is neither an RFC 3339 time with its zone nor a time back.`,
      next: words`Write one such as 2026-11-21T07:43:28Z or 2026-11-21T08:43:28+01:00, or 90s, 10m, 2h, 1d.`,
    };
  }
  if (error instanceof OtherInput) return explainOtherInput(error);
  if (error instanceof MalformedInput) return explainMalformed(error, text);
  return error instanceof AnalysisStopped ? STOPPED[error.stop](error, limits) : undefined;
}

function explainMalformed({ format, where, problem }: MalformedInput, text: Cleaner["text"]): Explanation {
  if (problem.startsWith("inflates to more than")) {
    return {
      what: words`The profile is larger, once inflated, than this server reads.`,
      why: words`Reason: it ${text(problem)}.`,
      next: words`An operator can raise the limit: --limit heapProfileInflatedBytes=BYTES, or samplyProfileInflatedBytes for a CPU profile.`,
    };
  }
  return {
    what: words`The ${FORMAT_WORDS[format]} is malformed and was not read.`,
    why: words`Reason: at ${text(where)}: ${text(problem)}.`,
    next: words`Call again; if it fails again, it was damaged on its way or where it was made.`,
  };
}

const FORMAT_WORDS: Readonly<Record<InputFormat, Words>> = {
  gzip: words`profile's gzip`,
  pprof: words`heap profile (pprof)`,
  "firefox profile": words`CPU profile (Firefox Profiler JSON)`,
  "circuit profile": words`circuit profile (JSON)`,
  "generated Rust": words`program's generated Rust (tar)`,
  zip: words`zip file`,
  "support bundle": words`support bundle`,
};

const STOPPED: Readonly<Record<Stop, (error: AnalysisStopped, limits: Limits) => Explanation>> = {
  memory: ({ problem }, { analysisHeapBytes }) => ({
    what: words`Reading it takes more memory than an analysis may have, so it was ended; this server itself still works.`,
    why: words`Reason: ${problem}; the limit of its heap is ${analysisHeapBytes} bytes.`,
    next: words`Ask for less where the tool can narrow it. An operator can raise the limit: --limit analysisHeapBytes=BYTES.`,
  }),
  time: (_, { callMs, bundleCallMs }) => ({
    what: words`It could not be read within the time limit of the call.`,
    next: words`Ask for less where the tool can narrow it. An operator can raise the limit: --limit callMs=MS (now ${callMs}), or bundleCallMs (now ${bundleCallMs}) where a tool may fetch a support bundle.`,
  }),
  cancelled: () => ({ what: words`The call was cancelled.` }),
  start: ({ problem }) => ({
    what: words`This server could not start the process in which it reads profiles and long logs.`,
    why: words`Reason: ${problem}.`,
    next: words`An operator must let it start Node processes, and leave it memory for them; what needs neither works all the same.`,
  }),
};
