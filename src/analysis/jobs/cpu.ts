import * as z from "zod";
import { CpuReading, CurrentPlaces, readCpu } from "../firefox/read-cpu.ts";
import { CpuOptions } from "../profiles/cpu-options.ts";
import { readAsync } from "../recognize-input.ts";
import { Bytes, defineJob, GivenBytes } from "./job.ts";

/** Reads a CPU profile, or compares two. */
export const cpuJob = defineJob({
  name: "cpu",
  readInParts: ({ baseline }) => (baseline === undefined ? "profile" : undefined),
  input: z.object({
    profile: GivenBytes,
    baseline: Bytes.exactOptional(),
    maxInflatedBytes: z.int(),
    options: CpuOptions,
    places: CurrentPlaces.exactOptional(),
  }),
  output: CpuReading,
  /** @throws MalformedInput, OtherInput */
  run({ options, places, ...bytes }) {
    const { profile, baseline, maxInflatedBytes } = bytes;
    const read = () => readCpu(bytes, options, places);
    if (!(profile instanceof Uint8Array)) return read();
    const readProfile = () => readAsync("firefox profile", { bytes: profile, maxInflatedBytes }, read);
    if (baseline === undefined) return readProfile();
    return readAsync("firefox profile", { bytes: baseline, maxInflatedBytes, role: "baseline" }, readProfile);
  },
});
