import * as z from "zod";
import { cpuQuestionSchema, cpuReadingSchema, readCpu } from "../firefox/read-cpu.ts";
import { readAs } from "../recognize-input.ts";
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
  /** @throws MalformedInput, OtherInput */
  run({ question, ...bytes }) {
    const { profile, baseline, maxInflatedBytes } = bytes;
    const readProfile = () =>
      readAs("firefox profile", { bytes: profile, maxInflatedBytes }, () => readCpu(bytes, question));
    if (baseline === undefined) return readProfile();
    return readAs("firefox profile", { bytes: baseline, maxInflatedBytes, role: "baseline" }, readProfile);
  },
});
