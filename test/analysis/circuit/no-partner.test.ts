import { expect, test } from "vitest";
import * as z from "zod";
import { columnsCompared, givesAsItself } from "../../../src/analysis/operators/sql-conditions.ts";
import { namesOf } from "../../../src/analysis/sql/program-code.ts";
import { evidenceOf } from "../../diagnosis/evidence.ts";
import { measuredPipeline, playedPipeline } from "../../support/compiled-program.ts";

const noPartnersOf = (change?: (recorded: string) => string) =>
  measuredPipeline("no_null_keys_measured", change).circuit_profile?.no_partners?.filter(
    ({ is_unique }) => is_unique,
  );

test("of an inner join with a table by its primary key, the pairs are told beside the records that look for one", () => {
  expect(noPartnersOf()).toMatchObject([
    {
      place: { handle: "calls_named.join@83" },
      tables: ["calls"],
      partners: ["ships"],
      is_grouped: false,
      is_unique: true,
      records_in: 15_708,
      others_in: 2_368,
      records_out: 16_070,
      paired_later: 362,
      keeps_apart: true,
    },
  ]);
});

test("the same of one whose other side is larger, and comes first in the join", () => {
  const { no_partners } = evidenceOf("skewed_join").circuit_profile ?? {};
  expect(no_partners).toMatchObject([
    {
      tables: ["orders"],
      partners: ["customers"],
      records_in: 535_000,
      records_out: 535_000,
      paired_later: 0,
    },
    { tables: ["customers"], partners: ["orders"], is_unique: false, is_looked_up: true, records_in: 10_000 },
  ]);
});

test("what came at once is told by the largest batch of each worker, where that is counted", () => {
  const [orders, customers] = evidenceOf("skewed_join").circuit_profile?.no_partners ?? [];
  expect(orders?.at_once).toBeCloseTo(5_000 / 535_000, 6);
  expect(customers?.at_once).toBeUndefined();
  const [calls] = noPartnersOf() ?? [];
  expect(calls?.at_once).toBeUndefined();
});

const Program = z.looseObject({
  mir: z.looseObject({
    s32: z.looseObject({ inputs: z.array(z.looseObject({ node: z.string() })) }),
    s4: z.looseObject({ persistent_id: z.string() }),
  }),
});

/** As the compiler has it where what is read of a table with a key is chosen, or put into other columns, first. */
const through = (operation: string) => (recorded: string) => {
  const program = Program.parse(JSON.parse(recorded));
  const { s32, s4 } = program.mir;
  const s4a = { operation, inputs: [{ node: "s4", output: 0 }], persistent_id: s4.persistent_id };
  const inputs = s32.inputs.map((one) => (one.node === "s4" ? { ...one, node: "s4a" } : one));
  return JSON.stringify({ ...program, mir: { ...program.mir, s4a, s32: { ...s32, inputs } } });
};

test("in other columns its key is known by what the join compares", () => {
  expect(noPartnersOf(through("map_index"))).toMatchObject([{ tables: ["calls"], partners: ["ships"] }]);
  const otherColumn = (recorded: string) =>
    through("map_index")(recorded).replace("c.mmsi = s.mmsi", "c.mmsi = s.berth");
  expect(noPartnersOf(otherColumn)).toEqual([]);
});

test("of what a condition chooses of a table it is told of how many", () => {
  expect(noPartnersOf(through("filter"))).toMatchObject([{ tables: ["calls"], chosen_of: 2_368 }]);
});

test("of what may be several of each row nothing is known", () => {
  expect(noPartnersOf(through("hop"))).toEqual([]);
});

/** Charges join a view of bookings, which joins each with its room and its guest, and leaves out some. */
const stays = (change?: (recorded: string) => string) =>
  measuredPipeline("charges_unmatched_measured", change).circuit_profile?.no_partners?.find(
    ({ tables, partners }) => tables.includes("charges") && partners.includes("bookings"),
  );

test("a view that joins each row of a table with one of others has its key", () => {
  expect(stays()).toMatchObject({
    place: { handle: "folio.join@46" },
    partner_view: "stays",
    is_unique: true,
    chosen_of: 1_500,
    others_in: 1_276,
    records_in: 3_999,
    records_out: 2_273,
    apart: 0.99975,
  });
});

test.each([
  [
    "the view gives another column by the key's name",
    "SELECT b.booking_id, b.guest_id,",
    "SELECT b.guest_id booking_id,",
  ],
  ["it joins its guests by another column", "g.guest_id = b.guest_id", "g.level = b.guest_id"],
  ["it is joined by another column", "c.booking_id = s.booking_id", "c.booking_id = s.guest_id"],
])("it is not known to where %s", (_, code, other) => {
  const change = (recorded: string) => recorded.replaceAll(code, other.padEnd(code.length));
  expect(stays(change)).toMatchObject({ is_unique: false });
});

/** Four views join one view of courses, whose records the compiler puts in order once for all of them. */
const coursesJoined = (change?: (recorded: string) => string) =>
  measuredPipeline("courses_unmatched_measured", change).circuit_profile?.no_partners?.filter(
    ({ partner_view }) => partner_view === "course_info",
  );

test("a view that several views join has its key in each of them", () => {
  expect(coursesJoined()).toMatchObject([
    {
      place: { handle: "hourly_activity.join@18" },
      is_unique: true,
      records_in: 39_999,
      records_out: 39_999,
    },
    { place: { handle: "top_courses.join@20" }, is_unique: true },
    { place: { handle: "hard_courses.join@24" }, is_unique: true },
    {
      place: { handle: "revenue_by_category.join@27" },
      is_unique: true,
      records_in: 1_351,
      records_out: 156,
    },
  ]);
});

