import type { SqlInput, SqlOperator } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { namesOf, onOneLine, withoutTexts } from "../sql/program-code.ts";
import { isJoin } from "./contents.ts";
import { JOINED_IN, JOINED_OUT, LEFT_IN, RIGHT_IN, total } from "./counts.ts";
import { integralId } from "./integral-id.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** Joins that keep rows without a partner; ANTI keeps those alone (NOT EXISTS, IS NULL of what a LEFT JOIN gives). */
export const OUTER = ["LEFT", "RIGHT", "FULL", "LEFT_ASOF", "ANTI"] as const;

export type Outer = (typeof OUTER)[number];

/** A side of a join, and where its records look for those of the other. */
interface Side {
  readonly input: SqlInput;
  readonly node: Operator;
}

/** A side of which every record is kept, and none has found one of the other. */
export interface Unmet {
  readonly outer: Outer;
  readonly input: SqlInput;
  readonly other: SqlInput;
  readonly records_in: number;
  readonly others_in: number;
}

/** What the plan calls a join; undefined of what is no outer join. */
export function outerOf(operator: SqlOperator, { graph }: SqlPlaces): Outer | undefined {
  // What brings rows to such a join has its number, too.
  const numbers = isJoin(operator) ? [...operator.plan] : [];
  const [type] = numbers.flatMap((number) => graph.outerJoins.get(number) ?? []);
  return OUTER.find((one) => one === type);
}

/**
 * Where it is certain that none of the kept side's records has ever found a partner. Of a LEFT JOIN by "=", and of an
 * ASOF JOIN, the circuit does not tell a record with a partner from one without: only where there is nothing to find.
 */
export function unmetOf(
  operator: SqlOperator,
  sides: readonly Side[],
  nodes: readonly Operator[],
  profile: CircuitProfile,
  places: SqlPlaces,
): Unmet[] {
  const outer = outerOf(operator, places);
  const [left, right] = places.graph.inputs.get(operator) ?? [];
  if (outer === undefined || left === undefined || right === undefined) return [];
  const sum = (name: string) => nodes.reduce((all, node) => all + total(profile, node, name), 0);
  if (operator.operation.includes("asof")) {
    const isCounted = nodes.some((node) => profile.byWorker(node, RIGHT_IN));
    const records_in = sum(LEFT_IN);
    return isCounted && sum(RIGHT_IN) === 0 && isWithoutRows(right, profile)
      ? [{ outer, input: left, other: right, records_in, others_in: 0 }]
      : [];
  }
  const cameOf = (input: SqlInput) => {
    const side = sides.find((one) => one.input === input);
    return (
      side && { came: total(profile, side.node, JOINED_IN), made: total(profile, side.node, JOINED_OUT) }
    );
  };
  const [one, other] = [cameOf(left), cameOf(right)];
  if (one === undefined || other === undefined) return [];
  const ofLeft = { outer, input: left, other: right, records_in: one.came, others_in: other.came };
  if (operator.operation.startsWith("left_join")) {
    if (other.came === 0) return isWithoutRows(right, profile) ? [ofLeft] : [];
    const isAnti = operator.operation.includes("flatmap") && isOfMissing(operator, places);
    return isAnti && one.made === one.came && other.made === 0 ? [{ ...ofLeft, outer: "ANTI" }] : [];
  }
  if (one.made + other.made > 0) return [];
  const ofRight = { outer, input: right, other: left, records_in: other.came, others_in: one.came };
  if (outer === "FULL") return one.came >= other.came ? [ofLeft] : [ofRight];
  return outer === "RIGHT" ? [ofRight] : [ofLeft];
}

/** Whether nothing is kept of it either, as a process that carries on may have from before. */
function isWithoutRows({ from }: SqlInput, profile: CircuitProfile): boolean {
  const traces = profile.operators.list.filter(
    ({ persistentId }) => integralId(persistentId)?.stream === from.persistentId,
  );
  return traces.every((trace) => total(profile, trace, "state_records_count") === 0);
}

/** Whether a statement asks of its one other side that there is no row of it, and for nothing in its place (OR). */
function isOfMissing({ name, plan }: SqlOperator, places: SqlPlaces): boolean {
  const { graph, ofOperator, nullableColumns = {} } = places;
  if ([...plan].some((number) => graph.notIns.has(number))) return false;
  const statement = viewStatement(ofOperator(name)?.relation?.name, places);
  const text = onOneLine(withoutTexts(statement));
  const joins = [...text.matchAll(/\b(?:JOIN|EXISTS|IN ?\()/gi)];
  if (joins.length !== 1 || /\bOR\b/i.test(text)) return false;
  if (/\bNOT EXISTS\b/i.test(text)) return true;
  const [asked, ...others] = [...text.matchAll(/"?(\w+)"?\."?(\w+)"? IS NULL\b/gi)];
  const [, alias = "", column = ""] = asked ?? [];
  return (
    others.length === 0 &&
    Object.entries(nullableColumns).some(
      ([table, nullable]) =>
        namesOf(table, statement).includes(alias.toLowerCase()) &&
        places.columnTypes?.[table]?.[column.toLowerCase()] !== undefined &&
        !nullable.includes(column.toLowerCase()),
    )
  );
}
