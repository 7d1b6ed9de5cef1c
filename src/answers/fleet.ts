import * as z from "zod";
import { MissingPart } from "../feldera/parts/missing-part.ts";
import { Finding } from "./diagnosis.ts";

/** What several pipelines in trouble have in common. */
export const Shared = z.object({
  kind: z
    .enum(["host", "minute", "rule"])
    .describe("a connector's host, the minute of a failure, or a cause"),
  what: z.string(),
  pipelines: z.array(z.string()),
});

export type Shared = z.infer<typeof Shared>;

export const FleetRow = z.object({
  pipeline_name: z.string(),
  status: z.string(),
  desired: z.string().optional(),
  errors: z.int(),
  warnings: z.int(),
  /** The most serious finding, if it is an error or a warning. */
  worst: Finding.optional(),
  /** Causes of which all parts were read. */
  looked_for: z.int(),
});

export type FleetRow = z.infer<typeof FleetRow>;

/** What diagnose_pipeline answers without a pipeline's name. */
export const FleetAnswer = z.object({
  /** Of all pipelines; those that are stopped as wanted and have no error are not looked at. */
  total: z.int(),
  at_rest: z.int(),
  /** The worst first. */
  rows: z.array(FleetRow),
  shared: z.array(Shared),
  /** Of Feldera itself, told once. */
  platform: z.array(Finding),
  known_causes: z.int(),
  /** Those whose record could not be read, or which there was no time for. */
  not_looked_at: z.array(
    z.object({
      pipeline_name: z.string(),
      missing: MissingPart.optional(),
      /** Whether the list of pipelines shows it in trouble. */
      is_troubled: z.boolean(),
    }),
  ),
});

export type FleetAnswer = z.infer<typeof FleetAnswer>;
