#!/usr/bin/env bash
# Guess: hyparquet's parquetQuery, whose filters are written as MongoDB's are, finds the rows that such a filter finds, and orders
#   them by a column; a filter that it does not know is an error.
# What happens: { day: new Date("2024-01-02") } finds every row. { id: 2 } finds none in a BIGINT, and { id: { $ne: 2 } } all, where
#   { id: { $gt: 2 } } is right. A condition beside $or is left out: of { id: 1, $or: [...] } the $or alone counts. { x: { $gt: null } }
#   are the numbers above 0. Ordered by x one NaN leaves 5 before -1, so that the least two are 5 and NaN, and each row has a further
#   column __index__. Two moments that are a microsecond apart are both found by one that is neither.
# Seen with: npm hyparquet 1.33.0 on Node 20, files of hyparquet-writer 0.17.0.
# Why it matters: it is how a page reads a Delta table's files without a server. What finds too much looks like a filter that has
#   nothing to do, and ids of Feldera's BIGINT are asked for with a number first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . hyparquet@1.33.0 hyparquet-writer@0.17.0

cat > query.mjs <<'JS'
import { parquetQuery } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

const micros = { name: "at", type: "INT64", converted_type: "TIMESTAMP_MICROS", repetition_type: "REQUIRED" };
const number = { name: "cents", type: "INT64", repetition_type: "REQUIRED" };
const days = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"].map((day) => new Date(day));
const rows = parquetWriteBuffer({
  columnData: [
    { name: "id", data: [1n, 2n, 3n, 4n], type: "INT64" },
    { name: "x", data: [5, Number.NaN, -1, 2], type: "DOUBLE" },
    { name: "day", data: days, type: "TIMESTAMP" },
  ],
  rowGroupSize: 2,
});
const exact = parquetWriteBuffer({
  columnData: [{ name: "at", data: [1704110400000001n, 1704110400000002n] }, { name: "cents", data: [0n, 1n] }],
  schema: [{ name: "root", num_children: 2 }, micros, number],
});
const plain = (_, value) => (typeof value === "bigint" ? `${value}n` : Number.isNaN(value) ? "NaN" : value);
async function told(file, options, columns) {
  const found = await parquetQuery({ file, columns, ...options }).catch((error) => error.message);
  console.log(JSON.stringify(options, plain), "->", JSON.stringify(found, plain));
}
for (const filter of [
  { day: days[1] }, { day: { $eq: days[1] } }, { id: 2 }, { id: 2n }, { id: { $ne: 2 } }, { id: { $in: [2] } }, { id: { $gt: 2 } },
  { id: 1n, $or: [{ x: 5 }, { x: 2 }] }, { $and: [{ id: 1n }], $or: [{ x: 2 }] }, { $and: [{ id: 1n }, { $or: [{ x: 5 }, { x: 2 }] }] },
  { x: { $gt: null } },
]) {
  await told(rows, { filter }, ["id"]);
}
await told(rows, { orderBy: "x" }, ["x"]);
await told(rows, { orderBy: "x", rowEnd: 2 }, ["x"]);
await told(exact, { filter: { at: { $eq: new Date("2024-01-01T12:00:00Z") } } });
JS
diff <(node query.mjs 2>&1) - <<'SEEN'
{"filter":{"day":"2024-01-02T00:00:00.000Z"}} -> [{"id":"1n"},{"id":"2n"},{"id":"3n"},{"id":"4n"}]
{"filter":{"day":{"$eq":"2024-01-02T00:00:00.000Z"}}} -> [{"id":"2n"}]
{"filter":{"id":2}} -> []
{"filter":{"id":"2n"}} -> [{"id":"2n"}]
{"filter":{"id":{"$ne":2}}} -> [{"id":"1n"},{"id":"2n"},{"id":"3n"},{"id":"4n"}]
{"filter":{"id":{"$in":[2]}}} -> []
{"filter":{"id":{"$gt":2}}} -> [{"id":"3n"},{"id":"4n"}]
{"filter":{"id":"1n","$or":[{"x":5},{"x":2}]}} -> [{"id":"1n"},{"id":"4n"}]
{"filter":{"$and":[{"id":"1n"}],"$or":[{"x":2}]}} -> [{"id":"1n"}]
{"filter":{"$and":[{"id":"1n"},{"$or":[{"x":5},{"x":2}]}]}} -> [{"id":"1n"}]
{"filter":{"x":{"$gt":null}}} -> [{"id":"1n"},{"id":"4n"}]
{"orderBy":"x"} -> [{"__index__":0,"x":5},{"__index__":1,"x":"NaN"},{"__index__":2,"x":-1},{"__index__":3,"x":2}]
{"orderBy":"x","rowEnd":2} -> [{"__index__":0,"x":5},{"__index__":1,"x":"NaN"}]
{"filter":{"at":{"$eq":"2024-01-01T12:00:00.000Z"}}} -> [{"at":"2024-01-01T12:00:00.000Z","cents":"0n"},{"at":"2024-01-01T12:00:00.000Z","cents":"1n"}]
SEEN
echo "still so: hyparquet finds every row of a date"
