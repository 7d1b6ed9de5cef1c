import { readFileSync } from "node:fs";
import * as z from "zod";
import { type SqlGraph, type SqlOperator, sqlGraph } from "../../src/analysis/operators/sql-graph.ts";
import { type SqlPlaces, sqlPlaces } from "../../src/analysis/operators/sql-places.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { Pipeline } from "../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../src/feldera/schemas/program.ts";
import { sqlSources } from "../../src/tools/profiles/sql-sources.ts";
import { evidenceFrom } from "../diagnosis/answers.ts";
import { type Counted, madeProfile } from "./made-profile.ts";
import { recordingPath } from "./responses.ts";

const Compiled = z.object({
  program_code: z.string(),
  schema: z.looseObject({}),
  mir: z.looseObject({}),
  calcite_plan: z.looseObject({}).optional(),
  /** What its circuit measured, where it ran. */
  profile: z.looseObject({}).optional(),
});

/** A program, and what the SQL compiler made of it: test/recordings/graphs/NAME.json. */
export function compiledProgram(name: string): z.infer<typeof Compiled> {
  return Compiled.parse(JSON.parse(readFileSync(recordingPath(`graphs/${name}.json`), "utf8")));
}

/** Where in its program each operator of a compiled program comes from; the text may be changed, of as many lines. */
export function placesOfProgram(name: string, change = (code: string) => code): SqlPlaces {
  const { program_code: compiled, schema, mir, calcite_plan } = compiledProgram(name);
  const program_code = change(compiled);
  const pipeline = Pipeline.parse({ name, program_code, program_info: { schema } });
  return sqlPlaces(sqlSources(DataflowGraph.parse({ mir, calcite_plan }), pipeline));
}

/** Rows that came to each table, and records that each trace holds. */
const RECORDS = 1_000_000;

/**
 * The evidence of a pipeline of a compiled program, all of whose operators keep all
 * that came to them: a profile of its tables and of a trace for what each operator of `operation` takes.
 *
 * @param putOut how many records each of those operators has put out, where it counts them
 */
export function pipelineOfProgram(name: string, operation: RegExp, putOut?: number): Evidence {
  const { mir } = compiledProgram(name);
  const graph = sqlGraph(DataflowGraph.parse({ mir }));
  const tables = graph.operators.filter((one) => one.operation.startsWith("source_"));
  const users = graph.operators.filter(
    (one) => operation.test(one.operation) && !/trace_retain_/.test(one.operation),
  );
  const kept = new Map(
    users
      .flatMap((one) => keptFor(one, graph))
      .filter(([{ operation: taken }]) => !/^(?:constant|transaction_delay)/.test(taken)),
  );
  const nodes = [
    ...tables.map(({ persistentId = "" }) => ({
      persistent_id: persistentId,
      values: { input_batches_stats: { total_records_count: count(RECORDS) } },
    })),
    ...[...kept].map(([{ persistentId = "" }, suffix]) => ({
      persistent_id: persistentId + suffix,
      values: { state_records_count: count(RECORDS), used_memory_bytes: { type: "bytes", value: RECORDS } },
    })),
    ...(putOut === undefined ? [] : users).map(({ persistentId = "" }) => ({
      persistent_id: persistentId,
      values: { output_batches_stats: { total_records_count: count(putOut ?? 0) } },
    })),
  ];
  const metadata = nodes.map(({ persistent_id, values }, index) => [
    `nn${index}`,
    Object.entries({ persistent_id: { type: "string", value: persistent_id }, ...values }).map(
      ([metric_id, value]) => ({ metric_id, value }),
    ),
  ]);
  const profile = {
    metrics: [],
    worker_profiles: [{ metadata: Object.fromEntries(metadata) }],
    graph: {
      nodes: {
        id: "n",
        label: "root",
        nodes: nodes.map((_, index) => ({ Simple: { id: `nn${index}`, label: "Z1 (trace)" } })),
      },
      edges: [],
    },
  };
  return evidenceOfProgram(name, profile);
}

/** The evidence of a pipeline of a compiled program, whose circuit ran, as recorded or with its text changed. */
export function measuredPipeline(name: string, change?: (recorded: string) => string): Evidence {
  const recorded = compiledProgram(name);
  const program = change ? Compiled.parse(JSON.parse(change(JSON.stringify(recorded)))) : recorded;
  if (program.profile === undefined) throw new Error(`graphs/${name}.json has no circuit profile`);
  return evidenceOfProgram(name, program.profile, program);
}

/** The same of one whose circuit is made, by the names of the compiler's operators. */
export function playedPipeline(name: string, counted: Readonly<Record<string, Counted>>): Evidence {
  const { mir, calcite_plan } = compiledProgram(name);
  return evidenceOfProgram(name, madeProfile(sqlGraph(DataflowGraph.parse({ mir, calcite_plan })), counted));
}

function evidenceOfProgram(name: string, profile: object, program = compiledProgram(name)): Evidence {
  const { program_code, schema, mir, calcite_plan } = program;
  return evidenceFrom(
    {
      pipeline: { name, program_code, program_info: { schema, input_connectors: {}, output_connectors: {} } },
      circuit_profile: Buffer.from(JSON.stringify(profile)),
      dataflow_graph: { mir, ...(calcite_plan && { calcite_plan }) },
    },
    Date.parse("2026-11-28T00:00:00Z"),
  );
}

/** What an operator takes, and the suffix of its integral: what is cut off by time is not distributed over the workers. */
function keptFor(user: SqlOperator, graph: SqlGraph): (readonly [SqlOperator, string])[] {
  const taken = (graph.inputs.get(user) ?? []).map(({ from }) => from);
  const isCutOff = /^window$|_with_waterline$/.test(user.operation);
  return isCutOff
    ? taken.slice(0, 1).map((from) => [from, ".accintegral"])
    : taken.map((from) => [from, ".shard_accintegral"]);
}

function count(value: number) {
  return { type: "count", value };
}
