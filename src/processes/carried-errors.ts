import * as z from "zod";
import { InvalidMoment } from "../analysis/duration.ts";
import { InvalidPattern } from "../analysis/invalid-pattern.ts";
import { AnalysisStopped, STOPS } from "../analysis/jobs/stopped.ts";
import { INPUT_FORMATS, MalformedInput } from "../analysis/malformed.ts";
import { INPUT_KINDS, INPUT_ROLES, OtherInput } from "../analysis/other-input.ts";
import { IncompatibleProfiles } from "../analysis/pprof/compare/incompatible-profiles.ts";
import { UnknownSampleType } from "../analysis/pprof/format/sample-type.ts";

/** An error as plain data, on its way out of a process. */
export const CarriedError = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("MalformedInput"),
    format: z.enum(INPUT_FORMATS),
    where: z.string(),
    problem: z.string(),
  }),
  z.object({
    name: z.literal("OtherInput"),
    format: z.enum(INPUT_FORMATS),
    kind: z.enum(INPUT_KINDS),
    role: z.enum(INPUT_ROLES),
    versions: z.object({ version: z.number(), oldest: z.number(), newest: z.number() }).optional(),
  }),
  z.object({ name: z.literal("InvalidPattern"), pattern: z.string(), problem: z.string() }),
  z.object({ name: z.literal("InvalidMoment"), text: z.string(), problem: z.string() }),
  z.object({
    name: z.literal("UnknownSampleType"),
    sampleType: z.string(),
    available: z.array(z.string()),
  }),
  z.object({ name: z.literal("IncompatibleProfiles"), problem: z.string() }),
  z.object({ name: z.literal("AnalysisStopped"), stop: z.enum(STOPS), problem: z.string() }),
  /** Any other: a defect. */
  z.object({ name: z.literal("Error"), message: z.string(), stack: z.string() }),
]);

export type CarriedError = z.infer<typeof CarriedError>;

/** Takes the fields of an error that the analyses are known to throw; of any other, its message and stack. */
export function carriedError(error: unknown): CarriedError {
  if (outgrewV8(error)) return { name: "AnalysisStopped", stop: "memory", problem: error.message };
  // Every class keeps its name in the property that tells them apart.
  const known = CarriedError.safeParse(error);
  if (known.success && known.data.name !== "Error") return known.data;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name: "Error", message, stack: stack ?? message };
}

/** The error itself again. */
export function thrownError(carried: CarriedError): Error {
  switch (carried.name) {
    case "MalformedInput":
      return new MalformedInput(carried.format, carried.where, carried.problem);
    case "OtherInput":
      return new OtherInput(carried.format, carried.kind, carried.role, carried.versions);
    case "InvalidPattern":
      return new InvalidPattern(carried.pattern, carried.problem);
    case "InvalidMoment":
      return new InvalidMoment(carried.text, carried.problem);
    case "UnknownSampleType":
      return new UnknownSampleType(carried.sampleType, carried.available);
    case "IncompatibleProfiles":
      return new IncompatibleProfiles(carried.problem);
    case "AnalysisStopped":
      return new AnalysisStopped(carried.stop, carried.problem);
    case "Error": {
      const error = new Error(carried.message);
      error.stack = carried.stack;
      return error;
    }
  }
}

/** What V8 and Node throw where a buffer, a string, an array, a map or a set grows beyond what they can hold. */
function outgrewV8(error: unknown): error is Error {
  return (
    error instanceof Error &&
    /^Array buffer allocation failed|^(?:Map|Set) maximum size exceeded|^Invalid (?:string|array) length|^Cannot create a string longer than/.test(
      error.message,
    )
  );
}
