#!/usr/bin/env bash
# Guess: parquetjs writes the number 19.99 into a DECIMAL(10, 2) as 19.99; it reads a decimal that another library wrote as a number
#   or a text, and an unsigned column as what it is, or refuses it.
# What happens: 19.99 is written as 19.98, and read so by pyarrow and by itself. The part behind the point is multiplied and cut
#   downwards: of the amounts from -100.00 to 100.00 1,146 of 20,001 are a cent too low, -81.90 is -81.91, and 1.00 and 0.07
#   are right. Of a file by pyarrow a decimal is the bytes of its digits, 4294967295 of an unsigned column is -1, and 23:59:59.999999
#   on December 31, 1969 is the next year.
# Seen with: npm @dsnp/parquetjs 1.8.8 on Node 20, PyPI pyarrow 26.0.1. hyparquet-writer 0.17.0 writes all of them right.
# Why it matters: a sum over the file is short by a cent for every twentieth row, always to the same side, and the row that one
#   looks at is mostly right. What was exported from a service in Node then differs from the view that Feldera makes of it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @dsnp/parquetjs@1.8.8 hyparquet-writer@0.17.0
python3 -m venv venv
venv/bin/pip install --quiet --no-compile pyarrow==26.0.1

cat > write.mjs <<'JS'
import { writeFileSync } from "node:fs";
import parquet from "@dsnp/parquetjs";
import { parquetWriteBuffer } from "hyparquet-writer";

const cents = Array.from({ length: 20_001 }, (_, at) => at - 10_000);
const amounts = cents.map((cent) => cent / 100);
const schema = new parquet.ParquetSchema({ amount: { type: "DECIMAL", precision: 10, scale: 2 } });
const writer = await parquet.ParquetWriter.openFile(schema, "parquetjs.parquet");
for (const amount of amounts) {
  await writer.appendRow({ amount });
}
await writer.close();

const root = { name: "root", num_children: 1 };
const type = { type: "INT64", converted_type: "DECIMAL", precision: 10, scale: 2, repetition_type: "REQUIRED" };
const columnData = [{ name: "amount", data: amounts }];
const file = parquetWriteBuffer({ schema: [root, { name: "amount", ...type }], columnData });
writeFileSync("hyparquet.parquet", Buffer.from(file));
JS
cat > compare.py <<'PY'
import datetime
from decimal import Decimal

import pyarrow, pyarrow.parquet

for name in ("parquetjs", "hyparquet"):
    told = pyarrow.parquet.read_table(f"{name}.parquet").column("amount").to_pylist()
    meant = [Decimal(cent) / 100 for cent in range(-10_000, 10_001)]
    other = [(one, another) for one, another in zip(meant, told) if one != another]
    print(name, "others:", len(other), "sum:", sum(told))
    for amount in ("19.99", "-81.90", "1.00", "0.07"):
        print(name, amount, "is", told[meant.index(Decimal(amount))])

late = datetime.datetime(1969, 12, 31, 23, 59, 59, 999_999)
table = pyarrow.table({
    "amount": pyarrow.array([Decimal("19.99")], pyarrow.decimal128(10, 2)),
    "count": pyarrow.array([4294967295], pyarrow.uint32()),
    "at": pyarrow.array([late], pyarrow.timestamp("us")),
})
pyarrow.parquet.write_table(table, "pyarrow.parquet")
PY
cat > read.mjs <<'JS'
import parquet from "@dsnp/parquetjs";

for (const name of ["parquetjs", "pyarrow"]) {
  const reader = await parquet.ParquetReader.openFile(`${name}.parquet`);
  const cursor = reader.getCursor();
  for (let row = await cursor.next(), at = 0; row; row = await cursor.next(), at++) {
    if (name === "pyarrow" || at === 10_000 + 1999) {
      console.log(name, row);
    }
  }
}
JS
node write.mjs
diff <(venv/bin/python compare.py; node read.mjs) - <<'SEEN'
parquetjs others: 1146 sum: -11.46
parquetjs 19.99 is 19.98
parquetjs -81.90 is -81.91
parquetjs 1.00 is 1.00
parquetjs 0.07 is 0.07
hyparquet others: 0 sum: 0.00
hyparquet 19.99 is 19.99
hyparquet -81.90 is -81.90
hyparquet 1.00 is 1.00
hyparquet 0.07 is 0.07
parquetjs { amount: 19.98 }
pyarrow {
  amount: <Buffer 00 00 00 07 cf>,
  count: -1,
  at: 1970-01-01T00:00:00.000Z
}
SEEN
echo "still so: parquetjs writes 19.99 as 19.98"
