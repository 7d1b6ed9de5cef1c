#!/usr/bin/env bash
# Guess: what is appended to a compressed file is read with it, since the formats of gzip, zstd and LZ4 let frames follow each other; a
#   library that reads one alone says that more is there.
# What happens: of two frames, one row in each, five of eleven ways give the first row and end well: Python's lz4.frame.decompress and
#   zstandard's decompress, npm's lz4js, and Rust's lz4_flex and ruzstd by their Read. In the same two Python libraries lz4.frame.open
#   and stream_reader give both rows, and so do pyzstd, npm's fzstd and Go's two. ruzstd refuses a skippable frame in front, which
#   pyzstd and fzstd pass over.
# Seen with: crates lz4_flex 0.14.2 and ruzstd 0.9.1 on Rust 1.95, PyPI lz4 4.4.5, zstandard 0.25.0 and pyzstd 0.20.0, npm lz4js 0.2.0 and
#   fzstd 0.1.1 on Node 20, Go github.com/pierrec/lz4/v4 v4.1.33 and github.com/klauspost/compress v1.20.4 (Go 1.26).
# Why it matters: logs that are rotated and rows of steps that are appended are such files, and so is what parallel compressors write. What
#   is read is valid lines of JSON up to the end of the first frame, so that nothing tells that the rest is missing.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . lz4js@0.2.0 fzstd@0.1.1
python3 -m venv venv
venv/bin/pip install --quiet --no-compile lz4==4.4.5 zstandard==0.25.0 pyzstd==0.20.0

cat > read.py <<'PY'
import lz4.frame
import pyzstd
import zstandard

steps = [b'{"row":1}\n', b'{"row":2}\n']
compress = zstandard.ZstdCompressor().compress
skipped = (0x184D2A50).to_bytes(4, "little") + (4).to_bytes(4, "little") + b"name"
files = {
    "two.lz4": b"".join(map(lz4.frame.compress, steps)),
    "two.zst": b"".join(map(compress, steps)),
    "skipped.zst": skipped + compress(steps[0]),
}
for name, data in files.items():
    with open(name, "wb") as file:
        file.write(data)
readers = {
    "lz4.frame.decompress": ("two.lz4", lz4.frame.decompress),
    "lz4.frame.open": ("two.lz4", lambda _: lz4.frame.open("two.lz4").read()),
    "zstandard decompress": ("two.zst", lambda data: zstandard.ZstdDecompressor().decompress(data)),
    "zstandard stream_reader": ("two.zst", lambda data: zstandard.ZstdDecompressor().stream_reader(data).read()),
    "pyzstd": ("two.zst", pyzstd.decompress),
}
for name, (file, read) in readers.items():
    print(f"Python {name}: {read(files[file]).decode().split()}")
print("Python pyzstd, a skippable frame in front:", pyzstd.decompress(files["skipped.zst"]).decode().split())
PY
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { decompress } from "fzstd";
import lz4 from "lz4js";

const rows = (bytes) => String(Buffer.from(bytes)).trim().split("\n").join(" ");
console.log("npm lz4js:", rows(lz4.decompress(readFileSync("two.lz4"))));
console.log("npm fzstd:", rows(decompress(readFileSync("two.zst"))));
console.log("npm fzstd, a skippable frame in front:", rows(decompress(readFileSync("skipped.zst"))));
JS
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "finding"
version = "0.1.0"
edition = "2021"

[dependencies]
lz4_flex = "=0.14.2"
ruzstd = "=0.9.1"
TOML
cat > src/main.rs <<'RUST'
use std::fs::File;
use std::io::Read;

fn show(name: &str, mut reader: impl Read) {
    let mut text = String::new();
    let told = reader.read_to_string(&mut text).map(|_| text.split_whitespace().collect::<Vec<_>>().join(" "));
    println!("Rust {name}: {}", told.unwrap_or_else(|_| "refused".to_owned()));
}

fn main() {
    show("lz4_flex", lz4_flex::frame::FrameDecoder::new(File::open("two.lz4").unwrap()));
    for (file, name) in [("two.zst", "ruzstd"), ("skipped.zst", "ruzstd, a skippable frame in front")] {
        match ruzstd::decoding::StreamingDecoder::new(File::open(file).unwrap()) {
            Ok(reader) => show(name, reader),
            Err(_) => println!("Rust {name}: refused"),
        }
    }
}
RUST
cat > go.mod <<'MOD'
module finding

go 1.26

require (
	github.com/klauspost/compress v1.20.4
	github.com/pierrec/lz4/v4 v4.1.33
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

func show(name string, reader io.Reader) {
	rows, err := io.ReadAll(reader)
	fmt.Println("Go "+name+":", strings.Fields(string(rows)), err)
}

func main() {
	for _, file := range []string{"two.lz4", "two.zst"} {
		bytes, err := os.Open(file)
		if err != nil {
			panic(err)
		}
		if strings.HasSuffix(file, "lz4") {
			show("pierrec/lz4", lz4.NewReader(bytes))
			continue
		}
		reader, err := zstd.NewReader(bytes)
		if err != nil {
			panic(err)
		}
		show("klauspost/compress", reader)
	}
}
GO
go mod tidy 2> go.log
diff <(venv/bin/python read.py 2>&1; node read.mjs 2>&1; cargo run --quiet 2> cargo.log || tail -5 cargo.log; go run . 2>&1) - <<'SEEN'
Python lz4.frame.decompress: ['{"row":1}']
Python lz4.frame.open: ['{"row":1}', '{"row":2}']
Python zstandard decompress: ['{"row":1}']
Python zstandard stream_reader: ['{"row":1}', '{"row":2}']
Python pyzstd: ['{"row":1}', '{"row":2}']
Python pyzstd, a skippable frame in front: ['{"row":1}']
npm lz4js: {"row":1}
npm fzstd: {"row":1} {"row":2}
npm fzstd, a skippable frame in front: {"row":1}
Rust lz4_flex: {"row":1}
Rust ruzstd: {"row":1}
Rust ruzstd, a skippable frame in front: refused
Go pierrec/lz4: [{"row":1} {"row":2}] <nil>
Go klauspost/compress: [{"row":1} {"row":2}] <nil>
SEEN
echo "still so: what is appended to a file of LZ4 or zstd is not read in five ways of eleven"
