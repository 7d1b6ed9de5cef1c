import * as z from "zod";
import { OtherInput } from "../../other-input.ts";
import { malformed } from "./json-part.ts";

/**
 * 41 gathered the libraries of all threads; from there on columns only moved or got other names. 75 is the newest
 * whose changes were read (in the upgraders of the Firefox profiler). samply 0.13.1 writes 49, Feldera's samply 57,
 * upstream's 66 and later.
 */
const OLDEST_VERSION = 41;
const NEWEST_VERSION = 75;

const metaSchema = z.object({
  preprocessedProfileVersion: z.int(),
  product: z.string().nullish(),
  oscpu: z.string().nullish(),
  interval: z.number().nullish(),
  startTime: z.number().nullish(),
  symbolicated: z.boolean().nullish(),
  /** Only markers have categories here, and those may be odd. */
  categories: z.array(z.object({ name: z.string() }).catch({ name: "" })).catch([]),
  sampleUnits: z.object({ threadCPUDelta: z.string().nullish() }).nullish(),
});

export interface ProfileMeta {
  /** `preprocessedProfileVersion`. */
  readonly version: number;
  /** What was recorded; Feldera puts the pipeline's name here. */
  readonly product: string | undefined;
  /** Operating system, or `host i of n` for a pipeline on several hosts. */
  readonly oscpu: string | undefined;
  readonly intervalMs: number | undefined;
  /** Start of the recording, in ms since 1970. */
  readonly startUnixMs: number | undefined;
  readonly symbolicated: boolean | undefined;
  /** Unit of threadCPUDelta as the file states it. */
  readonly cpuUnit: string | undefined;
  /** Names of `meta.categories`, empty for one without; a name can occur more than once. */
  readonly categories: readonly string[];
}

/** @throws MalformedInput, and OtherInput for a version of the format whose shape is not known */
export function readMeta(value: unknown): ProfileMeta {
  const parsed = metaSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw malformed(["meta", ...(issue?.path ?? [])].join("."), issue?.message ?? "not readable");
  }
  const meta = parsed.data;
  const version = meta.preprocessedProfileVersion;
  if (version < OLDEST_VERSION || version > NEWEST_VERSION) {
    const versions = { version, oldest: OLDEST_VERSION, newest: NEWEST_VERSION };
    throw new OtherInput("firefox profile", "firefox profile", "profile", versions);
  }
  return {
    version,
    product: meta.product || undefined,
    oscpu: meta.oscpu ?? undefined,
    intervalMs: meta.interval ?? undefined,
    startUnixMs: meta.startTime ?? undefined,
    symbolicated: meta.symbolicated ?? undefined,
    cpuUnit: meta.sampleUnits?.threadCPUDelta ?? undefined,
    categories: meta.categories.map(({ name }) => name),
  };
}
