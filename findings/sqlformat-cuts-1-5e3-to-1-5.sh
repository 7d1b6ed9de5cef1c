#!/usr/bin/env bash
# Guess: a formatter of SQL moves blanks and lines, and the formatted query has the rows of the one that it was given; what it does
#   not know it leaves as it is.
# What happens: sqlformat, told that the text is PostgreSQL's, puts a blank into 1.5E3, 1_000 and 0x1F: what follows becomes the column's
#   name, and sum(n) * 1.5E3 is a thousandth. 1.5e3 is left. Between $$ and $$ it takes blanks out and puts line breaks in. With inline
#   on, a comment of one line swallows the WHERE of the next. node-sql-parser has 1.5E3 right, takes 1_000 and 0x1F for 1 and 0 too,
#   and gives '\n', two characters in PostgreSQL, back as a line break. Nothing fails or warns.
# Seen with: crate sqlformat 0.5.0 on Rust 1.95 and npm node-sql-parser 5.4.0 on Node 20; what they wrote was run in PostgreSQL: npm
#   @electric-sql/pglite 0.5.17.
# Why it matters: programs are shown, compared and stored formatted. Each of these queries runs, so that a view made of the formatted
#   text compiles and has rows, of other amounts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . node-sql-parser@5.4.0 @electric-sql/pglite@0.5.17

cat > queries.json <<'JSON'
[
  "select sum(n) * 1.5e3 from numbers",
  "select sum(n) * 1.5E3 from numbers",
  "select sum(n) + 1_000 from numbers",
  "select sum(n) + 0x1F from numbers",
  "select $$two  blanks$$",
  "select n from numbers -- all\nwhere n > 2",
  "select 'a\\nb'"
]
JSON
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "finding"
version = "0.1.0"
edition = "2021"

[dependencies]
serde_json = "1.0.145"
sqlformat = "=0.5.0"
TOML
cat > src/main.rs <<'RUST'
use sqlformat::{format, Dialect, FormatOptions, QueryParams};

fn main() {
    let queries: Vec<String> = serde_json::from_str(&std::fs::read_to_string("queries.json").unwrap()).unwrap();
    let formatted: Vec<[String; 2]> = queries
        .iter()
        .map(|query| {
            [false, true].map(|inline| {
                let options = FormatOptions { dialect: Dialect::PostgreSql, inline, ..Default::default() };
                format(query, &QueryParams::None, &options)
            })
        })
        .collect();
    println!("{}", serde_json::to_string(&formatted).unwrap());
}
RUST
cat > run.mjs <<'JS'
import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import parsers from "node-sql-parser";

const database = await PGlite.create();
await database.exec("CREATE TABLE numbers (n INT); INSERT INTO numbers VALUES (2), (5)");
const told = (query) => database.query(query, [], { rowMode: "array" }).then(({ rows }) => JSON.stringify(rows), (error) => error.message);
const parser = new parsers.Parser();
const postgres = { database: "postgresql" };
const parsed = (query) => {
  try {
    return parser.sqlify(parser.astify(query, postgres), postgres);
  } catch {
    return;
  }
};
const formatted = JSON.parse(readFileSync("formatted.json", "utf8"));
for (const [place, query] of JSON.parse(readFileSync("queries.json", "utf8")).entries()) {
  console.log(JSON.stringify(query), await told(query));
  const [lines, inline] = formatted[place];
  for (const [name, text] of Object.entries({ sqlformat: lines, "sqlformat inline": inline, "node-sql-parser": parsed(query) })) {
    console.log(`  ${name}:`, text === undefined ? "refused" : `${JSON.stringify(text)} ${await told(text)}`);
  }
}
JS
cargo run --quiet > formatted.json 2> cargo.log || tail -5 cargo.log
diff <(node run.mjs 2>&1) - <<'SEEN'
"select sum(n) * 1.5e3 from numbers" [["10500"]]
  sqlformat: "select\n  sum(n) * 1.5e3\nfrom\n  numbers" [["10500"]]
  sqlformat inline: "select sum(n) * 1.5e3 from numbers" [["10500"]]
  node-sql-parser: "SELECT SUM(n) * 1.5e3 FROM \"numbers\"" [["10500"]]
"select sum(n) * 1.5E3 from numbers" [["10500"]]
  sqlformat: "select\n  sum(n) * 1.5 E3\nfrom\n  numbers" [["10.5"]]
  sqlformat inline: "select sum(n) * 1.5 E3 from numbers" [["10.5"]]
  node-sql-parser: "SELECT SUM(n) * 1.5E3 FROM \"numbers\"" [["10500"]]
"select sum(n) + 1_000 from numbers" [[1007]]
  sqlformat: "select\n  sum(n) + 1 _000\nfrom\n  numbers" [[8]]
  sqlformat inline: "select sum(n) + 1 _000 from numbers" [[8]]
  node-sql-parser: "SELECT SUM(n) + 1 AS \"_000\" FROM \"numbers\"" [[8]]
"select sum(n) + 0x1F from numbers" [[38]]
  sqlformat: "select\n  sum(n) + 0 x1F\nfrom\n  numbers" [[7]]
  sqlformat inline: "select sum(n) + 0 x1F from numbers" [[7]]
  node-sql-parser: "SELECT SUM(n) + 0 AS \"x1F\" FROM \"numbers\"" [[7]]
"select $$two  blanks$$" [["two  blanks"]]
  sqlformat: "select\n  $$two blanks\n$$" [["two blanks\n"]]
  sqlformat inline: "select $$two blanks $$" [["two blanks "]]
  node-sql-parser: "SELECT $$two  blanks$$" [["two  blanks"]]
"select n from numbers -- all\nwhere n > 2" [[5]]
  sqlformat: "select\n  n\nfrom\n  numbers -- all\nwhere\n  n > 2" [[5]]
  sqlformat inline: "select n from numbers -- all where n > 2" [[2],[5]]
  node-sql-parser: "SELECT n FROM \"numbers\" WHERE n > 2" [[5]]
"select 'a\\nb'" [["a\\nb"]]
  sqlformat: "select\n  'a\\nb'" [["a\\nb"]]
  sqlformat inline: "select 'a\\nb'" [["a\\nb"]]
  node-sql-parser: "SELECT 'a\nb'" [["a\nb"]]
SEEN
echo "still so: sqlformat cuts 1.5E3 to 1.5"
