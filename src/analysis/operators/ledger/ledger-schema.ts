import * as z from "zod";
import { CircuitSplit } from "../../circuit/split.ts";
import { SqlPlace } from "../sql-places.ts";
import { LEDGER_BY, LEDGER_GROUPS, MEASURES } from "./measures.ts";
import { MemoryAccount } from "./memory-account-schema.ts";

/** Sums by measure; what nothing reports is absent. */
export const Costs = z.partialRecord(z.enum(MEASURES), z.number());

export type Costs = z.infer<typeof Costs>;

export const LedgerRow = z.object({
  /** An operator's handle; of several that belong together, that of the costliest in time. */
  handle: z.string(),
  /** Absent where the program's graph was not read. */
  place: SqlPlace.optional(),
  /** The compiler's names of its operators, or so many of them. */
  names: z.array(z.string()),
  operators: z.int(),
  /** How many nodes of the circuit it is, and the costliest in time. */
  nodes: z.int(),
  main_node: z.string().optional(),
  /** The label of the outermost cluster around that node, where the program does not place it. */
  region: z.string().optional(),
  costs: Costs,
  /** Of each measure's sum over all operators. */
  shares: Costs,
  records_in: z.number().optional(),
  records_out: z.number().optional(),
  /** By time; absent with one worker. */
  busiest: z.object({ worker: z.int(), runtime_s: z.number(), times_average: z.number() }).optional(),
  /** The part of heap_bytes that stacks do not tell, and that Feldera's own bytes per operator stand for. */
  heap_apportioned_bytes: z.number().optional(),
});

export type LedgerRow = z.infer<typeof LedgerRow>;

/** A part of the process that is no operator. */
export const LedgerPart = z.object({ name: z.string(), amount: z.number() });

/** CPU in the window that markers and samples both cover. */
export const LedgerCpu = z.object({
  window_s: z.number(),
  total_s: z.number(),
  operators_s: z.number(),
  /** The part of that in operators that were suspended while others ran. */
  suspended_s: z.number(),
  /** By workers and mergers: what they spend, what is charged to operators, and what else they do. */
  sides: z.array(
    z.object({
      side: z.enum(["workers", "mergers"]),
      total_s: z.number(),
      operators_s: z.number(),
      /** The part of that outside of markers, which stacks tell alone. */
      beside_s: z.number(),
      parts: z.array(LedgerPart),
    }),
  ),
  /** Threads that run no operators. */
  elsewhere: z.array(LedgerPart),
  /** Charged to nodes that the circuit profile does not have. */
  unknown_nodes_s: z.number(),
});

export type LedgerCpu = z.infer<typeof LedgerCpu>;

/** The heap in use, by its samples. */
export const LedgerHeap = z.object({
  total_bytes: z.number(),
  /** By frames of an operator's own code. */
  told_bytes: z.number(),
  /** What operators and mergers hold without such a frame, given to operators by Feldera's own bytes. */
  apportioned_bytes: z.number(),
  /** Feldera's own bytes of all operators, at the moment of the circuit profile. */
  reported_bytes: z.number(),
  parts: z.array(LedgerPart),
  /** The sizes of the files that the process has mapped; absent where the profile tells none. */
  mapped_bytes: z.number().optional(),
  /** When it was taken, in ms since 1970. */
  time_ms: z.number().optional(),
});

export type LedgerHeap = z.infer<typeof LedgerHeap>;

/** What each operator of a program costs, and what else the process does. */
export const Ledger = z.object({
  by: z.enum(LEDGER_BY),
  group: z.enum(LEDGER_GROUPS),
  workers: z.int(),
  /** Whether the program's graph was read: rows have places in the SQL. */
  is_placed: z.boolean(),
  operators: z.int(),
  nodes: z.int(),
  /** Over all operators and what belongs to none. */
  totals: Costs,
  /** The circuit's own figures for the same, where its root has them. */
  circuit_totals: Costs,
  split: CircuitSplit.optional(),
  rows: z.array(LedgerRow),
  rows_in_all: z.int(),
  /** What the rows that are not listed come to. */
  not_listed: Costs,
  /** Nodes of the circuit that belong to no operator, by the reason. */
  none: z.array(z.object({ reason: z.string(), nodes: z.int(), costs: Costs })),
  cpu: LedgerCpu.optional(),
  heap: LedgerHeap.optional(),
  memory: MemoryAccount,
});

export type Ledger = z.infer<typeof Ledger>;
