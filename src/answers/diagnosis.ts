import * as z from "zod";
import { PipelineState } from "../analysis/pipeline/status.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";
import { Integer } from "../feldera/schemas/values.ts";

/** The parts that a diagnosis looks at; the last two only with depth deep. */
export const PARTS = [
  "pipeline",
  "stats",
  "events",
  "log",
  "time_series",
  "metrics",
  "checkpoint_status",
  "cluster_health",
  "platform",
  "circuit_profile",
  "error_view",
  "heap_profile",
] as const;

export type PartName = (typeof PARTS)[number];

/** A figure or a text that a finding rests on, with its unit. */
export const Measure = z.union([
  z.strictObject({ bytes: Integer }),
  z.strictObject({ ms: z.union([z.number(), z.bigint()]) }),
  z.strictObject({ count: Integer, unit: z.string().optional() }),
  z.strictObject({ per_sec: z.number(), unit: z.string().optional() }),
  z.strictObject({ share: z.number() }),
  /** RFC 3339. */
  z.strictObject({ moment: z.string() }),
  z.strictObject({ text: z.string() }),
]);

export type Measure = z.infer<typeof Measure>;

/** One thing that was seen: where, in which field, what, and from which value on it matters. */
export const Sign = z.object({
  part: z.enum(PARTS),
  field: z.string().describe("The field's path in the API's own names, or the place in the log"),
  value: Measure,
  threshold: Measure.optional(),
  at: z.string().optional().describe("When it was so, RFC 3339"),
});

export type Sign = z.infer<typeof Sign>;

/** Text of the pipeline's own that shows it: log records, SQL, error messages. */
export const Quote = z.object({ part: z.enum(PARTS), texts: z.array(z.string()) });

export type Quote = z.infer<typeof Quote>;

export const SEVERITIES = ["error", "warning", "info"] as const;

export type Severity = (typeof SEVERITIES)[number];

export const Finding = z.object({
  rule: z.string().describe("`area/cause`"),
  severity: z.enum(SEVERITIES),
  about: z.unknown().describe("The figures and names of its sentence, by rule"),
  signs: z.array(Sign),
  quotes: z.array(Quote),
  follows_from: z.string().optional().describe("The rule whose finding explains this one"),
});

export type Finding = z.infer<typeof Finding>;

/** The findings that no other explains. */
export function rootsOf<Some extends Pick<Finding, "follows_from">>(findings: readonly Some[]): Some[] {
  return findings.filter(({ follows_from }) => follows_from === undefined);
}

/** What a diagnosis judges before any finding, in this order. */
export const VERDICTS = ["up", "keeps_up", "grows", "time", "loses_rows"] as const;

export type VerdictName = (typeof VERDICTS)[number];

/**
 * well: as it should be; trouble: not so; unknown: what was read does not tell; not_checked: what it is told from was
 * not read.
 */
export const STANDINGS = ["well", "trouble", "unknown", "not_checked"] as const;

export const Verdict = z.object({
  verdict: z.enum(VERDICTS),
  standing: z.enum(STANDINGS),
  about: z.unknown().optional().describe("What its line says; absent where it was not checked"),
  needs: z.array(z.enum(PARTS)).optional().describe("Where it was not checked: the parts that would tell it"),
});

export type Verdict = z.infer<typeof Verdict>;

/** How many causes of trouble were looked for, of all that are known. */
export const Causes = z.object({ looked_for: z.int(), known: z.int() });

export type Causes = z.infer<typeof Causes>;

export const DEPTHS = ["quick", "deep"] as const;

/** What diagnose_pipeline answers. */
export const DiagnosisAnswer = z.object({
  pipeline_name: z.string(),
  depth: z.enum(DEPTHS),
  state: PipelineState.optional().describe("Absent where the pipeline's record could not be read"),
  verdicts: z.array(Verdict),
  findings: z.array(Finding).describe("Most serious first"),
  looked_at: z.array(z.enum(PARTS)),
  causes: Causes.describe("Causes of trouble of which all parts were read, of those that are known"),
  log_lines: z.int().optional().describe("Lines of the log that were read"),
  not_checked: z.array(z.object({ part: z.enum(PARTS), missing: MissingPart })),
});

export type DiagnosisAnswer = z.infer<typeof DiagnosisAnswer>;
