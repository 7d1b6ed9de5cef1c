import * as z from "zod";
import { readCircuitProfile } from "../circuit/profile.ts";
import { CIRCUIT_METRICS, metricOf } from "../circuit/rankings.ts";
import { decodeMarkedProfile } from "../firefox/format/decode.ts";
import { CurrentProgram, isOfProgram, profiledProgram } from "../firefox/profiled-program.ts";
import { MemoryMetrics } from "../metrics/signs.ts";
import { readableGraph } from "../names/readable-graph.ts";
import { AnnotatedProgram, annotatedProgram } from "../operators/ledger/annotated-program.ts";
import { costedOperators, type LedgerParts } from "../operators/ledger/costed-operators.ts";
import { addCosts, costsOf, LEDGER_METRICS } from "../operators/ledger/costs.ts";
import { growthOf } from "../operators/ledger/growth.ts";
import { ledger } from "../operators/ledger/ledger.ts";
import { LedgerChanges, ledgerChanges } from "../operators/ledger/ledger-changes.ts";
import { type CpuByOperator, cpuByOperator } from "../operators/ledger/ledger-cpu.ts";
import { type HeapByOperator, heapByOperator } from "../operators/ledger/ledger-heap.ts";
import { Ledger } from "../operators/ledger/ledger-schema.ts";
import { LEDGER_BY, LEDGER_GROUPS, LEDGER_VIEWS } from "../operators/ledger/measures.ts";
import { CACHE_NUMBERS } from "../operators/ledger/memory-account.ts";
import { LEDGER_RECORDS } from "../operators/ledger/records.ts";
import { type ProgramOperators, programOperators } from "../operators/program-operators.ts";
import { SqlSources, sqlPlaces } from "../operators/sql-places.ts";
import { decodeSamples, decodeTables } from "../pprof/format/decode.ts";
import { isOfMemory } from "../pprof/format/profiled.ts";
import { chosenType } from "../pprof/format/sample-type.ts";
import { GeneratedOperator } from "../program/main-rust.ts";
import { readAs } from "../recognize-input.ts";
import { Resident } from "../stats/resident.ts";
import { UnreadableInput } from "../unreadable-input.ts";
import { Bytes, defineJob } from "./job.ts";

/** What is known of a pipeline at one moment. */
export const LedgerMoment = z.object({
  /** The body of `GET …/circuit_json_profile`. */
  bytes: Bytes,
  /** Absent where the compiler's graph was not read: operators have no place in the SQL. */
  sql: SqlSources.optional(),
  /** What the generated Rust says of crates, by which stacks tell operators. */
  crates: z.array(GeneratedOperator).optional(),
  /** The program that a CPU profile has to be of. */
  program: CurrentProgram.optional(),
  cpu_profile: Bytes.exactOptional(),
  heap_profile: Bytes.exactOptional(),
  resident: Resident.optional(),
  metrics: MemoryMetrics.optional(),
});

const Input = LedgerMoment.extend({
  /** What it is compared with. */
  baseline: LedgerMoment.optional(),
  maxDepth: z.int(),
  view: z.enum(LEDGER_VIEWS),
  by: z.enum(LEDGER_BY),
  group: z.enum(LEDGER_GROUPS),
  limit: z.int(),
  maxCpuBytes: z.int(),
  maxHeapBytes: z.int(),
});

type Moment = z.output<typeof LedgerMoment>;

export interface ReadLimits {
  readonly maxDepth: number;
  readonly maxCpuBytes: number;
  readonly maxHeapBytes: number;
}

/** Why a profile that is at hand tells nothing of operators. */
export const Unused = z.object({
  reason: z.enum(["unreadable", "of another program", "without CPU by operator", "not of memory"]),
  /** What is wrong with one that cannot be read. */
  message: z.string().optional(),
});

/** What each operator of a program costs. */
export const LedgerReading = z.object({
  ledger: Ledger,
  /** In view program, where the program's text and graph were read. */
  program: AnnotatedProgram.optional(),
  /** Against a baseline. */
  changes: LedgerChanges.optional(),
  cpu_unused: Unused.optional(),
  heap_unused: Unused.optional(),
});

type Unused = z.infer<typeof Unused>;

