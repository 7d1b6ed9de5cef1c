import { expect, test } from "vitest";
import { unclearAt } from "../../src/analysis/pipeline/sql-unclear.ts";
import { sqlErrorAdvice } from "../../src/diagnosis/sql-error-advice.ts";

const TABLES =
  "CREATE TABLE orders (id BIGINT NOT NULL PRIMARY KEY, customer_id BIGINT, at TIMESTAMP);\nCREATE TABLE customers (id BIGINT NOT NULL PRIMARY KEY, region VARCHAR, at DATE);\nCREATE VIEW w AS SELECT id, at FROM orders;\n";

/** What is said of a message of 0.337 about the fifth line of a program. */
function adviceOn(query: string, message: string): string {
  const unclear = unclearAt(message, `${TABLES}CREATE VIEW v AS\n${query};`, 5);
  return String(sqlErrorAdvice(message, { unclear }));
}

const AMBIGUOUS = "From line 5, column 8 to line 5, column 9: Column 'id' is ambiguous";
const COUNTS = "From line 5, column 8 to line 5, column 17: Column count mismatch in UNION ALL";

test.each([
  [
    "SELECT id, region FROM orders JOIN customers c ON customer_id = c.id",
    AMBIGUOUS,
    /^Each of orders, c has a column id there: write which, as in orders\.id$/,
  ],
  ["SELECT id FROM w, customers", AMBIGUOUS, /^Each of w, customers has a column id/],
  [
    "SELECT id, customer_id, at FROM orders UNION ALL SELECT id, COALESCE(region, 'a, b') FROM customers",
    COUNTS,
    /give 3, 2 columns, in their order/,
  ],
])("%s is told by what its statement has", (query, message, says) => {
  expect(adviceOn(query, message)).toMatch(says);
});

test.each([
  ["SELECT id FROM (SELECT id FROM orders) o, customers", AMBIGUOUS, /^Several tables there/],
  ["SELECT id FROM orders, elsewhere", AMBIGUOUS, /^Several tables there/],
  ["SELECT * FROM orders UNION ALL SELECT id FROM customers", COUNTS, /gives different numbers of columns/],
  ["SELECT id FROM orders UNION ALL SELECT id FROM customers", COUNTS, /gives different numbers of columns/],
])("%s is told in general, where its statement does not tell", (query, message, says) => {
  expect(adviceOn(query, message)).toMatch(says);
});
