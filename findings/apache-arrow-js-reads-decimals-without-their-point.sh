#!/usr/bin/env bash
# Guess: a DECIMAL(10, 2) that npm's apache-arrow reads is 19.99 as a text or a number, and in JSON; a time has the unit of
#   its column.
# What happens: the value is its digits without the point: as a text "1999", as a number 1999, in JSON "\"1999\"", a text with
#   quotes in it. So a table prints and gives it. 5.000 of a column with three places is greater than 19.99 of one with two, and
#   19.990 is not equal to it. valueOf(2) makes 19.99, if one looks the scale up. A timestamp is a number of
#   milliseconds whatever its unit, of which the last nanoseconds are lost, where a BIGINT keeps them.
# Seen with: npm apache-arrow 21.2.0 on Node 20, on a stream that PyPI pyarrow 26.0.1 wrote.
# Why it matters: Feldera answers queries in Arrow too. In a report amounts are a hundred times what they are, rates of four
#   places ten thousand times, and a sum of both is nothing at all.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile pyarrow==26.0.1
npm install --silent --no-audit --no-fund --prefix . apache-arrow@21.2.0

cat > write.py <<'PY'
from decimal import Decimal

import pyarrow

columns = {
    "price": pyarrow.array([Decimal("19.99")], pyarrow.decimal128(10, 2)),
    "same": pyarrow.array([Decimal("19.990")], pyarrow.decimal128(10, 3)),
    "less": pyarrow.array([Decimal("5.000")], pyarrow.decimal128(10, 3)),
    "at": pyarrow.array([1700000000123456789], pyarrow.timestamp("ns")),
    "id": pyarrow.array([1700000000123456789], pyarrow.int64()),
}
table = pyarrow.table(columns)
with pyarrow.OSFile("rows.arrow", "wb") as file, pyarrow.ipc.new_stream(file, table.schema) as writer:
    writer.write_table(table)
PY
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { tableFromIPC } from "apache-arrow";

const table = tableFromIPC(readFileSync("rows.arrow"));
const { price, same, less, at, id } = table.get(0);
console.log("text", String(price), "number", Number(price), "JSON", JSON.stringify(price));
console.log("row", table.select(["price", "same", "less"]).get(0).toString());
console.log("5.000 > 19.99", less > price, "19.990 == 19.99", +same === +price);
console.log("valueOf(2)", price.valueOf(2));
console.log("nanoseconds", Math.round((at % 1) * 1e6), "of", String(id % 1_000_000n));
JS
venv/bin/python write.py
diff <(node read.mjs 2>&1) - <<'SEEN'
text 1999 number 1999 JSON "\"1999\""
row {"price": 1999, "same": 19990, "less": 5000}
5.000 > 19.99 true 19.990 == 19.99 false
valueOf(2) 19.99
nanoseconds 456787 of 456789
SEEN
echo "still so: apache-arrow gives decimals without their point"
