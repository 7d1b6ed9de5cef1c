import * as z from "zod";
import { Compared, comparedIn } from "../operators/compared-types.ts";
import { joinCondition } from "../operators/join-conditions.ts";
import { onlyWhere } from "../operators/sql-conditions.ts";
import { type SqlInput, type SqlOperator, upstream } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { onOneLine } from "../sql/program-code.ts";
import { type Contents, everyTableIn, isGrouping, isJoin } from "./contents.ts";
import { JOINED_IN, JOINED_OUT, RECORDS_IN, RECORDS_OUT, recordsLeft, total, wentOut } from "./counts.ts";
import { integralId } from "./integral-id.ts";
import type { JoiningNodes } from "./joining-nodes.ts";
import { apartShare, isKeyTaken, shareAtOnce } from "./kept-apart.ts";
import { madeFor, origin } from "./made-joins.ts";
import type { MeasuredOperator, NodeOf } from "./measured-operators.ts";
import type { Operator } from "./operators.ts";
import { OUTER, type Unmet, unmetOf } from "./outer-partners.ts";
import { ownersOf } from "./owners.ts";
import type { CircuitProfile } from "./profile.ts";
import { type TableFacts, tableNames } from "./tables.ts";
import { mayBeTakenBack } from "./taken-back.ts";
import { uniqueSide } from "./unique-keys.ts";

/** One side of an inner join, whose records look for those of the other. */
export const NoPartner = z.object({
  /** Of the join. */
  place: SqlPlace,
  /** What it compares, where other joins stand on its line. */
  condition: z.string().optional(),
  /** Of a join that keeps records without a partner: then none of them has found one. */
  outer: z.enum(OUTER).optional(),
  /** What such a join compares; absent where the program or its schema was not read. */
  compared: Compared.optional(),
  /** The tables that the records come of which look for a partner. */
  tables: z.array(z.string()),
  /** Of those, the ones whose rows they are, and of the partners', beside what is looked up; none where not known. */
  owners: z.array(z.string()),
  partner_owners: z.array(z.string()),
  /** The table that they look into or, where that is grouped first, those whose groups they look for. */
  partners: z.array(z.string()),
  is_grouped: z.boolean(),
  /** Whether each record finds one there at most: only then do pairs tell how many find none. */
  is_unique: z.boolean(),
  /** Whether it is itself what those of the other side find one of at most. */
  is_looked_up: z.boolean(),
  records_in: z.number(),
  /** Those that came of the other side. */
  others_in: z.number(),
  /** The pairs that it made; more than one for a record whose partner was updated. */
  records_out: z.number(),
  /** Those of the pairs whose partner came after the record. */
  paired_later: z.number(),
  /** The rows of the table whose key is unique there, where conditions or joins have chosen of them before. */
  chosen_of: z.number().optional(),
  /** The view that it looks into, if it is one, and its one WHERE. */
  partner_view: z.string().optional(),
  partner_where: z.string().optional(),
  /** The joins that what it looks into comes out of. */
  partner_joins: z.array(z.string()),
  /** How many records it keeps of those that look for a partner. */
  kept: z.number().optional(),
  /** The share at least of the records on its way there that no equal one has merged with; absent where not known. */
  apart: z.number().optional(),
  /** The share of the records that came at once, none of which is equal to another of them; absent where not known. */
  at_once: z.number().optional(),
  /** Whether the primary key of each of its tables goes through it, so that no records are equal there and merge. */
  keeps_apart: z.boolean(),
  /** Whether some of them may have been taken back, and some of the other side, though all sources only insert. */
  may_be_taken_back: z.boolean(),
  may_others_be_taken_back: z.boolean(),
});

export type NoPartner = z.infer<typeof NoPartner>;

/** Two sides of a join, and where it counts what comes of each. */
interface Side {
  readonly input: SqlInput;
  /** Where its records look for those of the other side. */
  readonly node: Operator;
  /** What it looks into. */
  readonly trace: Operator;
}

const INNER_JOIN = /^join(?:_index)?(?:_balanced)?$/;

/**
 * With counts of all workers since the pipeline started. Of what one side's key is unique in, each record of the other
 * makes one pair; where its partner was updated it makes more, so that never too many are told to have none.
 *
 * @param joining the nodes that count what each join takes and makes
 */
