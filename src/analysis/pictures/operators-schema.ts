import * as z from "zod";
import { MEASURES } from "../operators/ledger/measures.ts";
import { PicturedPlace } from "./place-schema.ts";

/** A column of figures by measure: seconds (`_s`), bytes (`_bytes`) or counts, null where nothing reports it. */
const Columns = z.partialRecord(z.enum(MEASURES), z.array(z.number().nullable()));

export type Columns = z.infer<typeof Columns>;

/** One figure by measure. */
const Figures = z.partialRecord(z.enum(MEASURES), z.number());

/** The operators of a program with what each costs: what the ledger has, whole. */
export const PicturedOperators = z.object({
  /** Those that something reports, in the ledger's order. */
  measures: z.array(z.enum(MEASURES)),
  totals: Figures.describe("Over all operators and what belongs to none"),
  places: z.array(PicturedPlace).describe("One for each operator; costs and shares are in this order"),
  costs: Columns,
  shares: Columns.describe("Of `totals`, from 0 to 1"),
  /** In the baseline, where one was asked for and the operator was in it. */
  costs_before: Columns.optional(),
  records_in: z.array(z.number().nullable()),
  records_out: z.array(z.number().nullable()),
  workers: z.int(),
  /** The worker that spends most time in it, and how many times the average; null with one worker. */
  busiest_worker: z.array(z.int().nullable()),
  busiest_times_average: z.array(z.number().nullable()),
  /** What belongs to no operator, by the reason. */
  none: z.array(z.object({ reason: z.string(), costs: Figures })),
  circuit_profile_id: z.string().optional(),
  cpu_profile_id: z.string().optional(),
  heap_profile_id: z.string().optional(),
  baseline: z.string().optional().describe("As it was asked for"),
});

export type PicturedOperators = z.infer<typeof PicturedOperators>;

/** The program's text, with what each of its lines costs. */
export const ProgramFacts = PicturedOperators.extend({
  picture: z.literal("program"),
  /** Line n is at n - 1. */
  lines: z.array(z.string()),
  lines_left_out: z.int().describe("Lines at the end that are not sent, with those that are charged there"),

  statements: z.array(z.object({ from_line: z.int(), to_line: z.int() })),
  /** Lines that operators are charged to: each operator where its first position starts. */
  charged: z.object({
    line: z.array(z.int()),
    operators: z.array(z.array(z.int())).describe("Positions in `places`, the dearest in time first"),
    costs: Columns,
    shares: Columns,
    costs_before: Columns.optional(),
    is_hot: z.array(z.int()).describe("1 where some measure has much of its total"),
  }),
  /** What is charged to no line. */
  elsewhere: z.object({
    operators: z.array(z.int()),
    costs: Figures,
    shares: Figures,
  }),
});

export type ProgramFacts = z.infer<typeof ProgramFacts>;

/** The program's operators and what flows from one to another. */
export const DataflowFacts = PicturedOperators.extend({
  picture: z.literal("dataflow"),
  /** Tables and views in the order of the program; `relation` has the position here of each operator's, -1 none. */
  relations: z.array(
    z.object({
      kind: z.enum(["table", "view"]),
      name: z.string(),
      operators: z.int(),
      costs: Figures,
      shares: Figures,
    }),
  ),
  relation: z.array(z.int()),
  /** Positions in `places`: records flow from one to the other. */
  edges: z.object({ from: z.array(z.int()), to: z.array(z.int()) }),
  /** The same between relations: positions in `relations`. */
  relation_edges: z.object({ from: z.array(z.int()), to: z.array(z.int()) }),
});

export type DataflowFacts = z.infer<typeof DataflowFacts>;
