#!/usr/bin/env bash
# Guess: Go's demangler, which `go tool pprof` uses, and rustc-demangle give one Rust symbol one name.
# What happens: of nested closures Go writes the numbers in another order, so that {closure#0}::{closure#1} and
#   {closure#1}::{closure#0} change places; it has no name for a function defined within a closure; it drops a
#   generic argument of type (); and in legacy symbols it takes one underscore off a part that begins with two,
#   and leaves letters beyond ASCII as $uf6$.
# Seen with: Go module github.com/ianlancetaylor/demangle v0.0.0-20260724033716-83e58baca724 and crate
#   rustc-demangle 0.1.28, on symbols that rustc 1.95 made.
# Why it matters: where a profile holds mangled names, pprof's names are Go's, while panics, jemalloc's dumps and
#   samply have rustc-demangle's: two closures of one function may be mistaken for each other.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > symbols.txt <<'TEXT'
_RNCNCNCNvCsjHqZlBU2y1l_9probe_app4main00s_0B7_
_RNvNCNvCsjHqZlBU2y1l_9probe_app4main06helper
_RNCINvNtNtCsjrHSEGnQ3l9_3std6thread7current17with_current_nameNCNCNvNtB8_9panicking12default_hook00uE0B8_
_ZN3std3sys9backtrace28__rust_begin_short_backtrace17h603201e3c12fb4adE
_ZN9probe_app13gr$uf6$$udf$e17hd7e502227a90e36cE
TEXT

mkdir go
cat > go/main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/ianlancetaylor/demangle"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		name, err := demangle.ToString(lines.Text())
		if err != nil {
			name = "no name: " + err.Error()
		}
		fmt.Println(name)
	}
}
GO
(cd go && export GOFLAGS=-mod=mod && go mod init finding && go get github.com/ianlancetaylor/demangle@v0.0.0-20260724033716-83e58baca724)
cargo init --quiet --vcs none --name rust rust
cat > rust/src/main.rs <<'RS'
fn main() {
    for line in std::io::stdin().lines() {
        println!("{:#}", rustc_demangle::demangle(&line.unwrap()));
    }
}
RS
(cd rust && cargo add --quiet rustc-demangle@=0.1.28)

paste -d '\n' <(cd rust && cargo run --quiet < ../symbols.txt | sed 's/^/rust /') \
  <(cd go && go run . < ../symbols.txt | sed 's/^/go   /') > names.txt
diff names.txt - <<'SEEN'
rust probe_app::main::{closure#0}::{closure#0}::{closure#1}
go   probe_app::main::{closure#0}::{closure#1}::{closure#0}
rust probe_app::main::{closure#0}::helper
go   no name: expected number at 43
rust std::thread::current::with_current_name::<std::panicking::default_hook::{closure#0}::{closure#0}, ()>::{closure#0}
go   std::thread::current::with_current_name::<std::panicking::default_hook::{closure#0}::{closure#0}>::{closure#0}
rust std::sys::backtrace::__rust_begin_short_backtrace
go   std::sys::backtrace::_rust_begin_short_backtrace
rust probe_app::größe
go   probe_app::gr$uf6$$udf$e
SEEN
echo "still so: Go's demangler gives Rust symbols other names than Rust's own"
