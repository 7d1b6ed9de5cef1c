import { describe, expect, test } from "vitest";
import { declaredFor } from "../../src/analysis/pipeline/sql-names.ts";
import { slipAt } from "../../src/analysis/pipeline/sql-slips.ts";
import { sqlErrorAdvice, sqlErrorReason } from "../../src/diagnosis/sql-error-advice.ts";

/** As Feldera 0.337's compiler told it of a column that is named order. */
const RESERVED =
  'Encountered ", order" at line 66, column 13.\nWas expecting one of:\n    ")" ...\n    "," <IDENTIFIER> ...\n    "," <QUOTED_IDENTIFIER> ...\n    ';

describe("an error of the SQL compiler", () => {
  test("is told without the list of all that would have been taken", () => {
    expect(sqlErrorReason(RESERVED)).toBe('Encountered ", order" at line 66, column 13.');
    expect(sqlErrorReason("Column 'a' not found in any table")).toBe("Column 'a' not found in any table");
  });

  test("at a word where a name would stand is of a reserved word", () => {
    expect(String(sqlErrorAdvice(RESERVED))).toMatch(/order is a reserved word: write it in quotes/);
  });

  test.each([
    [
      "a comma is missing",
      'Encountered "b" at line 2, column 3.\nWas expecting one of:\n    ")" ...\n    "," <IDENTIFIER> ...\n    ',
    ],
    [
      "what is unexpected is no word",
      'Encountered ", ]" at line 2, column 3.\nWas expecting one of:\n    "," <IDENTIFIER> ...\n    ',
    ],
    ["a column is not there", "Column 'amuont' not found in any table"],
  ])("is of none where %s", (_, message) => {
    expect(sqlErrorAdvice(message)).toBeUndefined();
  });

  const TRANSPORT =
    "relation 'alarms': property 'connectors' is invalid: deserialization failed: unknown variant `file_inputs`, expected one of `file_input`, `file_output`, `url_input`";

  test("of a setting that there is not is told without all that there are, and with the nearest of them", () => {
    expect(sqlErrorReason(TRANSPORT)).toMatch(/deserialization failed: unknown variant `file_inputs`$/);
    expect(String(sqlErrorAdvice(TRANSPORT))).toMatch(
      /knows no file_inputs there; file_input is nearest to it/,
    );
  });

  test("of a setting that is like none of those that there are names none of them", () => {
    expect(String(sqlErrorAdvice(TRANSPORT.replace("file_inputs", "rabbitmq")))).toMatch(
      /knows no rabbitmq there; the message lists what it knows/,
    );
    expect(String(sqlErrorAdvice("unknown field `pth`, expected `path`"))).toMatch(/path is nearest/);
  });

  test("of the compiler itself is no error of the line, and is told without where to report it", () => {
    const message =
      "Could not cast\nWe would appreciate if you could report an issue at https://github.com/feldera/feldera/issues";
    expect(String(sqlErrorAdvice(message, { kind: "Compiler error" }))).toMatch(
      /defect of its own: report it/,
    );
    expect(sqlErrorReason(message)).toBe("Could not cast");
  });

  test.each(["Not yet implemented", "Not supported"])("of kind %s asks for another way", (kind) => {
    const message = `LISTAGG\nYou can suggest support for this feature by filing an issue at https://github.com/feldera/feldera/issues`;
    expect(String(sqlErrorAdvice(message, { kind }))).toMatch(
      /does not have that: write the line in another/,
    );
    expect(sqlErrorReason(message)).toBe("LISTAGG");
  });

  test("at a declaration whose name is a keyword says so, and not where another word follows", () => {
    const message =
      'Incorrect syntax near the keyword \'VIEW\' at line 9, column 8.\nWas expecting one of:\n    "VIEW" <IDENTIFIER> ...\n    "TABLE" ...\n';
    expect(String(sqlErrorAdvice(message, { source_line: "CREATE VIEW plans AS" }))).toMatch(
      /plans is a reserved word: write it in quotes/,
    );
    expect(sqlErrorAdvice(message, { source_line: "CREATE VIEW" })).toBeUndefined();
  });

  test("of a table or view that is not there names the nearest, or says that it stands below", () => {
    const program =
      "CREATE TABLE members (id INT);\nCREATE VIEW a AS SELECT * FROM b;\nCREATE VIEW b AS SELECT 1;";
    const of = (name: string, line: number) => {
      const declared = declaredFor(`Object '${name}' not found`, program, line);
      return String(sqlErrorAdvice(`Object '${name}' not found`, { declared }));
    };
    expect(of("member", 2)).toMatch(/The program has members, which is nearest/);
    expect(of("b", 2)).toMatch(/b is declared further below/);
    expect(of("b", 3)).toMatch(/A view that reads itself is declared before/);
    expect(of("members", 2)).toBe("undefined");
    expect(of("warehouses", 2)).toBe("undefined");
  });

  test.each([
    [
      "CREATE",
      '    <EOF> \n    ";" ...\n    "WITH" ...\n',
      "CREATE VIEW v AS",
      /statement before it is not ended/,
    ],
    [
      ", FROM",
      '    ";" ...\n    "," "*" ...\n',
      "SELECT a, b, FROM t;",
      /^The comma before FROM is one too many/,
    ],
    [", )", '    ")" ...\n    "," <IDENTIFIER> ...\n', "(a INT, b INT,);", /^The comma before "\)" is one/],
    [
      "\\'1 hour\\' )",
      '    <QUOTED_STRING> ...\n    <QUOTED_STRING> "MINUTE" ...\n',
      "ts TIMESTAMP LATENESS INTERVAL '1 hour'",
      /unit outside of the quotes/,
    ],
    ["MINUTES", '    ")" ...\n    "," ...\n', "ts TIMESTAMP LATENESS 30 MINUTES", /has INTERVAL before it/],
  ])("at %s says which slip it is", (found, expected, source_line, advice) => {
    const message = `Encountered "${found}" at line 2, column 3.\nWas expecting one of:\n${expected}    `;
    expect(String(sqlErrorAdvice(message, { source_line }))).toMatch(advice);
  });

  test.each([
    ["->", "SELECT doc->>'title' FROM t", /is read as doc\['key'\]/],
    ["5", "SELECT TOP 5 id FROM t", /ORDER BY c LIMIT 5/],
    ["TIME", "SELECT ts AT TIME ZONE 'UTC' FROM t", /CONVERT_TIMEZONE\('UTC', 'Europe\/Berlin', t\)/],
    ["REFERENCES", "member INT REFERENCES members(id)", /FOREIGN KEY REFERENCES t\(id\)/],
    ["id", "CREATE TABLE t (id INT, PRIMARY KEY id)", /PRIMARY KEY \(id\)/],
    ["AUTO_INCREMENT", "id INT NOT NULL AUTO_INCREMENT", /have them sent with each row/],
    ["CHECK", "x INT CHECK (x > 0)", /has no such constraint/],
    ["UNIQUE", "id INT UNIQUE", /PRIMARY KEY alone tells rows apart/],
    ["REFRESH", "CREATE MATERIALIZED VIEW v REFRESH EVERY 5 MINUTES AS", /always up to date/],
    ["NOT", "CREATE VIEW IF NOT EXISTS v AS", /declares each view once/],
    ["[", "l INT[]", /written INT ARRAY/],
    ["(", "kind ENUM('a', 'b')", /has no ENUM: VARCHAR/],
  ])("at %s, as another database has it, says how it is written here", (found, source_line, advice) => {
    const message = `Encountered "${found}" at line 2, column 3.\nWas expecting one of:\n    ")" ...\n    `;
    expect(String(sqlErrorAdvice(message, { source_line }))).toMatch(advice);
  });

  test.each([
    ["Function 'CURRENT_DATE' is unknown", /CAST\(NOW\(\) AS DATE\)/],
    [
      "Invalid number of arguments to function 'DATEDIFF'. Was expecting 3 arguments",
      /DATEDIFF\(DAY, earlier/,
    ],
    ["Do not use the FLOAT type, please use REAL or DOUBLE", /Write DOUBLE/],
    [
      "'connectors' is not legal JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
      /comma before that bracket is one too many/,
    ],
    ["'connectors' is not legal JSON: Unexpected end-of-input", /a comma or a quote that is missing/],
    ["Expected an array value for 'connectors'", /put it in brackets, '\[\{…\}\]'/],
    ["Two connectors for the same table 'a' cannot have the same name: 'c'", /a name of its own/],
  ])("that says '%s' is told with what helps", (message, advice) => {
    expect(String(sqlErrorAdvice(message))).toMatch(advice);
  });

  test.each([
    ["1", "SELECT 1 2 FROM t"],
    ["NOT", "SELECT a NOT FROM t"],
  ])('at %s in "%s" says nothing of other databases', (found, source_line) => {
    const message = `Encountered "${found}" at line 2, column 3.\nWas expecting one of:\n    <IDENTIFIER> ...\n    `;
    expect(String(sqlErrorAdvice(message, { source_line }))).not.toMatch(/LIMIT|IF NOT EXISTS/);
  });

  test.each([
    ["CREATE", '    ")" ...\n', "CREATE VIEW v AS"],
    ["\\'b\\' )", '    ")" ...\n', "x = 'a' 'b'"],
    ["MINUTES", '    ")" ...\n', "SELECT INTERVAL 30 MINUTES"],
  ])("at %s, where it may be another, says nothing", (found, expected, source_line) => {
    const message = `Encountered "${found}" at line 2, column 3.\nWas expecting one of:\n${expected}    `;
    expect(sqlErrorAdvice(message, { source_line })).toBeUndefined();
  });

  test("of a column that the SELECT itself gives out says so, and not of one of another statement", () => {
    const program =
      "CREATE TABLE t (a INT);\nCREATE VIEW u AS SELECT a AS n FROM t;\nCREATE VIEW v AS SELECT a + 1 AS s\nFROM t WHERE s > 1;";
    const of = (column: string, line: number) => {
      const message = `Column '${column}' not found in any table`;
      return String(sqlErrorAdvice(message, { declared: declaredFor(message, program, line) }));
    };
    expect(of("s", 4)).toMatch(
      /s is what the SELECT itself gives out \(AS s\), and is not known there within it/,
    );
    expect(of("n", 4)).toBe("undefined");
  });

  test("at emit_final without LATENESS says what that takes", () => {
    const message =
      "Could not infer a waterline for column 'transfer_hours'.'hr' which has an 'emit_final' annotation";
    expect(String(sqlErrorAdvice(message))).toMatch(/declare LATENESS on their time columns/);
  });
});

const TABLES =
  "CREATE TABLE orders (id BIGINT NOT NULL PRIMARY KEY, customer_id BIGINT, amount DECIMAL(10, 2), note VARCHAR, at TIMESTAMP);\nCREATE TABLE customers (id BIGINT NOT NULL PRIMARY KEY, region VARCHAR); CREATE TABLE cell_orders (customer_id BIGINT, qty_sold INT, sold INT);\n";

/** What is said of a message of 0.337 about the third line of a program, at the first place of what is named there. */
function adviceOn(statement: string, at: string, message: string): string {
  const program = `${TABLES}${statement}`;
  const lines = program.split("\n");
  const line = lines.findIndex((one, index) => index > 1 && one.includes(at)) + 1;
  const source_line = lines[line - 1] ?? "";
  const column = source_line.indexOf(at) + 1;
  const declared = declaredFor(message, program, line, column);
  const slip = slipAt(message, program, line, column);
  return String(sqlErrorAdvice(message, { source_line, declared, slip }));
}

const expecting = (found: string, ...tokens: string[]) =>
  `Encountered "${found}" at line 3, column 9.\nWas expecting one of:\n${tokens.map((one) => `    ${one} ...\n`).join("")}`;

describe("a name that the SQL compiler does not find", () => {
  const missing = (name: string) => `Column '${name}' not found in any table`;

  test.each([
    [
      "SELECT custmer_id FROM orders",
      "custmer_id",
      missing("custmer_id"),
      /The program has customer_id, which is nearest/,
    ],
    [
      "SELECT o.custmer_id FROM orders o",
      "custmer_id",
      "Column 'custmer_id' not found in table 'o'",
      /customer_id/,
    ],
    [
      "SELECT customer_id, SUM(ROUND(qty, 2)) AS qty FROM cell_orders GROUP BY customer_id",
      "qty",
      missing("qty"),
      /The program has qty_sold, which is nearest/,
    ],
    [
      "SELECT SUM(sold) AS qty, (SELECT 1 FROM orders) + qty AS more FROM cell_orders",
      "qty AS more",
      missing("qty"),
      /qty is what the SELECT itself gives out/,
    ],
    [
      "SELECT region FROM orders",
      "region",
      missing("region"),
      /Table customers has a column region, and is not read there/,
    ],
    [
      "SELECT note FROM (SELECT id FROM orders)",
      "note",
      missing("note"),
      /Table orders of the statement has a column note, though not at that place/,
    ],
    [
      'SELECT id FROM orders WHERE note = "late"',
      '"late"',
      missing("late"),
      /A text stands in single quotes \('late'\)/,
    ],
    ["SELECT id orders", "id", missing("id"), /has no FROM/],
    [
      "SELECT * FROM TUMBLE(orders, at)",
      "orders",
      missing("orders"),
      /TABLE\(TUMBLE\(TABLE orders, DESCRIPTOR/,
    ],
    [
      "SELECT * FROM orders JOIN customers USING (customer_id)",
      "customer_id",
      missing("customer_id"),
      /USING takes columns of that name in both/,
    ],
    ["SELECT date_trunk(at, DAY) FROM orders", "DAY", missing("day"), /day is a unit of time there/],
    ["SELECT orders.id FROM orders o", "orders", "Table 'orders' not found", /orders goes by o there/],
    [
      "SELECT c.n FROM orders o, (SELECT id AS n FROM customers WHERE id = o.id) c",
      "o.id",
      "Table 'o' not found",
      /o is not known at that place/,
    ],
    ["SELECT oders.id FROM orders", "oders", "Table 'oders' not found", /The program has orders/],
    [
      "SELECT note.title FROM orders",
      "note",
      "Table 'note' not found",
      /note is a column there, .* is read as note\['key'\]/,
    ],
    [
      "SELECT customer_id, COUNT(*) n FROM orders WHERE n > 3 GROUP BY customer_id",
      "n > 3",
      missing("n"),
      /n is what the SELECT itself gives out .* \(in HAVING where it is an aggregate\)/,
    ],
    [
      "SELECT CAST(note AS INTEGR) FROM orders",
      "INTEGR",
      "Unknown identifier 'integr'",
      /INTEGER is what it has/,
    ],
    [
      "SELECT CAST(note AS JSONB) FROM orders",
      "JSONB",
      "Unknown identifier 'jsonb'",
      /VARIANT is what it has/,
    ],
    ["SELECT id FROM v", "v", "Object 'v' not found", /DECLARE RECURSIVE VIEW/],
    [
      "SELECT qty FROM items",
      "qty",
      "Column 'qty' not found in any table; did you mean 'Qty'?",
      /Qty was declared in quotes/,
    ],
  ])("in %s is told with what the program has", (query, at, message, says) => {
    expect(adviceOn(`CREATE VIEW v AS\n${query};`, at, message)).toMatch(says);
  });

  test.each([
    ["SELECT nam FROM orders", "nam", missing("nam")],
    ["SELECT id AS k FROM customers", "id", missing("i")],
    [
      "SELECT SUM(customer) AS customer FROM cell_orders JOIN orders ON TRUE",
      "customer)",
      missing("customer"),
    ],
    ["SELECT b FROM (SELECT 1 AS a)", "b", missing("b")],
    ["SELECT region FROM w", "region", missing("region")],
    ["SELECT x.id FROM orders o", "x", "Table 'x' not found"],
    ["SELECT CAST(note AS HSTORE) FROM orders", "HSTORE", "Unknown identifier 'hstore'"],
  ])("in %s is like none that is known to be meant", (query, at, message) => {
    expect(adviceOn(`CREATE VIEW v AS\n${query};`, at, message)).toBe("undefined");
  });

  test("in a key or a property is told as well", () => {
    const key = "CREATE TABLE t (code BIGINT, PRIMARY KEY (cod));";
    expect(adviceOn(key, "cod)", "Key field 'cod' does not correspond to a column")).toMatch(
      /has code, which/,
    );
    const property = "CREATE TABLE t (id BIGINT) WITH ('materialised' = 'true');";
    expect(adviceOn(property, "'mat", "Unknown table property 'materialised'")).toMatch(
      /materialized is what it has/,
    );
  });
});

describe("a statement at which the SQL parser stops", () => {
  test.each([
    [
      "CREATE VIEW v AS SELECT SUM(amount FROM orders;",
      "FROM",
      expecting("FROM", '")"', '","'),
      /has a \( that is not closed, before FROM/,
    ],
    [
      "CREATE VIEW v AS SELECT SUM(amount)) AS s FROM orders;",
      ") AS",
      expecting(")", '","'),
      /has a \) too many/,
    ],
    [
      "CREATE VIEW v AS SELECT id note at FROM orders;",
      "at FROM",
      expecting("at", '","'),
      /A comma is missing before at/,
    ],
    [
      "CREATE TABLE t (id BIGINT\n  name VARCHAR);",
      "name",
      expecting("name", '")"', '","'),
      /A comma is missing before name/,
    ],
    [
      "CREATE VIEW v AS SELECT id FORM orders;",
      "orders",
      expecting("orders", '","'),
      /FORM is no word of SQL there: FROM is nearest/,
    ],
    [
      "CREATE VIEW v AS SELCT id FROM orders;",
      "SELCT",
      "Non-query expression encountered in illegal context",
      /SELECT is nearest/,
    ],
    [
      "CREATE VIEW v AS WITH x AS (SELECT 1) y AS (SELECT 2) SELECT 1;",
      "y AS",
      "Non-query expression encountered in illegal context",
      /comma is missing before y/,
    ],
    [
      "CREATE MATERIALISED VIEW v AS SELECT 1;",
      "CREATE",
      "Incorrect syntax near the keyword 'CREATE' at line 3, column 1.\n",
      /MATERIALIZED is nearest/,
    ],
    [
      "CREATE RECURSIVE VIEW v AS SELECT 1;",
      "CREATE",
      "Incorrect syntax near the keyword 'CREATE' at line 3, column 1.\n",
      /DECLARE RECURSIVE VIEW/,
    ],
    [
      "CREATE VIEW v AS SELECT id FROM orders WHERE note = 'it's';",
      "s';",
      expecting("s", '";"'),
      /one within it is written twice/,
    ],
    [
      "CREATE VIEW v AS SELECT CASE WHEN id > 1 THEN 2 AS k FROM orders;",
      "AS k",
      expecting("AS", '"END"', '"ELSE"'),
      /END is missing/,
    ],
    [
      "CREATE VIEW v SELECT id FROM orders;",
      "SELECT",
      expecting("SELECT", '"AS"'),
      /AS is missing before SELECT/,
    ],
    [
      "CREATE VIEW v AS SELECT note AS order FROM orders;",
      "AS order",
      "Incorrect syntax near the keyword 'AS' at line 3, column 30.\nWas expecting one of:\n    \"AS\" <IDENTIFIER> ...\n",
      /order is a reserved word/,
    ],
    ["CREATE VIEW v AS SELECT id FROM orders WHERE id == 4;", "= 4", expecting("= ="), /written with one =/],
  ])("is told what it lacks: %s", (statement, at, message, says) => {
    expect(adviceOn(statement, at, message)).toMatch(says);
  });

  test.each([
    [
      "CREATE VIEW v AS SELECT id FROM orders o JOIN customers c o.id = c.id;",
      "o.id",
      expecting("o", '";"', '","'),
    ],
    ["CREATE VIEW v AS SELECT id x FROM orders y z;", "z", expecting("z", '";"', '","')],
  ])("is told nothing that it may not lack: %s", (statement, at, message) => {
    expect(adviceOn(statement, at, message)).toBe("undefined");
  });
});

test.each([
  ["Expression 'note' is not being grouped", /add it to GROUP BY/],
  ["Aggregate expression is illegal in WHERE clause", /HAVING/],
  ["Column 'id' is ambiguous", /write which, as in t\.id/],
  ["Column count mismatch in UNION ALL", /has to give as many, in the same order/],
  ["No match found for function signature NVL(<CHARACTER>, <CHARACTER>)", /COALESCE does that/],
  [
    "No match found for function signature frobnicate(<BIGINT>)",
    /no function of that name that takes such values/,
  ],
  [
    "Cannot apply '-' to arguments of type '<TIMESTAMP(6)> - <TIMESTAMP(6)>'. Supported form(s): …",
    /TIMESTAMPDIFF/,
  ],
  [
    "Cannot apply '+' to arguments of type '<TIMESTAMP(6)> + <INTEGER>'. Supported form(s): …",
    /an INTERVAL is added/,
  ],
  [
    "Cannot apply '>' to arguments of type '<TIMESTAMP(6)> > <INTEGER>'. Supported form(s): …",
    /cannot be compared/,
  ],
])("%s is told with what mends it", (message, says) => {
  expect(String(sqlErrorAdvice(`From line 3, column 1 to line 3, column 2: ${message}`))).toMatch(says);
});
