#!/usr/bin/env bash
# Guess: jaq, jq written anew in Rust, answers as jq does or fails: tonumber gives one number or an error, which `?` drops. What both
#   write is JSON.
# What happens: tonumber gives the numbers that a text begins with, one after the other: of "2024-01-02" 2024, 0, 1, 0 and 2, so that an
#   object made with it is five objects, and of "1 2" two. Of "1_000", "1,5" and "12 items" it gives 1, 1 and 12 and then fails: with
#   `?` that is all, and `// -1` is not reached. fromjson does the same. del(.[0, 1]) takes out the first and the third. 1 by 0 is
#   written as Infinity and 0 by 0 as NaN, and a number becomes a key without quotes: {7:1}. from_entries has no "name" and makes
#   {null:1} of it. jq has none of this; it fails, gives nothing or what is meant.
# Seen with: crate jaq 3.1.2 on Rust 1.95 (it builds some 100 crates: one to three minutes), and PyPI jq 1.13.0, which holds jq 1.8.2.
# Why it matters: it is what rows of JSON are put right with on their way to a table. Rows become five of plausible
#   numbers, and the one row with a zero in it is what the reader behind refuses.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile jq==1.13.0
CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --debug --locked --root . jaq@3.1.2 2> cargo.log || tail -5 cargo.log

cat > ask.py <<'PY'
import json
import subprocess

import jq

CASES = [
    ("{id, n: (.code | tonumber)}", '{"id":7,"code":"12"}'),
    ("{id, n: (.code | tonumber)}", '{"id":7,"code":"2024-01-02"}'),
    ("{id, n: (.code | tonumber)}", '{"id":7,"code":"1 2"}'),
    ("[.[] | tonumber?]", '["1_000","1,5","12 items","none"]'),
    ("[.[] | tonumber? // -1]", '["1_000","1,5","12 items","none"]'),
    ("[.[] | fromjson?]", '["[1]]","2024-01-02"]'),
    ("del(.[0, 1])", "[1,2,3]"),
    ("{rate: (.late / .rows)}", '{"late":1,"rows":0}'),
    ("{rate: (.late / .rows)}", '{"late":0,"rows":0}'),
    ("{(.id): 1}", '{"id":7}'),
    ("from_entries", '[{"name":"a","value":1}]'),
]


def by_jq(query, text):
    try:
        return [json.dumps(value, separators=(",", ":")) for value in jq.compile(query).input_text(text)]
    except ValueError:
        return ["refused"]


def by_jaq(query, text):
    told = subprocess.run(["bin/jaq", "--compact-output", query], input=text, capture_output=True, text=True)
    return told.stdout.splitlines() + ["refused"] * (told.returncode != 0)


for query, text in CASES:
    print(query, "of", text)
    print("  jq:", *by_jq(query, text))
    print("  jaq:", *by_jaq(query, text))
PY
diff <(venv/bin/python ask.py 2>&1) - <<'SEEN'
{id, n: (.code | tonumber)} of {"id":7,"code":"12"}
  jq: {"id":7,"n":12}
  jaq: {"id":7,"n":12}
{id, n: (.code | tonumber)} of {"id":7,"code":"2024-01-02"}
  jq: refused
  jaq: {"id":7,"n":2024} {"id":7,"n":0} {"id":7,"n":1} {"id":7,"n":0} {"id":7,"n":2}
{id, n: (.code | tonumber)} of {"id":7,"code":"1 2"}
  jq: refused
  jaq: {"id":7,"n":1} {"id":7,"n":2}
[.[] | tonumber?] of ["1_000","1,5","12 items","none"]
  jq: []
  jaq: [1,1,12]
[.[] | tonumber? // -1] of ["1_000","1,5","12 items","none"]
  jq: [-1,-1,-1,-1]
  jaq: [1,1,12,-1]
[.[] | fromjson?] of ["[1]]","2024-01-02"]
  jq: []
  jaq: [[1],2024,0,1,0,2]
del(.[0, 1]) of [1,2,3]
  jq: [3]
  jaq: [2]
{rate: (.late / .rows)} of {"late":1,"rows":0}
  jq: refused
  jaq: {"rate":Infinity}
{rate: (.late / .rows)} of {"late":0,"rows":0}
  jq: refused
  jaq: {"rate":NaN}
{(.id): 1} of {"id":7}
  jq: refused
  jaq: {7:1}
from_entries of [{"name":"a","value":1}]
  jq: {"a":1}
  jaq: {null:1}
SEEN
echo "still so: jaq makes five rows of a date"