export function noPartners(
  profile: CircuitProfile,
  places: SqlPlaces,
  operators: readonly MeasuredOperator[],
  nodeOf: NodeOf,
  tables: ReadonlyMap<SqlOperator, TableFacts>,
  contents: (operator: SqlOperator) => Contents,
  joining: JoiningNodes,
): NoPartner[] {
  const { graph, primaryKeys = {} } = places;
  const sourcesOf = sourcesIn(places, tables, contents);
  const apartOf = apartShare(profile, places, nodeOf, joining);
  const nodesOf = ({ name }: SqlOperator) => joining.get(name) ?? [];
  const differenceOf = (operator: SqlOperator): Pick<NoPartner, "apart" | "at_once"> => {
    const node = nodeOf.get(operator);
    const counters = isJoin(operator) ? nodesOf(operator) : node === undefined ? [] : [node];
    const [apart, at_once] = [apartOf(operator), shareAtOnce(profile, counters)];
    return { ...(apart !== undefined && { apart }), ...(at_once !== undefined && { at_once }) };
  };
  const sentBy = (operator: SqlOperator) => {
    if (isJoin(operator))
      return nodesOf(operator).reduce((sum, node) => sum + (joinedOut(profile, node) ?? 0), 0);
    const node = nodeOf.get(operator);
    return tables.get(operator)?.changes ?? ((node && total(profile, node, RECORDS_OUT)) || undefined);
  };
  return operators.flatMap(({ operator, place }): NoPartner[] => {
    if (!isJoin(operator) || madeFor(operator, graph)) return [];
    const nodes = nodesOf(operator);
    const sides = sidesOf(graph.inputs.get(operator) ?? [], nodes, profile);
    const isInner = [...operator.plan].some((number) => graph.innerJoins.has(number));
    if (!INNER_JOIN.test(operator.operation) || !isInner) {
      return unmetOf(operator, sides, nodes, profile, places).flatMap((one) =>
        ofOuter(one, operator, places, sourcesOf),
      );
    }
    const taken = [...operator.plan].flatMap((number) => graph.innerJoins.get(number) ?? []);
    // It gives an aggregate that it is made together with no more than that takes.
    const isForGroups = [...operator.plan].some((number) => graph.relOps.get(number) === "LogicalAggregate");
    return sides.flatMap((one, at) => {
      const other = sides[1 - at];
      if (other === undefined) return [];
      const { condition, ...sources } = sourcesOf(operator, one.input, other.input);
      const { tables: of, partners } = sources;
      const isOfOneself = of.some((name) => partners.includes(name));
      if (isOfOneself || of.length === 0) return [];
      const records_in = total(profile, one.node, JOINED_IN);
      // What a join hands to every worker it counts in each, and pairs in one.
      const others_in = total(profile, other.node, JOINED_IN);
      if (records_in > (sentBy(one.input.from) ?? others_in)) return [];
      const into = other.input.from;
      const unique = uniqueSide(into, operator, places, 0, [of, partners]);
      const came = unique && origin(into, graph) !== unique ? sentBy(unique) : undefined;
      if (isToSelect(place, into, places)) return [];
      const view = places.ofOperator(origin(into, graph).name)?.relation;
      const [own, later] = [one.node, other.node].map((node) => total(profile, node, JOINED_OUT));
      return [
        {
          place,
          ...(condition !== undefined && { condition }),
          ...sources,
          ...(view?.kind === "view" && view.name !== place.relation?.name && partnerView(view.name, places)),
          is_unique: unique !== undefined,
          ...(came !== undefined && { chosen_of: came }),
          is_looked_up: uniqueSide(one.input.from, operator, places, 0, [of, partners]) !== undefined,
          records_in,
          others_in,
          records_out: (own ?? 0) + (later ?? 0),
          paired_later: later ?? 0,
          ...(profile.byWorker(other.trace, "state_records_count") && {
            kept: recordsLeft(profile, other.trace),
          }),
          ...differenceOf(one.input.from),
          keeps_apart: !isForGroups && of.every((table) => isKeyTaken(primaryKeys[table] ?? [], taken)),
        },
      ];
    });
  });
}

