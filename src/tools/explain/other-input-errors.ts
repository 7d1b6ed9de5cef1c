import type { InputFormat } from "../../analysis/malformed.ts";
import type { InputKind, OtherInput, Versions } from "../../analysis/other-input.ts";
import type { Explanation } from "../../text/explanation.ts";
import { type Words, words } from "../../text/page/words.ts";

/** Explains what a sound file of another kind, or of a version that is not read, is. */
export function explainOtherInput({ format, kind, role, versions }: OtherInput): Explanation {
  if (versions !== undefined) return explainVersion(versions);
  const { it, toRecord } = WANTED[format] ?? UNNAMED;
  const { is, next } = KINDS[kind];
  const wanted =
    role === "baseline" ? words`What should be the baseline, ${it},` : words`What should be ${it}`;
  return { what: words`${wanted} is ${is}.`, next: next ?? toRecord };
}

/** Of the formats that are read, only that of CPU profiles has versions. */
function explainVersion({ version, oldest, newest }: Versions): Explanation {
  const isOld = version < oldest;
  return {
    what: words`The CPU profile is in version ${version} of the Firefox profiler's format, which is ${isOld ? words`too old` : words`too new`}: versions ${oldest} to ${newest} are read here.`,
    next: isOld
      ? words`Record it again with start_samply_profile, or with samply 0.13.1 or newer; or open it at https://profiler.firefox.com and save it from there, which writes a current version.`
      : words`Record it again with start_samply_profile, or with samply 0.13.1; or look for a newer release of this server.`,
  };
}

interface Wanted {
  readonly it: Words;
  /** How such a one is made. */
  readonly toRecord: Words;
}

const UNNAMED: Wanted = {
  it: words`what was asked for`,
  toRecord: words`Name the file that Feldera gave.`,
};

const WANTED: Partial<Readonly<Record<InputFormat, Wanted>>> = {
  pprof: {
    it: words`a heap profile (pprof)`,
    toRecord: words`A pipeline's heap profile comes from GET /v0/pipelines/{pipeline_name}/heap_profile, or out of a support bundle.`,
  },
  "firefox profile": {
    it: words`a CPU profile in the Firefox profiler's processed format`,
    toRecord: words`A pipeline's is recorded with start_samply_profile, or with samply 0.13.1 or newer.`,
  },
  "circuit profile": {
    it: words`a circuit profile`,
    toRecord: words`A pipeline's circuit profile comes from GET /v0/pipelines/{pipeline_name}/circuit_json_profile, or out of a support bundle.`,
  },
};

interface Kind {
  readonly is: Words;
  /** Where there is something better to do than to record what was wanted. */
  readonly next?: Words;
}

const KINDS: Readonly<Record<InputKind, Kind>> = {
  pprof: { is: words`a pprof`, next: words`summarize_heap_profile reads it.` },
  "firefox profile": {
    is: words`a CPU profile (Firefox profiler)`,
    next: words`summarize_samply_profile reads it.`,
  },
  "circuit profile": {
    is: words`a circuit profile`,
    next: words`summarize_circuit_profile reads it.`,
  },
  "gecko profile": {
    is: words`a Gecko profile, as Firefox itself writes it`,
    next: words`Open it at https://profiler.firefox.com and save it from there: that is the processed format.`,
  },
  "V8 CPU profile": { is: words`a V8 CPU profile (.cpuprofile, of Node.js or Chrome)` },
  "V8 heap profile": { is: words`a V8 sampling heap profile (.heapprofile, of Node.js or Chrome)` },
  "V8 heap snapshot": { is: words`a V8 heap snapshot (.heapsnapshot, of Node.js or Chrome)` },
  "Chrome trace": { is: words`a Chrome trace (Trace Event Format)` },
  "DHAT profile": { is: words`a DHAT profile (of Valgrind, or of Rust's crate dhat)` },
  "speedscope profile": { is: words`a speedscope profile` },
  "jemalloc text dump": {
    is: words`a heap profile in jemalloc's own text format, without names of functions`,
  },
  "perf recording": {
    is: words`a recording of Linux perf (perf.data)`,
    next: words`samply import perf.data turns it into the Firefox profiler's format.`,
  },
  "Feldera error": {
    is: words`an error that Feldera answered, saved as if it were the profile`,
    next: words`Its message says why there was none: look into the file, and fetch the profile again.`,
  },
  "Feldera statistics": { is: words`the answer of a pipeline's stats endpoint` },
  "web page": {
    is: words`a web page (HTML)`,
    next: words`Whatever saved it was not answered by Feldera's API: check the address, and fetch it again.`,
  },
  "zip file": {
    is: words`a zip file`,
    next: words`Start the server with --bundle and that file: support bundles and zipped profiles are opened.`,
  },
  "tar archive": { is: words`a tar archive`, next: words`Unpack it, and name the file in it.` },
  executable: { is: words`an executable (ELF)` },
  "empty file": {
    is: words`an empty file`,
    next: words`Whatever should have written it did not: fetch it again.`,
  },
};
