#!/usr/bin/env bash
# Guess: a key that an object holds twice is an error, or the last value wins, as in JSON.parse.
# What happens: it depends on the values. Equal ones are taken, different ones are a SyntaxError; numbers are
#   compared by their text, so that 1 and 1.0 are different. Numbers themselves are objects: 0 is truthy, two
#   equal ones are not ===, and JSON.stringify writes {"value":"0","isLosslessNumber":true}.
# Seen with: npm lossless-json 4.3.3.
# Why it matters: it is read for Feldera's 64-bit fingerprints; a parser put in the place of JSON.parse must not
#   meet `if (count)` or JSON.stringify further on.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . lossless-json@4.3.3

cat > read.mjs <<'JS'
import { parse } from "lossless-json";
for (const text of ['{"a":1,"a":1}', '{"a":1,"a":1.0}', '{"a":1,"a":2}']) {
  try {
    console.log(text, "a =", String(parse(text).a));
  } catch (error) {
    console.log(text, error.name);
  }
}
const zero = parse("0");
console.log(Boolean(zero), zero === parse("0"), JSON.stringify(zero));
JS
diff <(node read.mjs) - <<'SEEN'
{"a":1,"a":1} a = 1
{"a":1,"a":1.0} SyntaxError
{"a":1,"a":2} SyntaxError
true false {"value":"0","isLosslessNumber":true}
SEEN
echo "still so: lossless-json takes a doubled key where the values are equal"
