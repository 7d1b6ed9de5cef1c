#!/usr/bin/env bash
# Guess: pgsql-parser reads SQL with PostgreSQL's own parser, and pgsql-deparser, made for its trees, writes a query that means the same.
# What happens: of (NOT ok) IS NULL it writes NOT (ok) IS NULL, which is the other way round, and of (ok AND NULL) IS NULL it writes
#   ok AND NULL IS NULL: a WHERE finds other rows, or those that it had left out. GROUP BY DISTINCT is written without DISTINCT, and has
#   rows two and three times; FETCH FIRST 1 ROW WITH TIES is LIMIT 1. Nothing fails or warns. (ok IS NULL) = true and NOT (ok IS NULL)
#   are right, and an array with an index, (ARRAY[1, 2])[1], is written as a syntax error.
# Seen with: npm pgsql-deparser 18.3.8, pgsql-parser 18.2.8 and libpg-query 18.1.5 on Node 20; both texts were run in PostgreSQL: npm
#   @electric-sql/pglite 0.5.17.
# Why it matters: what comes of the real parser is taken to be exact, so that nobody compares the rows of a view before and after a tool
#   that only gives its tables another schema. Both texts run, and a count without NULLs becomes one of NULLs.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . pgsql-deparser@18.3.8 pgsql-parser@18.2.8 libpg-query@18.1.5 \
  @electric-sql/pglite@0.5.17

cat > written.mjs <<'JS'
import { PGlite } from "@electric-sql/pglite";
import { deparse } from "pgsql-deparser";
import { parse } from "pgsql-parser";

const db = new PGlite();
await db.exec("CREATE TABLE orders (id int, ok boolean); INSERT INTO orders VALUES (1, true), (2, false), (3, NULL), (3, true)");
async function rows(sql) {
  const found = await db.query(sql, [], { rowMode: "array" }).catch((error) => ({ rows: [[error.message]] }));
  return found.rows.map((row) => row.map((value) => value ?? "NULL").join(" ")).join(" | ") || "no row";
}
for (const sql of [
  "SELECT id FROM orders WHERE (NOT ok) IS NULL ORDER BY 1",
  "SELECT id FROM orders WHERE (NOT ok) IS NOT NULL ORDER BY 1",
  "SELECT id FROM orders WHERE (NOT ok) IS NOT FALSE ORDER BY 1",
  "SELECT id FROM orders WHERE (ok AND NULL) IS NULL ORDER BY 1",
  "SELECT id FROM orders WHERE (ok OR id = 2) IS NOT TRUE ORDER BY 1",
  "SELECT id FROM orders WHERE NOT (ok IS NULL) ORDER BY 1",
  "SELECT id FROM orders WHERE (ok IS NULL) = true ORDER BY 1",
  "SELECT id, count(*) FROM orders GROUP BY DISTINCT ROLLUP (id), CUBE (id) ORDER BY 1",
  "SELECT id FROM orders ORDER BY id DESC FETCH FIRST 1 ROW WITH TIES",
  "SELECT (ARRAY[1, 2])[1]",
]) {
  const text = (await deparse(await parse(sql))).replace(/\s+/g, " ");
  console.log(`${sql}: ${await rows(sql)}\n  ${text}: ${await rows(text)}`);
}
JS
diff <(node written.mjs 2>&1) - <<'SEEN'
SELECT id FROM orders WHERE (NOT ok) IS NULL ORDER BY 1: 3
  SELECT id FROM orders WHERE NOT (ok) IS NULL ORDER BY 1: 1 | 2 | 3
SELECT id FROM orders WHERE (NOT ok) IS NOT NULL ORDER BY 1: 1 | 2 | 3
  SELECT id FROM orders WHERE NOT (ok) IS NOT NULL ORDER BY 1: 3
SELECT id FROM orders WHERE (NOT ok) IS NOT FALSE ORDER BY 1: 2 | 3
  SELECT id FROM orders WHERE NOT (ok) IS NOT FALSE ORDER BY 1: 2
SELECT id FROM orders WHERE (ok AND NULL) IS NULL ORDER BY 1: 1 | 3 | 3
  SELECT id FROM orders WHERE ok AND NULL IS NULL ORDER BY 1: 1 | 3
SELECT id FROM orders WHERE (ok OR id = 2) IS NOT TRUE ORDER BY 1: 3
  SELECT id FROM orders WHERE (ok OR id = 2) IS NOT TRUE ORDER BY 1: 3
SELECT id FROM orders WHERE NOT (ok IS NULL) ORDER BY 1: 1 | 2 | 3
  SELECT id FROM orders WHERE NOT (ok IS NULL) ORDER BY 1: 1 | 2 | 3
SELECT id FROM orders WHERE (ok IS NULL) = true ORDER BY 1: 3
  SELECT id FROM orders WHERE (ok IS NULL) = true ORDER BY 1: 3
SELECT id, count(*) FROM orders GROUP BY DISTINCT ROLLUP (id), CUBE (id) ORDER BY 1: 1 1 | 2 1 | 3 2 | NULL 4
  SELECT id, count(*) FROM orders GROUP BY ROLLUP (id), CUBE (id) ORDER BY 1: 1 1 | 1 1 | 1 1 | 2 1 | 2 1 | 2 1 | 3 2 | 3 2 | 3 2 | NULL 4
SELECT id FROM orders ORDER BY id DESC FETCH FIRST 1 ROW WITH TIES: 3 | 3
  SELECT id FROM orders ORDER BY id DESC LIMIT 1: 3
SELECT (ARRAY[1, 2])[1]: 1
  SELECT ARRAY[1, 2][1]: syntax error at or near "["
SEEN
echo "still so: pgsql-deparser takes NOT over IS NULL"
