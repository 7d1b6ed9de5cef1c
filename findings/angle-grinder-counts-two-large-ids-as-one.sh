#!/usr/bin/env bash
# Guess: angle-grinder, which filters and sums lines of JSON in a terminal, shows and counts the numbers that the lines have, and compares
#   a null or a text with a number as SQL does, or leaves it out.
# What happens: a number beyond 2^63, as a hash of 64 bits, is shown as 9223372036854775807, and two of them are counted as one value.
#   The greatest of 1 and 9007199254740993 is ...992, and so is their sum, though it is shown and found as ...993. 9223372036854775807 + 1
#   is negative, and twice it is -2. A null is less than any number: it is found under ratio < 1 and ratio <= 0. The text "3" is in
#   averages and found under took > 2, and not under took == 3. Cut out of a line by parse, "1.10" and "1.1" are one value. No error.
# Seen with: crate ag 0.19.5 on Rust 1.95. It builds some 200 crates: two to six minutes.
# Why it matters: logs of JSON lines are where hashes and ids of 64 bits are counted. What happened to two is told of one, and a limit
#   finds the lines that have no figure at all.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off
cargo install --quiet --locked --root . --target-dir target ag@0.19.5 2>build.log || { cat build.log; exit 1; }

cat > log.ndjson <<'JSON'
{"hash":18446744073709551615,"id":9007199254740993,"us":9223372036854775807,"ratio":null,"took":"3","version":"1.10"}
{"hash":12345678901234567890,"id":1,"us":1,"ratio":0.5,"took":2,"version":"1.1"}
JSON
while read -r query; do
  echo "$query: $(bin/agrind -f log.ndjson -o json "* | $query" 2>&1 | tr '\n' ' ')"
done > told.txt <<'QUERIES'
json | fields hash
json | count by hash
json | count by id
json | where id == 9007199254740993 | fields id
json | sum(id), min(id), max(id)
json | us + 1 as more | fields more
json | us * 2 as twice | fields twice
json | where ratio < 1 | fields ratio
json | where ratio <= 0 | fields ratio
json | average(took), sum(took)
json | where took > 2 | fields took
json | where took == 3 | fields took
json | count by version
parse "\"version\":\"*\"" as version | count by version
QUERIES
diff <(sed 's/ $//' told.txt) - <<'SEEN'
json | fields hash: {"hash":9223372036854775807} {"hash":9223372036854775807}
json | count by hash: [{"hash":9223372036854775807,"_count":2}]
json | count by id: [{"id":1,"_count":1},{"id":9007199254740993,"_count":1}]
json | where id == 9007199254740993 | fields id: {"id":9007199254740993}
json | sum(id), min(id), max(id): [{"_sum":9007199254740992,"_min":1,"_max":9007199254740992}]
json | us + 1 as more | fields more: {"more":-9223372036854775808} {"more":2}
json | us * 2 as twice | fields twice: {"twice":-2} {"twice":2}
json | where ratio < 1 | fields ratio: {"ratio":null} {"ratio":0.5}
json | where ratio <= 0 | fields ratio: {"ratio":null}
json | average(took), sum(took): [{"_average":2.5,"_sum":5}]
json | where took > 2 | fields took: {"took":"3"}
json | where took == 3 | fields took:
json | count by version: [{"version":"1.1","_count":1},{"version":"1.10","_count":1}]
parse "\"version\":\"*\"" as version | count by version: [{"version":1.1,"_count":2}]
SEEN
echo "still so: angle-grinder counts two large ids as one"
