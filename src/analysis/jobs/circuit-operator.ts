import * as z from "zod";
import { total } from "../circuit/counts.ts";
import { findOperators } from "../circuit/find-operator.ts";
import { NEIGHBOUR_METRICS, OperatorFacts, operatorFacts } from "../circuit/operator-facts.ts";
import type { Operator } from "../circuit/operators.ts";
import { type CircuitProfile, readCircuitProfile } from "../circuit/profile.ts";
import { nodePlaces } from "../operators/node-places.ts";
import { type ProgramOperators, programOperators } from "../operators/program-operators.ts";
import { SqlSources, sqlPlaces } from "../operators/sql-places.ts";
import { Bytes, defineJob } from "./job.ts";

const Input = z.object({
  /** The body of `GET …/circuit_json_profile`. */
  bytes: Bytes,
  maxDepth: z.int(),
  /** A handle, a node id or a persistent id. */
  operator: z.string(),
  /** Absent where the compiler's graph was not read: operators have no place in the SQL. */
  sql: SqlSources.optional(),
});

const Offered = z.array(z.object({ id: z.string(), label: z.string().optional() }));

const Output = z.discriminatedUnion("answer", [
  z.object({ answer: z.literal("operator"), operator: OperatorFacts }),
  /** The first of all the operators that there are. */
  z.object({ answer: z.literal("no such operator"), operators: z.int(), offered: Offered }),
  /** The first of those that the name can mean. */
  z.object({ answer: z.literal("several operators"), operators: z.int(), offered: Offered }),
]);

/** Operators offered where a name does not tell which one is meant. */
const OFFERED = 10;

/** Tells an operator of a circuit profile whole. @throws MalformedInput */
export const circuitOperatorJob = defineJob({
  name: "circuit-operator",
  input: Input,
  output: Output,
  run({ bytes, maxDepth, operator, sql }): z.input<typeof Output> {
    const profile = readCircuitProfile(bytes, { maxDepth, metrics: NEIGHBOUR_METRICS });
    const program = programOperators({ circuit: profile.operators, places: sql && sqlPlaces(sql) });
    const places = sql && { places: nodePlaces(program) };
    const [found, ...others] = nodesNamed(operator, profile, program);
    if (found === undefined) {
      const { list } = profile.operators;
      return { answer: "no such operator", operators: list.length, offered: offered(list) };
    }
    if (others.length > 0) {
      const all = [found, ...others];
      return { answer: "several operators", operators: all.length, offered: offered(all) };
    }
    return {
      answer: "operator",
      operator: operatorFacts(bytes, profile, found, { maxDepth, program, ...places }),
    };
  },
});

/** A handle, or the compiler's name, stands for the costliest node of its operator. */
function nodesNamed(name: string, profile: CircuitProfile, program: ProgramOperators): readonly Operator[] {
  const named = program.ofHandle(name) ?? program.ofName(name);
  if (named === undefined || named.nodes.length === 0) return findOperators(profile.operators, name);
  const time = (operator: Operator) => total(profile, operator, "runtime_seconds");
  return named.nodes
    .map(({ operator }) => operator)
    .toSorted((a, b) => time(b) - time(a))
    .slice(0, 1);
}

function offered(operators: readonly Operator[]): z.input<typeof Offered> {
  return operators.slice(0, OFFERED).map(({ id, label }) => ({ id, ...(label !== undefined && { label }) }));
}
