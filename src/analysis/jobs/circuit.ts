import * as z from "zod";
import { CircuitFacts, circuitFacts } from "../circuit/circuit-facts.ts";
import { findOperators } from "../circuit/find-operator.ts";
import { NEIGHBOUR_METRICS, OperatorFacts, operatorFacts } from "../circuit/operator-facts.ts";
import type { Operator } from "../circuit/operators.ts";
import { readCircuitProfile } from "../circuit/profile.ts";
import { metricsOf, RANKING, RANKINGS } from "../circuit/rankings.ts";
import { placeOperators, SqlSources, sqlPlaces } from "../circuit/sql-join.ts";
import { Bytes, defineJob } from "./job.ts";

/** Ranks the operators of a circuit profile, or tells one of them whole. */
const Input = z.object({
  /** The body of `GET …/circuit_json_profile`. */
  bytes: Bytes,
  maxDepth: z.int(),
  by: z.enum(RANKINGS),
  limit: z.int(),
  /** A node id or a persistent id, where one operator is asked for. */
  operator: z.string().optional(),
  /** Absent where the compiler's graph was not read: operators have no place in the SQL. */
  sql: SqlSources.optional(),
});

const Offered = z.array(z.object({ id: z.string(), label: z.string().optional() }));

const Output = z.discriminatedUnion("answer", [
  z.object({ answer: z.literal("ranking"), ranking: CircuitFacts }),
  z.object({ answer: z.literal("operator"), operator: OperatorFacts }),
  /** The first of all the operators that there are. */
  z.object({ answer: z.literal("no such operator"), operators: z.int(), offered: Offered }),
  /** The first of those that the name can mean. */
  z.object({ answer: z.literal("several operators"), operators: z.int(), offered: Offered }),
]);

/** Operators offered where a name does not tell which one is meant. */
const OFFERED = 10;

/** @throws MalformedInput */
export const circuitJob = defineJob({
  name: "circuit",
  input: Input,
  output: Output,
  run({ bytes, maxDepth, by, limit, operator, sql }): z.input<typeof Output> {
    const metrics = operator === undefined ? metricsOf(RANKING[by]) : NEIGHBOUR_METRICS;
    const profile = readCircuitProfile(bytes, { maxDepth, metrics });
    const places = sql && { places: placeOperators(profile.operators, sqlPlaces(sql)) };
    if (operator === undefined) {
      return { answer: "ranking", ranking: circuitFacts(profile, { by, limit, ...places }) };
    }
    const [found, ...others] = findOperators(profile.operators, operator);
    if (found === undefined) {
      const { list } = profile.operators;
      return { answer: "no such operator", operators: list.length, offered: offered(list) };
    }
    if (others.length > 0) {
      const all = [found, ...others];
      return { answer: "several operators", operators: all.length, offered: offered(all) };
    }
    return { answer: "operator", operator: operatorFacts(bytes, profile, found, { maxDepth, ...places }) };
  },
});

function offered(operators: readonly Operator[]): z.input<typeof Offered> {
  return operators.slice(0, OFFERED).map(({ id, label }) => ({ id, ...(label !== undefined && { label }) }));
}
