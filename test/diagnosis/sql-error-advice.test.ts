import { describe, expect, test } from "vitest";
import { declaredFor, sqlErrorAdvice, sqlErrorReason } from "../../src/diagnosis/sql-error-advice.ts";

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
    expect(of("b", 3)).toBe("undefined");
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
