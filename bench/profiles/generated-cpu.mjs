import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The text of a recorded CPU profile with its threads repeated until it is as long as asked. */
export function repeatedThreads(recording, leastChars) {
  const profile = JSON.parse(gunzipSync(readFileSync(recording)).toString());
  const charsOfThreads = JSON.stringify(profile.threads).length;
  const charsOfRest = JSON.stringify({ ...profile, threads: [] }).length;
  const times = Math.ceil((leastChars - charsOfRest) / charsOfThreads);
  const threads = Array.from({ length: times }, (_, turn) =>
    profile.threads.map((thread) => ({ ...thread, tid: `${thread.tid}-${turn}` })),
  );
  return JSON.stringify({ ...profile, threads: threads.flat() });
}
