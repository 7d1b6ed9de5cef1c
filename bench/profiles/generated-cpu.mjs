import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { createGzip, gunzipSync } from "node:zlib";

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

/** Writes the same, gzipped, and longer than a string can be: of as many whole turns as stay below so many bytes. */
export async function writeRepeatedThreads(path, recording, mostBytes) {
  const { threads, ...rest } = JSON.parse(gunzipSync(readFileSync(recording)).toString());
  const begin = `{"threads":[`;
  const end = `],${JSON.stringify(rest).slice(1)}`;
  let left = mostBytes - Buffer.byteLength(begin) - Buffer.byteLength(end);
  const out = createGzip();
  const file = createWriteStream(path);
  out.pipe(file);
  out.write(begin);
  for (let turn = 0; left > 0; turn++) {
    const text = threads
      .map((thread) => JSON.stringify({ ...thread, tid: `${thread.tid}-${turn}` }))
      .join(",");
    left -= Buffer.byteLength(text) + 1;
    if (left < 0) break;
    if (!out.write(turn === 0 ? text : `,${text}`)) await once(out, "drain");
  }
  out.end(end);
  await once(file, "close");
}
