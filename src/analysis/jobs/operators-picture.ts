import * as z from "zod";
import { picturedDataflow } from "../pictures/dataflow.ts";
import { DataflowFacts, ProgramFacts } from "../pictures/operators-schema.ts";
import { picturedProgram } from "../pictures/program.ts";
import { defineJob } from "./job.ts";
import { LedgerMoment, partsOf, Unused } from "./ledger.ts";

const Input = LedgerMoment.extend({
  picture: z.enum(["program", "dataflow"]),
  /** What it is compared with. */
  baseline: LedgerMoment.optional(),
  /** Lines of the program that are told. */
  maxLines: z.int(),
  maxDepth: z.int(),
  maxCpuBytes: z.int(),
  maxHeapBytes: z.int(),
});

const Output = z.object({
  /** Absent where the program's text was not read, and is to be shown. */
  facts: z.discriminatedUnion("picture", [ProgramFacts, DataflowFacts]).optional(),
  cpu_unused: Unused.optional(),
  heap_unused: Unused.optional(),
});

/** The ledger as pictures. @throws MalformedInput where the circuit profile cannot be read */
export const operatorsPictureJob = defineJob({
  name: "operators picture",
  input: Input,
  output: Output,
  run({ picture, baseline, maxLines, maxDepth, maxCpuBytes, maxHeapBytes, ...moment }) {
    const limits = { maxDepth, maxCpuBytes, maxHeapBytes };
    const { parts, cpu_unused, heap_unused } = partsOf(moment, limits);
    const before = baseline && partsOf(baseline, limits).parts;
    const unused = { ...(cpu_unused && { cpu_unused }), ...(heap_unused && { heap_unused }) };
    if (picture === "dataflow") return { facts: picturedDataflow(parts, before), ...unused };
    const { sql } = moment;
    const code = sql?.programCode ?? sql?.graph.sources?.join("\n");
    return code === undefined ? unused : { facts: picturedProgram(code, parts, before, maxLines), ...unused };
  },
});