test("and in none that joins it by another column", () => {
  const byTitle = (recorded: string) =>
    recorded.replaceAll("ci.course_id = p.course_id", "ci.title     = p.course_id");
  expect(coursesJoined(byTitle)?.map(({ is_unique }) => is_unique)).toEqual([true, true, true, false]);
});

test("what share has not merged is known at least where an operator leaves out others as well", () => {
  const apart = coursesJoined()?.map((one) => one.apart ?? 0) ?? [];
  // 39,999 of 40,000, and 1,351 different amounts of a course of 2,469 payments; 231 of 2,700 were left out.
  expect(apart[0]).toBeCloseTo(1, 3);
  expect(apart[3]).toBeCloseTo(1_351 / 2_700, 2);
});

test("a LEFT JOIN leaves out nothing", () => {
  expect(noPartnersOf((recorded) => recorded.replace('"joinType":"inner"', '"joinType":"left"'))).toEqual([]);
});

test("what a join has handed to every worker is not counted", () => {
  const twice = (recorded: string) =>
    recorded.replaceAll(
      /("left_input_records_count","value":\{"type":"int","value":)(8176|7532)/g,
      "$115708",
    );
  expect(noPartnersOf(twice)).toEqual([]);
});

test.each([
  ["sales.shop = shops.shop", "shops", "FROM sales JOIN shops ON sales.shop = shops.shop", ["shop"]],
  ["l.member_id = m.id", "members", "FROM loans l JOIN members AS m ON l.member_id = m.id", ["id"]],
  ["l.id = m.member", "members", "FROM loans l JOIN members m ON l.id = m.member", ["member"]],
  ["a.x = B.X AND a.y = B.Y", "b_table", 'FROM a JOIN b_table "B" ON a.x = B.X AND a.y = B.Y', ["x", "y"]],
  ["a.x > b.x", "b", "FROM a JOIN b ON a.x > b.x", []],
  ["x = y", "b", "FROM a JOIN b ON x = y", []],
])("of %s the columns of %s are known", (condition, table, statement, columns) => {
  expect(columnsCompared(condition, namesOf(table, statement))).toEqual(columns);
});

test.each([
  ["SELECT b.id, r.name FROM b JOIN r ON b.r = r.id", true],
  ['SELECT DISTINCT "id", r.name FROM b JOIN r ON b.r = r.id', true],
  ["SELECT r.id, b.name FROM b JOIN r ON b.r = r.id", false],
  ["SELECT b.r AS id FROM b", false],
  ["SELECT b.id AS other FROM b", false],
  ["SELECT * FROM b", false],
  ["SELECT b.id FROM (SELECT id FROM c) b", false],
])("whether %s gives id of b as itself is told", (statement, gives) => {
  expect(givesAsItself(statement, "id", ["b"])).toBe(gives);
});

test("what EXISTS leaves out has no partner on purpose, unlike what a JOIN with groups does", () => {
  const looking = (join: string, aggregate: string) =>
    playedPipeline("exists", {
      s4: { in: 4_000, out: 4_000 },
      [aggregate]: { out: 300 },
      [join]: { left: [4_000, 900], right: [300, 0] },
    })
      .circuit_profile?.no_partners?.filter(({ tables }) => tables.includes("events"))
      .map(({ place, is_unique, records_in, records_out }) => [
        place.relation?.name,
        is_unique,
        records_in,
        records_out,
      ]);
  expect(looking("s5", "s3")).toEqual([]);
  expect(looking("s9", "s8")).toEqual([["counted", true, 4_000, 900]]);
});

test("of several joins on a line it is told what each compares, and of the only one its place tells", () => {
  const sides = { left: [300, 900], right: [4_000, 0] } as const;
  const { no_partners = [] } =
    playedPipeline("several_joins", {
      s2: { out: 300 },
      s6: { out: 4_000 },
      s13: { out: 4_000 },
      s12: { out: 300 },
      s14: sides,
      s37: sides,
    }).circuit_profile ?? {};
  const told = no_partners.map(({ place, tables, condition }) => [place.operator, tables, condition]);
  expect(told).toEqual([
    ["s14", ["pays"], "p.order_id = o.id"],
    ["s14", ["orders"], "p.order_id = o.id"],
  ]);
});

test("a view that gives a table's key as itself makes one pair of each row, on whatever line its join stands", () => {
  const { no_partners = [] } =
    playedPipeline("views_on_a_line", {
      s0: { out: 60 },
      s2: { out: 20_000 },
      s8: { out: 2 },
      s9: { out: 20_000 },
      s10: { left: [2, 629], right: [20_000, 27] },
    }).circuit_profile ?? {};
  const told = no_partners.map(({ place, tables, partner_view, is_unique, records_out }) => [
    place.handle,
    tables,
    partner_view,
    is_unique,
    records_out,
  ]);
  expect(told).toContainEqual(["late_runs.join@7", ["runs"], "in_service", true, 656]);
});

test("of what a view has chosen its condition is told, and of what a join makes that it comes of that", () => {
  const all = measuredPipeline("null_status_measured").circuit_profile?.no_partners ?? [];
  const chosen = all.filter(({ partner_view }) => partner_view === "live_orders");
  expect(chosen).toMatchObject([
    { tables: ["samples"], partner_where: "status <> 'CANCELLED'", chosen_of: 21_760, partner_joins: [] },
  ]);
  const behind = all.filter(({ tables }) => tables.includes("results") && tables.includes("ref_ranges"));
  expect(behind).toMatchObject([{ partners: ["orders", "samples"], partner_joins: ["s9"] }]);
});
