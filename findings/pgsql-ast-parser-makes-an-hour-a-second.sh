#!/usr/bin/env bash
# Guess: pgsql-ast-parser, which reads and writes PostgreSQL's SQL for JavaScript (pg-mem stands on it), writes a query that has the
#   rows of the one it read, and refuses one that it does not know.
# What happens: INTERVAL '1' HOUR is a second under the name hour, and 1e3 is 1 under the name e3, so that sum(n) * 1e3 is the sum; 1_000
#   and 0x1F go the same way. Of id = 9007199254740993 it writes ...992, and finds nothing; 1.10 becomes 1.1, 12345678901234567890.12
#   loses its end and -9223372036854775808 is -9223372036854776000. An ORDER BY and a LIMIT behind a UNION go into its last SELECT
#   alone, and the brackets of 1 UNION ALL (1 UNION 1) are gone. Of a small number it writes 1e-8, which it cannot read. With a name of
#   one's own behind it, AS x, the hour is a syntax error.
# Seen with: npm pgsql-ast-parser 12.0.2 on Node 20; both texts were run in PostgreSQL: npm @electric-sql/pglite 0.5.17.
# Why it matters: INTERVAL '1' HOUR is how Feldera's SQL writes a LATENESS and a window. Who changes a query with this parser has a text
#   that runs as before, over seconds for hours, and the wrong unit now looks like a name that somebody chose.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . pgsql-ast-parser@12.0.2 @electric-sql/pglite@0.5.17

cat > written.mjs <<'JS'
import { PGlite } from "@electric-sql/pglite";
import { parseFirst, toSql } from "pgsql-ast-parser";

const db = new PGlite();
await db.exec(`CREATE TABLE orders (id bigint, amount numeric(10, 2));
  INSERT INTO orders VALUES (1, 5), (2, 20), (9007199254740993, 19.99)`);
async function rows(sql) {
  const found = await db.query(sql, [], { rowMode: "array" }).catch((error) => ({ rows: [[error.message]] }));
  return found.rows.map((row) => row.join(" ")).join(" | ") || "no row";
}
for (const sql of [
  "SELECT INTERVAL '1' HOUR",
  "SELECT INTERVAL '1' HOUR AS x",
  "SELECT INTERVAL '1 hour'",
  "SELECT sum(amount) * 1e3 FROM orders",
  "SELECT sum(amount) * 1000 FROM orders",
  "SELECT 1_000, 0x1F",
  "SELECT amount FROM orders WHERE id = 9007199254740993",
  "SELECT 1.10, 12345678901234567890.12, -9223372036854775808",
  "SELECT id FROM orders UNION SELECT 3 ORDER BY 1 LIMIT 1",
  "SELECT 1 UNION ALL (SELECT 1 UNION SELECT 1)",
  "SELECT 1 - (2 - 3), NOT (true AND false)",
  "SELECT 0.00000001",
  "SELECT 1e-8",
]) {
  let text;
  try {
    text = toSql.statement(parseFirst(sql)).replace(/\s+/g, " ").trim();
  } catch (error) {
    console.log(`${sql}: ${await rows(sql)}\n  refused: ${error.message.split(/[\n.]/)[0]}`);
    continue;
  }
  console.log(`${sql}: ${await rows(sql)}\n  ${text}: ${await rows(text)}`);
}
JS
diff <(node written.mjs 2>&1) - <<'SEEN'
SELECT INTERVAL '1' HOUR: 01:00:00
  SELECT (('1')::interval ) AS hour: 00:00:01
SELECT INTERVAL '1' HOUR AS x: 01:00:00
  refused: Syntax error at line 1 col 26:
SELECT INTERVAL '1 hour': 01:00:00
  SELECT (('1 hour')::interval ): 01:00:00
SELECT sum(amount) * 1e3 FROM orders: 44990.00
  SELECT ((sum (amount) ) * (1)) AS e3 FROM orders: 44.99
SELECT sum(amount) * 1000 FROM orders: 44990.00
  SELECT ((sum (amount) ) * (1000)) FROM orders: 44990.00
SELECT 1_000, 0x1F: 1000 31
  SELECT (1) AS "_000" , (0) AS x1f: 1 0
SELECT amount FROM orders WHERE id = 9007199254740993: 19.99
  SELECT amount FROM orders WHERE (id = (9007199254740992)): no row
SELECT 1.10, 12345678901234567890.12, -9223372036854775808: 1.10 12345678901234567890.12 -9223372036854775808
  SELECT (1.1) , (12345678901234567000.) , (-9223372036854776000): 1.1 12345678901234567000 -9223372036854776000
SELECT id FROM orders UNION SELECT 3 ORDER BY 1 LIMIT 1: 1
  (SELECT id FROM orders ) UNION (SELECT (3) ORDER BY (1) LIMIT (1)): 2 | 3 | 9007199254740993 | 1
SELECT 1 UNION ALL (SELECT 1 UNION SELECT 1): 1 | 1
  (SELECT (1) ) UNION ALL (SELECT (1) ) UNION (SELECT (1) ): 1
SELECT 1 - (2 - 3), NOT (true AND false): 2 true
  SELECT ((1) - ((2) - (3))) , (NOT ((true) AND (false))): 2 true
SELECT 0.00000001: 0.00000001
  SELECT (1e-8): 0.00000001
SELECT 1e-8: 0.00000001
  refused: Syntax error at line 1 col 10:
SEEN
echo "still so: pgsql-ast-parser makes an hour a second"
