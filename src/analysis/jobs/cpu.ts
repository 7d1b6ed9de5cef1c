import * as z from "zod";
import { cpuQuestionSchema, cpuReadingSchema, readCpu } from "../firefox/read-cpu.ts";
import { Bytes, defineJob } from "./job.ts";

/** Reads a CPU profile, or compares two. */
export const cpuJob = defineJob({
  name: "cpu",
  input: z.object({
    profile: Bytes,
    baseline: Bytes.optional(),
    maxInflatedBytes: z.int(),
    question: cpuQuestionSchema,
  }),
  output: cpuReadingSchema,
  /** @throws MalformedInput */
  run: ({ question, ...bytes }) => readCpu(bytes, question),
});
