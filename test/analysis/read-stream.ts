import { Int32List } from "../../src/analysis/callgraph/int32-list.ts";
import { JsonSlices } from "../../src/analysis/json-slices.ts";
import { JsonStream, type Reading } from "../../src/analysis/json-stream.ts";
import { JsonStrings } from "../../src/analysis/json-strings.ts";

const OPTIONS = { format: "firefox profile", maxDepth: 10 } as const;

/** What is read of a text that comes in parts of so many bytes. */
export function readStream<Result>(
  text: Uint8Array,
  partBytes: number,
  read: (stream: JsonStream) => Reading<Result>,
): Result {
  const stream = new JsonStream(OPTIONS);
  const reading = read(stream);
  let step = reading.next();
  for (let at = 0; step.done !== true; at += partBytes) {
    stream.give(at < text.length ? text.subarray(at, at + partBytes) : undefined);
    step = reading.next();
  }
  return step.value;
}

/** The strings of a text that is an array of them. */
export function stringsOf(text: string): JsonStrings {
  const places = { starts: new Int32List(), ends: new Int32List() };
  const bytes = new TextEncoder().encode(text);
  const kept = readStream(bytes, bytes.length, (stream) => stream.keepPlaces(places.starts, places.ends));
  return new JsonStrings(new JsonSlices(kept.bytes, OPTIONS), places);
}
