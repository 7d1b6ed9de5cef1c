import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createGzip } from "node:zlib";
import { pick, randomNumbers, Table } from "../../scripts/pprof-table.mjs";

const FUNCTIONS = 5_000;
const LOCATIONS = 20_000;
const DEPTH = 40;
/** Callees of a location, the first one by far the likeliest: stacks share beginnings, as those of programs do. */
const CALLEES = 8;
const SAMPLE_FIELD = 2;
const BATCH_BYTES = 2 ** 20;

/** Writes a gzipped heap profile of so many samples, each with a stack of 40 locations; always the same one. */
export async function writeHeapProfile(path, sampleCount) {
  const random = randomNumbers(7);
  const out = createGzip({ level: 6 });
  const file = createWriteStream(path);
  out.pipe(file);
  out.write(tables(random));
  const callees = new Int32Array(LOCATIONS * CALLEES).map(() => 1 + Math.floor(random() * LOCATIONS));
  let batch = [];
  for (let sample = 0; sample < sampleCount; sample++) {
    batch.push(...sampleField(random, callees));
    if (batch.length < BATCH_BYTES) continue;
    if (!out.write(Buffer.from(batch))) await once(out, "drain");
    batch = [];
  }
  out.end(Buffer.from(batch));
  await once(file, "close");
}

function tables(random) {
  const table = new Table();
  const functions = Array.from({ length: FUNCTIONS }, (_, index) =>
    table.function(`app::module_${index % 97}::Type${index % 13}<alloc::vec::Vec<u8>>::function_${index}`, {
      file: `src/module_${index % 97}.rs`,
    }),
  );
  const binary = table.mapping("/opt/app/bin/app", { start: 0x40_0000, size: 0x1000_0000 });
  for (let index = 0; index < LOCATIONS; index++) {
    const functionId = pick(random, functions);
    table.location(binary, [{ functionId, line: 1 + (index % 900) }], { address: 0x40_0000 + index * 16 });
  }
  return table.profile(["inuse_space/bytes"], [], { defaultSampleType: "inuse_space" }).encode();
}

function sampleField(random, callees) {
  const stack = [1];
  while (stack.length < DEPTH) {
    const choice = Math.floor(random() ** 9 * CALLEES);
    stack.push(callees[(stack.at(-1) - 1) * CALLEES + choice]);
  }
  const locations = stack.reverse().flatMap(varint);
  const value = varint(Math.ceil(-Math.log(1 - random()) * 524_288));
  const content = [10, ...varint(locations.length), ...locations, 18, value.length, ...value];
  return [(SAMPLE_FIELD << 3) | 2, ...varint(content.length), ...content];
}

function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}
