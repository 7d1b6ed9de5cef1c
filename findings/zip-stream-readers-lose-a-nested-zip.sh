#!/usr/bin/env bash
# Guess: a reader that takes a zip as a stream gives the entries that its directory lists, or an error.
# What happens: where the zip was written as a stream too (sizes behind the data) and holds a stored zip, both
#   take the inner zip's signatures for their own. fflate's Unzip cuts the entry short and lists the inner files
#   as further entries; unzipper.Parse keeps 42 bytes of it and never reaches the entry behind it. Neither raises
#   an error. unzipper.Parse also fails on any entry with 64-bit sizes behind the data. Readers that start at the
#   directory (fflate.unzipSync, yauzl) have everything.
# Seen with: npm fflate 0.8.3, unzipper 0.12.5 and yauzl 3.4.0, on zips that Python's zipfile wrote to a pipe.
# Why it matters: circuit profiles are zips, newer Feldera writes them as streams, and support bundles hold them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . fflate@0.8.3 unzipper@0.12.5 yauzl@3.4.0

cat > write.py <<'PY'
import sys, zipfile

def write(out, entries, zip64):
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in entries:
            with archive.open(name, "w", force_zip64=zip64) as entry:
                entry.write(data)

class Pipe:
    def __init__(self):
        self.data = b""

    def write(self, data):
        self.data += bytes(data)
        return len(data)

    def flush(self):
        pass

def streamed(entries, zip64=False):
    pipe = Pipe()
    write(pipe, entries, zip64)
    return pipe.data

profile = streamed([("0.dot", b"digraph"), ("0.txt", b"worker 0")])
open("bundle.zip", "wb").write(streamed([("circuit_profile.zip", profile), ("stats.json", b"{}")]))
open("wide.zip", "wb").write(streamed([("stats.json", b"{}")], zip64=True))
print(len(profile))
PY
inner=$(python3 write.py)

cat > read.mjs <<'JS'
import { createReadStream, readFileSync } from "node:fs";
import { Unzip, unzipSync } from "fflate";
import unzipper from "unzipper";
import yauzl from "yauzl";
const told = (entries) => entries.map(([name, length]) => `${name} ${length === Number(process.argv[2]) ? "whole" : length}`).join(", ");
const readers = {
  directory: (file) => Object.entries(unzipSync(readFileSync(file))).map(([name, data]) => [name, data.length]),
  fflate: (file) => {
    const entries = [];
    const unzip = new Unzip((entry) => {
      const row = [entry.name, 0];
      entries.push(row);
      entry.ondata = (error, data) => {
        if (error) throw error;
        row[1] += data.length;
      };
      entry.start();
    });
    unzip.push(readFileSync(file), true);
    return entries;
  },
  unzipper: async (file) => {
    const entries = [];
    for await (const entry of createReadStream(file).pipe(unzipper.Parse({ forceStream: true })))
      entries.push([entry.path, (await entry.buffer()).length]);
    return entries;
  },
  yauzl: (file) =>
    new Promise((resolve, reject) => {
      const entries = [];
      yauzl.open(file, (error, zip) => {
        if (error) return reject(error);
        zip.on("entry", ({ fileName, uncompressedSize }) => entries.push([fileName, uncompressedSize]));
        zip.on("end", () => resolve(entries));
      });
    }),
};
for (const file of ["bundle.zip", "wide.zip"])
  for (const [name, read] of Object.entries(readers)) {
    const result = await Promise.resolve(file).then(read).then(told, (error) => `error: ${error.message}`);
    console.log(`${file} ${name}: ${result}`);
  }
process.exit(0);
JS
diff <(timeout 60 node read.mjs "$inner") - <<'SEEN'
bundle.zip directory: circuit_profile.zip whole, stats.json 2
bundle.zip fflate: circuit_profile.zip 446, 0.dot 7, 0.txt 8, stats.json 2
bundle.zip unzipper: circuit_profile.zip 42, 0.txt 8
bundle.zip yauzl: circuit_profile.zip whole, stats.json 2
wide.zip directory: stats.json 2
wide.zip fflate: stats.json 2
wide.zip unzipper: error: invalid signature: 0x2
wide.zip yauzl: stats.json 2
SEEN
echo "still so: readers of streamed zips lose what stands behind a nested zip"
