#!/usr/bin/env bash
# Guess: a library that takes colour codes out of a log leaves the rest, tabs too, and takes each code out whole: links (OSC 8) and
#   colours written with colons are codes like others.
# What happens: the crate strip-ansi-escapes takes out every control character but the line feed: of a row "12<tab>3" it makes
#   "123". Go's stripansi takes six characters of a link, and leaves "ttps://…" with escape characters in it; click's unstyle
#   leaves a link as it is. Of a colour with colons the crate console and stripansi leave ":2::1:2:3m". anstream,
#   charmbracelet/x/ansi and npm's strip-ansi do as one would guess.
# Seen with: crates strip-ansi-escapes 0.2.1, console 0.16.6 and anstream 1.0.0, Go github.com/acarl005/stripansi of 2018 and
#   github.com/charmbracelet/x/ansi v0.11.9, PyPI click 8.5.1, npm strip-ansi 7.2.0.
# Why it matters: columns of a log, or of a query's result, become other numbers, and nothing shows that there was a tab. Cargo
#   writes links too, and a pattern for such a line does not meet what is left of it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet strip-ansi-escapes@=0.2.1 console@=0.16.6 anstream@=1.0.0
cat > src/main.rs <<'RS'
fn main() {
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        println!("strip-ansi-escapes {:?}", strip_ansi_escapes::strip_str(&line));
        println!("console {:?}", console::strip_ansi_codes(&line));
        println!("anstream {:?}", anstream::adapter::strip_str(&line).to_string());
    }
}
RS
cat > go.mod <<'MOD'
module finding

go 1.26

require (
	github.com/acarl005/stripansi v0.0.0-20180116102854-5a71ef0e047d
	github.com/charmbracelet/x/ansi v0.11.9
)
MOD
cat > main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/acarl005/stripansi"
	"github.com/charmbracelet/x/ansi"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fmt.Printf("stripansi %q\n", stripansi.Strip(lines.Text()))
		fmt.Printf("x/ansi %q\n", ansi.Strip(lines.Text()))
	}
}
GO
go mod tidy 2> go.log
python3 -m venv venv
venv/bin/pip install --quiet --no-compile click==8.5.1
cat > strip.py <<'PY'
import json, sys

import click

for line in sys.stdin:
    print("click", json.dumps(click.unstyle(line.rstrip("\n"))))
PY
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . strip-ansi@7.2.0
cat > strip.mjs <<'JS'
import { readFileSync } from "node:fs";
import stripAnsi from "strip-ansi";

for (const line of readFileSync(0, "utf8").trimEnd().split("\n")) {
  console.log("strip-ansi", JSON.stringify(stripAnsi(line)));
}
JS
cargo build --quiet
go build -o strip .
stripped() {
  printf "$1\n" > line
  target/debug/finding < line
  ./strip < line
  venv/bin/python strip.py < line
  node strip.mjs < line
}
{
  stripped '\033[2mrows\033[0m 12\t3'
  stripped 'see \033]8;;https://example.org/a\033\\E0308\033]8;;\033\\ there'
  stripped '\033[38:2::1:2:3mred\033[0m'
} > told
diff told - <<'SEEN'
strip-ansi-escapes "rows 123"
console "rows 12\t3"
anstream "rows 12\t3"
stripansi "rows 12\t3"
x/ansi "rows 12\t3"
click "rows 12\t3"
strip-ansi "rows 12\t3"
strip-ansi-escapes "see E0308 there"
console "see E0308 there"
anstream "see E0308 there"
stripansi "see ttps://example.org/a\x1b\\E0308;;\x1b\\ there"
x/ansi "see E0308 there"
click "see \u001b]8;;https://example.org/a\u001b\\E0308\u001b]8;;\u001b\\ there"
strip-ansi "see E0308 there"
strip-ansi-escapes "red"
console ":2::1:2:3mred"
anstream "red"
stripansi ":2::1:2:3mred"
x/ansi "red"
click "red"
strip-ansi "red"
SEEN
echo "still so: strip-ansi-escapes takes tabs out, and others leave half a link"
