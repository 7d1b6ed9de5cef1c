#!/usr/bin/env bash
# Guess: a reader of Iceberg finds a column of a file by its number, as the format has it: what was renamed is there under its new
#   name, and a column that is added where another of that name was dropped is empty in older rows.
# What happens: icebird, whose list of features has "Rename Columns", finds columns by name unless the file holds Iceberg's schema
#   as Java writes it; files of pyiceberg hold the numbers alone. A renamed column is gone from older rows, and the values of a
#   dropped one come back under the new one of its name. A widened column is a number in older rows and a bigint in newer, so
#   that 7 and 7n do not meet. A DECIMAL is a double: -19.99 is -19.990000000000002, 1234567890123456.78 ends in .8. Times lose
#   their microseconds.
# Seen with: npm icebird 0.3.1 with hyparquet 1.19.0 on Node 20, a table that PyPI pyiceberg 0.12.0 wrote with pyarrow 26.0.1, and
#   that pyiceberg reads right.
# Why it matters: what somebody dropped to be rid of it, a note or an address, is shown to whoever reads the table in a browser,
#   as if the new column held it. Nothing tells that the column of a row is another's.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . icebird@0.3.1
python3 -m venv venv
venv/bin/pip install --quiet --no-compile 'pyiceberg[sql-sqlite]==0.12.0' pyarrow==26.0.1

cat > table.py <<'PY'
import datetime
import os
from decimal import Decimal

import pyarrow
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.schema import Schema
from pyiceberg.types import DateType, DecimalType, IntegerType, LongType, NestedField, StringType, TimestampType

os.mkdir("lake")
catalog = SqlCatalog("lake", uri="sqlite:///lake/catalog", warehouse=f"file://{os.getcwd()}/lake")
catalog.create_namespace("shop")
kinds = {
    "id": IntegerType(), "amount": DecimalType(18, 2), "at": TimestampType(), "day": DateType(), "note": StringType()}
table = catalog.create_table("shop.orders", Schema(*(
    NestedField(number, name, kind) for number, (name, kind) in enumerate(kinds.items(), 1))))


def append(**row):
    table.append(pyarrow.Table.from_pylist([row], schema=table.schema().as_arrow()))


at = datetime.datetime(2024, 1, 2, 3, 4, 5, 678901)
append(id=7, amount=Decimal("-19.99"), at=at, day=at.date(), note="dropped")
with table.update_schema() as change:
    change.delete_column("note")
with table.update_schema() as change:
    change.add_column("note", StringType())
    change.rename_column("day", "ordered")
    change.update_column("id", LongType())
append(id=7, amount=Decimal("1234567890123456.78"), at=at, ordered=at.date(), note="new")
for row in sorted(table.scan().to_arrow().to_pylist(), key=lambda row: row["amount"]):
    print("pyiceberg:", *(f"{name} {value}," for name, value in row.items()))
with open("newest", "w") as file:
    print(table.metadata_location, file=file, end="")
PY
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { icebergRead } from "icebird";

globalThis.fetch = async (url, init) => {
  const bytes = readFileSync(new URL(url));
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(new Headers(init?.headers).get("range")) ?? ["", "0", ""];
  return new Response(bytes.subarray(Number(from), to === "" ? bytes.length : Number(to) + 1), { status: 206 });
};
const metadata = JSON.parse(readFileSync(new URL(readFileSync("newest", "utf8")), "utf8"));
const rows = await icebergRead({ tableUrl: metadata.location, metadata });
for (const row of rows.sort((one, other) => one.amount - other.amount)) {
  console.log("icebird:", row);
}
JS
diff <(venv/bin/python table.py 2> table.log; node read.mjs) - <<'SEEN'
pyiceberg: id 7, amount -19.99, at 2024-01-02 03:04:05.678901, ordered 2024-01-02, note None,
pyiceberg: id 7, amount 1234567890123456.78, at 2024-01-02 03:04:05.678901, ordered 2024-01-02, note new,
icebird: {
  id: 7,
  amount: -19.990000000000002,
  at: 2024-01-02T03:04:05.678Z,
  ordered: undefined,
  note: 'dropped'
}
icebird: {
  id: 7n,
  amount: 1234567890123456.8,
  at: 2024-01-02T03:04:05.678Z,
  ordered: 2024-01-02T00:00:00.000Z,
  note: 'new'
}
SEEN
echo "still so: icebird shows the values of a dropped column under a new one"
