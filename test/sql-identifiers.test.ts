import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  connectorArguments,
  identifierForPath,
  nameInPath,
  nameInSql,
  namesMeant,
  sqlIdentifier,
} from "../src/sql-identifiers.ts";

const name = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ minLength: 1, unit: fc.constantFrom("a", "B", '"', ".", " ", "_", "é", "1") }),
);

describe("an identifier", () => {
  test.each([
    ["orders", "orders"],
    ["order_items2", "order_items2"],
    ["Orders", '"Orders"'],
    ["big orders", '"big orders"'],
    ["a.b", '"a.b"'],
    ['we"ird', '"we""ird"'],
    ["2fast", '"2fast"'],
    ["naïve", '"naïve"'],
  ])("of %s is %s in SQL", (bare, identifier) => {
    expect(sqlIdentifier(bare)).toBe(identifier);
    expect(nameInSql(identifier)).toBe(bare);
  });

  test("names the same again, in SQL and in a path, whatever the name", () => {
    fc.assert(
      fc.property(name, (bare) => {
        expect(nameInSql(sqlIdentifier(bare))).toBe(bare);
        expect(nameInPath(identifierForPath(bare))).toBe(bare);
      }),
    );
  });

  test("in a path keeps what stands within its quotes, and without quotes is in lower case", () => {
    expect(nameInPath('"Orders"')).toBe("Orders");
    expect(nameInPath('"we"ird"')).toBe('we"ird');
    expect(nameInPath("Plain_T")).toBe("plain_t");
    expect(nameInPath('"')).toBe('"');
  });
});

describe("what is written means", () => {
  test.each([
    ["orders", ["orders"]],
    ["Orders", ["Orders", "orders"]],
    ['"Orders"', ["Orders"]],
    ['"we""ird"', ['we"ird', 'we""ird']],
    ['we"ird', ['we"ird']],
    ["a.B", ["a.B", "a.b"]],
  ])("by %s: %j", (written, names) => {
    expect(namesMeant(written)).toEqual(names);
  });

  test("the name itself first, whether it is written bare or as SQL writes it", () => {
    fc.assert(
      fc.property(name, (bare) => {
        fc.pre(!/^".*"$/s.test(bare));
        expect(namesMeant(bare)[0]).toBe(bare);
        expect(namesMeant(sqlIdentifier(bare))[0]).toBe(bare);
      }),
    );
  });
});

describe("a connector is named by", () => {
  test.each([
    [
      { name: "orders.kafka", direction: "input" },
      { table_name: "orders", connector_name: "kafka" },
    ],
    [
      { name: "Orders.Gen", direction: "input" },
      { table_name: '"Orders"', connector_name: "Gen" },
    ],
    [
      { name: "Big Orders.Out1", direction: "output", relation: '"Big Orders"' },
      { view_name: '"Big Orders"', connector_name: "Out1" },
    ],
    [
      { name: "a.b.c", direction: "output" },
      { view_name: '"a.b"', connector_name: "c" },
    ],
    [
      { name: "a.b.c", direction: "output", relation: "a" },
      { view_name: "a", connector_name: "b.c" },
    ],
    [{ name: "nodot", direction: "input" }, undefined],
    [{ name: ".x", direction: "input" }, undefined],
    [{ name: "other.x", direction: "input", relation: "orders" }, undefined],
  ] as const)("%j: %j", (endpoint, args) => {
    expect(connectorArguments(endpoint)).toEqual(args);
  });
});
