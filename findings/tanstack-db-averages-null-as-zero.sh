#!/usr/bin/env bash
# Guess: live queries of TanStack DB, which keeps views up to date by differential dataflow in a browser, take NULL in aggregates as
#   they do in conditions: as SQL does. avg is sum by count, min is one of the values, and neither minds a row without a value.
# What happens: count and sum leave NULL out, avg counts it: of 10 and NULL count is 1, sum 10 and avg 5. For min and max it is 0:
#   min of 10 and NULL is 0, max of -5 and a row without the field too, and that of a Date and NULL is the number 0. Of NULLs
#   alone all are 0, which coalesce then keeps. Texts are summed as numbers and compared as texts: of "9" and "10" sum is 19 and
#   min "10". In an expression NULL + 1 is 1, and 1 / 0 is NULL. distinct takes equal lists for one, groupBy does not.
# Seen with: npm @tanstack/db 0.15.2 on Node 20, collections in memory.
# Why it matters: rows without a value come from any outer join and any CSV. The same view in Feldera has other averages and other
#   least values, and the count and the sum beside them, which agree, say that both saw the same rows.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @tanstack/db@0.15.2

cat > live.mjs <<'JS'
import { createCollection, createLiveQueryCollection, localOnlyCollectionOptions } from "@tanstack/db";
import { add, avg, coalesce, count, divide, eq, lt, max, min, not, sum } from "@tanstack/db";

const rows = (id, initialData) =>
  createCollection(localOnlyCollectionOptions({ id, getKey: (row) => row.id, initialData }));

const show = async (name, query, change) => {
  const live = createLiveQueryCollection({ query, startSync: true });
  await live.preload();
  if (change !== undefined) {
    change();
    await new Promise((done) => setTimeout(done, 100));
  }
  const own = (row) => Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith("$")));
  console.log(`${name}:`);
  for (const row of live.toArray.map((row) => JSON.stringify(own(row))).sort()) {
    console.log("  ", row);
  }
};

const readings = rows("readings", [
  { id: 1, of: "null beside 10", value: 10 },
  { id: 2, of: "null beside 10", value: null },
  { id: 3, of: "none beside -5", value: -5 },
  { id: 4, of: "none beside -5" },
  { id: 5, of: "null alone", value: null },
  { id: 6, of: "texts", value: "9" },
  { id: 7, of: "texts", value: "10" },
  { id: 8, of: "date", value: new Date("2024-01-02") },
  { id: 9, of: "date", value: null },
]);
const grouped = (make) => (from) =>
  from
    .from({ readings })
    .groupBy((row) => row.readings.of)
    .select((row) => ({ of: row.readings.of, ...make(row.readings.value) }));
const all = (value) => ({ n: count(value), sum: sum(value), avg: avg(value), min: min(value), max: max(value) });
await show("aggregates", grouped(all));
await show("coalesce", grouped((value) => ({ min: coalesce(min(value), -1) })));
await show("after 20 came to null alone", grouped(all), () => readings.insert({ id: 10, of: "null alone", value: 20 }));

const where = (condition, made = (row) => ({ id: row.id })) => (from) =>
  from
    .from({ readings })
    .where((row) => condition(row.readings))
    .select((row) => made(row.readings));
await show("not 10", where((row) => not(eq(row.value, 10))));
await show("below 1", where((row) => lt(row.value, 1)));
await show("null + 1, 1 / 0", where((row) => eq(row.id, 2), (row) => ({ plus: add(row.value, 1), by: divide(1, 0) })));

const lists = rows("lists", [{ id: 1, list: [1, 2] }, { id: 2, list: [1, 2] }]);
await show("distinct", (from) =>
  from
    .from({ lists })
    .select((row) => ({ list: row.lists.list }))
    .distinct());
await show("groupBy", (from) =>
  from
    .from({ lists })
    .groupBy((row) => row.lists.list)
    .select((row) => ({ list: row.lists.list, n: count(row.lists.id) })));
JS
diff <(node live.mjs 2>&1) - <<'SEEN'
aggregates:
   {"of":"date","n":1,"sum":1704153600000,"avg":852076800000,"min":0,"max":"2024-01-02T00:00:00.000Z"}
   {"of":"none beside -5","n":1,"sum":-5,"avg":-2.5,"min":-5,"max":0}
   {"of":"null alone","n":0,"sum":0,"avg":0,"min":0,"max":0}
   {"of":"null beside 10","n":1,"sum":10,"avg":5,"min":0,"max":10}
   {"of":"texts","n":2,"sum":19,"avg":9.5,"min":"10","max":"9"}
coalesce:
   {"of":"date","min":0}
   {"of":"none beside -5","min":-5}
   {"of":"null alone","min":0}
   {"of":"null beside 10","min":0}
   {"of":"texts","min":"10"}
after 20 came to null alone:
   {"of":"date","n":1,"sum":1704153600000,"avg":852076800000,"min":0,"max":"2024-01-02T00:00:00.000Z"}
   {"of":"none beside -5","n":1,"sum":-5,"avg":-2.5,"min":-5,"max":0}
   {"of":"null alone","n":1,"sum":20,"avg":10,"min":0,"max":20}
   {"of":"null beside 10","n":1,"sum":10,"avg":5,"min":0,"max":10}
   {"of":"texts","n":2,"sum":19,"avg":9.5,"min":"10","max":"9"}
not 10:
   {"id":10}
   {"id":3}
   {"id":6}
   {"id":7}
   {"id":8}
below 1:
   {"id":3}
null + 1, 1 / 0:
   {"plus":1,"by":null}
distinct:
   {"list":[1,2]}
groupBy:
   {"list":[1,2],"n":1}
   {"list":[1,2],"n":1}
SEEN
echo "still so: TanStack DB averages NULL as 0"
