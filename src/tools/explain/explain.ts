import { InvalidMoment } from "../../analysis/duration.ts";
import { type InputFormat, MalformedInput } from "../../analysis/malformed.ts";
import { InvalidPattern } from "../../analysis/pattern.ts";
import { UnknownSampleType } from "../../analysis/pprof/sample-type.ts";
import type { Limits } from "../../config/limits.ts";
import { BundleError } from "../../feldera/bundle/errors.ts";
import { FelderaError } from "../../feldera/errors.ts";
import type { Source } from "../../feldera/source.ts";
import { joined, type Words, words } from "../../text/words.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";
import { InvalidArguments, ToolError } from "../errors.ts";
import { explainArguments } from "./arguments.ts";
import { circumstancesOf } from "./circumstances.ts";
import type { Explanation } from "./explanation.ts";
import { explainFelderaError } from "./feldera-error.ts";

export interface FailedCall {
  readonly pipeline_name: string | undefined;
  /** Absent where the call failed before it had one. */
  readonly source: Source | undefined;
  readonly cleaner: Cleaner;
  readonly limits: Limits;
}

/**
 * Explains the errors that a tool is expected to throw; undefined for any other, which is a defect of this
 * server.
 */
export async function explain(error: unknown, call: FailedCall): Promise<Explanation | undefined> {
  if (error instanceof FelderaError) {
    const circumstances = await circumstancesOf(
      error,
      call.pipeline_name,
      call.source,
      call.cleaner,
      call.limits,
    );
    return explainFelderaError(cleanError(error, call.cleaner), circumstances);
  }
  if (error instanceof InvalidArguments) return explainArguments(error);
  if (error instanceof ToolError) return { what: error.problem, next: error.remedy };
  if (error instanceof InvalidPattern) {
    return {
      what: words`The pattern ${error.pattern} is not one that this server takes: ${error.problem}.`,
      next: words`Patterns are RE2's: no look-around and no back-references; \\( and \\[ match the signs themselves.`,
    };
  }
  if (error instanceof UnknownSampleType) {
    const available = error.available.map((type) => words`${call.cleaner.text(type)}`);
    return {
      what: words`The profile has no sample type ${error.sampleType}.`,
      next: words`It has: ${joined(available, words`, `)}.`,
    };
  }
  if (error instanceof InvalidMoment) {
    return {
      what: words`${error.text} is neither an RFC 3339 time with its zone nor a time back.`,
      next: words`Write one such as 2026-11-21T07:43:28Z or 2026-11-21T08:43:28+01:00, or 90s, 10m, 2h, 1d.`,
    };
  }
  if (error instanceof MalformedInput) {
    const { text } = call.cleaner;
    if (error.problem.startsWith("inflates to more than")) {
      return {
        what: words`The profile is larger, once inflated, than this server reads.`,
        why: words`Reason: it ${text(error.problem)}.`,
        next: words`An operator can raise the limit: --limit heapProfileInflatedBytes=BYTES, or samplyProfileInflatedBytes for a CPU profile.`,
      };
    }
    return {
      what: words`The ${FORMAT_WORDS[error.format]} is malformed and was not read.`,
      why: words`Reason: at ${text(error.where)}: ${text(error.problem)}.`,
      next: words`Call again; if it stays so, it was damaged on its way or where it was made.`,
    };
  }
  if (error instanceof BundleError) {
    return {
      what: words`The support bundle cannot be used for this call.`,
      why: words`Reason: ${call.cleaner.text(error.message)}`,
    };
  }
  return undefined;
}

const FORMAT_WORDS: Readonly<Record<InputFormat, Words>> = {
  gzip: words`profile's gzip`,
  pprof: words`heap profile (pprof)`,
  "firefox profile": words`CPU profile (Firefox Profiler JSON)`,
  "circuit profile": words`circuit profile (JSON)`,
  zip: words`zip file`,
  "support bundle": words`support bundle`,
};

/** Feldera's message and details are a stranger's text. */
function cleanError(error: FelderaError, cleaner: Cleaner): FelderaError {
  const { kind, endpoint, status, retryable, retryAfterSecs } = error;
  return new FelderaError({
    kind,
    endpoint,
    status,
    retryable,
    retryAfterSecs,
    message: cleaner.text(error.message),
    errorCode: error.errorCode === undefined ? undefined : cleaner.text(error.errorCode),
    details: cleaner.facts(error.details),
  });
}