/** Whether what the program has is EXISTS or IN, which is there to leave rows out, and no JOIN. */
function isToSelect({ distance, relation }: SqlPlace, into: SqlOperator, places: SqlPlaces): boolean {
  const statement = onOneLine(viewStatement(relation?.name, places));
  return distance > 0 && isGrouping(into) && /\b(?:EXISTS|IN) ?\( ?SELECT\b/i.test(statement);
}

/** Of a program that was not read, a local view goes by the name of another that reads it. */
function partnerView(name: string, places: SqlPlaces): Pick<NoPartner, "partner_view" | "partner_where"> {
  const statement = viewStatement(name, places);
  const where = onlyWhere(statement);
  return statement === "" ? {} : { partner_view: name, ...(where !== undefined && { partner_where: where }) };
}

type SourcesOf = ReturnType<typeof sourcesIn>;

/** What the records of a side are of, and those of the other. */
function sourcesIn(
  places: SqlPlaces,
  tables: ReadonlyMap<SqlOperator, TableFacts>,
  contents: (operator: SqlOperator) => Contents,
) {
  const names = (some: readonly SqlOperator[]) => tableNames(some, tables);
  const namesOf = (from: SqlOperator) => names(everyTableIn(contents(from)));
  return (join: SqlOperator, { from }: SqlInput, { from: into }: SqlInput) => {
    const [of, partners] = [namesOf(from), namesOf(into)];
    return {
      condition: joinCondition(join, places, [of, partners]),
      tables: of,
      owners: names(ownersOf(from, places)),
      partners,
      partner_owners: names(ownersOf(into, places)),
      is_grouped: isGrouping(into),
      partner_joins: upstream(places.graph, [into])
        .filter(isJoin)
        .map(({ name }) => name),
      may_be_taken_back: mayBeTakenBack(from, places.graph),
      may_others_be_taken_back: mayBeTakenBack(into, places.graph),
    };
  };
}

function ofOuter(
  { input, other, ...counts }: Unmet,
  join: SqlOperator,
  places: SqlPlaces,
  sourcesOf: SourcesOf,
): NoPartner[] {
  const place = places.ofOperator(join.name);
  const { condition, ...sources } = sourcesOf(join, input, other);
  const { tables, partners } = sources;
  if (place === undefined || tables.length === 0 || partners.length === 0) return [];
  const compared = comparedIn(condition, [...tables, ...partners], places);
  return [
    {
      place,
      ...(condition !== undefined && { condition }),
      ...counts,
      ...(compared && { compared }),
      ...sources,
      is_unique: false,
      is_looked_up: false,
      records_out: 0,
      paired_later: 0,
      keeps_apart: false,
    },
  ];
}

/** An ASOF join counts what it puts out alone. */
function joinedOut(profile: CircuitProfile, node: Operator): number | undefined {
  return profile.byWorker(node, JOINED_OUT) ? total(profile, node, JOINED_OUT) : wentOut(profile, node);
}

/** None unless it is known of both what they look into: the trace of the other. */
function sidesOf(inputs: readonly SqlInput[], nodes: readonly Operator[], profile: CircuitProfile): Side[] {
  const [left, right, ...others] = inputs;
  if (left === undefined || right === undefined || others.length > 0 || left.from === right.from) return [];
  const found = nodes.flatMap((node) => {
    const traces = tracesBefore(node, profile);
    const into = ({ from }: SqlInput) =>
      traces.find((trace) => integralId(trace.persistentId)?.stream === from.persistentId);
    const [ofLeft, ofRight] = [into(left), into(right)];
    if (ofLeft !== undefined && ofRight === undefined) return [{ input: right, node, trace: ofLeft }];
    return ofRight !== undefined && ofLeft === undefined ? [{ input: left, node, trace: ofRight }] : [];
  });
  const [one, other, ...more] = found;
  return one && other && more.length === 0 && one.input !== other.input ? [one, other] : [];
}

/** The traces that a join looks into come to it through what only hands them on, and counts nothing. */
function tracesBefore(node: Operator, { operators: { predecessors }, byWorker }: CircuitProfile): Operator[] {
  const counts = (one: Operator) => [RECORDS_IN, RECORDS_OUT].some((name) => byWorker(one, name));
  const before = predecessors.get(node) ?? [];
  return before.flatMap((one) => (counts(one) ? [] : [one, ...(predecessors.get(one) ?? [])]));
}