/** @throws MalformedInput where the circuit profile cannot be read */
export const ledgerJob = defineJob({
  name: "ledger",
  input: Input,
  output: LedgerReading,
  run({ baseline, view, by, group, limit, maxDepth, maxCpuBytes, maxHeapBytes, ...moment }) {
    const limits = { maxDepth, maxCpuBytes, maxHeapBytes };
    const { parts, cpu_unused, heap_unused } = partsOf(moment, limits);
    const told = ledger(parts, { by, group, limit });
    const { sql } = moment;
    const code = view === "program" ? (sql?.programCode ?? sql?.graph.sources?.join("\n")) : undefined;
    const none = addCosts(told.none.map((one) => one.costs));
    const before = baseline && partsOf(baseline, limits).parts;
    const operators = costedOperators(parts);
    const growth = before && growthOf(costedOperators(before), operators);
    return {
      ledger: told,
      ...(code !== undefined && {
        program: annotatedProgram(code, operators, { by, limit, none, growth }),
      }),
      ...(before && { changes: ledgerChanges(before, parts, { by, group, limit }) }),
      ...(cpu_unused && { cpu_unused }),
      ...(heap_unused && { heap_unused }),
    };
  },
});

export interface ReadMoment {
  readonly parts: LedgerParts;
  readonly cpu_unused?: Unused | undefined;
  readonly heap_unused?: Unused | undefined;
}

/** All that a ledger is made of. @throws MalformedInput where the circuit profile cannot be read */
export function partsOf(moment: Moment, limits: ReadLimits): ReadMoment {
  const { bytes, sql, crates, resident, metrics: memory } = moment;
  const metrics = new Set(
    [...LEDGER_METRICS, ...LEDGER_RECORDS, ...CIRCUIT_METRICS, ...CACHE_NUMBERS].map(metricOf),
  );
  const profile = readCircuitProfile(bytes, { maxDepth: limits.maxDepth, metrics });
  const places = sql && sqlPlaces(sql);
  const program = programOperators({ circuit: profile.operators, places, crates });
  const costs = costsOf(profile);
  const reported = new Map(
    program.list.map((one) => [
      one,
      one.nodes.reduce((sum, { operator }) => sum + (costs(operator).memory_bytes ?? 0), 0),
    ]),
  );
  const cpu = used(moment.cpu_profile, (given) => cpuIn(given, moment, limits, program));
  const heap = used(moment.heap_profile, (given) => heapIn(given, limits, program, reported));
  return {
    parts: { profile, program, places, cpu: cpu?.facts, heap: heap?.facts, resident, metrics: memory },
    cpu_unused: cpu?.unused,
    heap_unused: heap?.unused,
  };
}

interface Used<Facts> {
  readonly facts?: Facts;
  readonly unused?: Unused;
}

/** A profile that breaks its format is told as such: the rest of the ledger holds without it. */
function used<Facts>(
  bytes: Uint8Array | undefined,
  read: (bytes: Uint8Array) => Used<Facts>,
): Used<Facts> | undefined {
  if (bytes === undefined) return undefined;
  try {
    return read(bytes);
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    return { unused: { reason: "unreadable", message: error.message } };
  }
}

function cpuIn(
  bytes: Uint8Array,
  { program }: Moment,
  { maxCpuBytes }: ReadLimits,
  operators: ProgramOperators,
): Used<CpuByOperator> {
  const limits = { maxInflatedBytes: maxCpuBytes };
  const profile = readAs("firefox profile", { bytes, ...limits }, () => decodeMarkedProfile(bytes, limits));
  if (program !== undefined && !isOfProgram(profiledProgram(profile), program)) {
    return { unused: { reason: "of another program" } };
  }
  const facts = cpuByOperator(profile.threads, operators);
  return facts === undefined ? { unused: { reason: "without CPU by operator" } } : { facts };
}

function heapIn(
  bytes: Uint8Array,
  { maxHeapBytes }: ReadLimits,
  operators: ProgramOperators,
  reported: Parameters<typeof heapByOperator>[2],
): Used<HeapByOperator> {
  const limits = { maxInflatedBytes: maxHeapBytes };
  const encoded = readAs("pprof", { bytes, ...limits }, () => decodeTables(bytes, limits));
  const { sampleTypes, header } = encoded.tables;
  const type = sampleTypes[chosenType(sampleTypes, header, undefined)];
  if (type === undefined || !isOfMemory(type)) return { unused: { reason: "not of memory" } };
  const profile = decodeSamples(encoded);
  return {
    facts: heapByOperator({ ...profile, graph: readableGraph(profile.graph) }, operators, reported),
  };
}
