#!/usr/bin/env bash
# Guess: a name of a Rust function in a Markdown text is shown as it is written; if "<" is trouble, it is for all names alike.
# What happens: what reads as an HTML tag is no text. <Orders as Batch> is one, with two attributes, so that
#   <Orders as Batch>::merge is shown as "::merge", and MergeWorkers<B>::run as MergeWorkers::run; in HTML that <B> begins bold
#   text. <[u8; 4] as Hash>, drop_in_place<Key, Weight> and a full path, <dbsp::Batch as Trait>, are no tags and stay. Between
#   backticks all stay.
# Seen with: PyPI rich 15.0.0, Go github.com/charmbracelet/glamour v1.0.0, of which glow is made, and npm marked 18.2.1, whose
#   HTML has the tags as tags. npm's marked-terminal 7.3.1 leaves all names alone.
# Why it matters: of a heap's dearest functions, which models and reports tell as a list, methods of different traits become one
#   and the same "::merge", and it is the shortened names that lose most. A function's name belongs between backticks.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > names.md <<'MD'
- <Orders as Batch>::merge 4 MiB
- <Customers as Batch>::merge 3 MiB
- <dbsp::Batch as Trait>::merge 2 MiB
- <[u8; 4] as Hash>::hash 1 MiB
- MergeWorkers<B>::run 1 MiB
- drop_in_place<Key, Weight> 1 MiB
- `<Orders as Batch>::merge` 4 MiB
MD
python3 -m venv venv
venv/bin/pip install --quiet --no-compile rich==15.0.0
cat > show.py <<'PY'
from rich.console import Console
from rich.markdown import Markdown

Console(width=60, color_system=None).print(Markdown(open("names.md").read()))
PY
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . marked@18.2.1 marked-terminal@7.3.1
cat > show.mjs <<'JS'
import { readFileSync } from "node:fs";
import { Marked } from "marked";
import { markedTerminal } from "marked-terminal";

const text = readFileSync("names.md", "utf8");
console.log(new Marked().parse(text));
console.log(new Marked(markedTerminal()).parse(text));
JS
cat > go.mod <<'MOD'
module finding

go 1.26

require github.com/charmbracelet/glamour v1.0.0
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/charmbracelet/glamour"
)

func main() {
	text, err := os.ReadFile("names.md")
	if err != nil {
		panic(err)
	}
	shown, err := glamour.Render(string(text), "notty")
	if err != nil {
		panic(err)
	}
	fmt.Println(shown)
}
GO
go mod tidy 2> go.log
plain() {
  sed -e 's/^[ *•-]*//' -e 's/ *$//' -e '/^$/d'
}
{
  echo "rich:"; venv/bin/python show.py | plain
  echo "glamour:"; go run . | plain
  echo "marked and marked-terminal:"; NO_COLOR=1 node show.mjs | plain
} > told
diff told - <<'SEEN'
rich:
::merge 4 MiB
::merge 3 MiB
<dbsp::Batch as Trait>::merge 2 MiB
<[u8; 4] as Hash>::hash 1 MiB
MergeWorkers::run 1 MiB
drop_in_place<Key, Weight> 1 MiB
<Orders as Batch>::merge 4 MiB
glamour:
::merge 4 MiB
::merge 3 MiB
<dbsp::Batch as Trait>::merge 2 MiB
<[u8; 4] as Hash>::hash 1 MiB
MergeWorkers::run 1 MiB
drop_in_place<Key, Weight> 1 MiB
<Orders as Batch>::merge 4 MiB
marked and marked-terminal:
<ul>
<li><Orders as Batch>::merge 4 MiB</li>
<li><Customers as Batch>::merge 3 MiB</li>
<li>&lt;dbsp::Batch as Trait&gt;::merge 2 MiB</li>
<li>&lt;[u8; 4] as Hash&gt;::hash 1 MiB</li>
<li>MergeWorkers<B>::run 1 MiB</li>
<li>drop_in_place&lt;Key, Weight&gt; 1 MiB</li>
<li><code>&lt;Orders as Batch&gt;::merge</code> 4 MiB</li>
</ul>
<Orders as Batch>::merge 4 MiB
<Customers as Batch>::merge 3 MiB
<dbsp::Batch as Trait>::merge 2 MiB
<[u8; 4] as Hash>::hash 1 MiB
MergeWorkers<B>::run 1 MiB
drop_in_place<Key, Weight> 1 MiB
`<Orders as Batch>::merge` 4 MiB
SEEN
echo "still so: Markdown takes the trait of a Rust function's name for HTML"
