import * as z from "zod";
import { NamedOperators } from "../analysis/circuit/named-operators.ts";
import { EventFacts } from "../analysis/events/event.ts";
import { Timeline } from "../analysis/events/timeline.ts";
import { LogFacts } from "../analysis/logs/log-facts.ts";
import { UdfLine } from "../analysis/pipeline/deployment-error.ts";
import { PipelineFacts } from "../analysis/pipeline/pipeline-facts.ts";
import { LogStop } from "../feldera/schemas/log-stop.ts";
import { Finding } from "./diagnosis.ts";

export const PIPELINE_SECTIONS = ["status", "errors", "config", "program", "connectors"] as const;

/** What get_pipeline answers. */
export const PipelineAnswer = PipelineFacts.extend({
  section: z.enum(PIPELINE_SECTIONS),
  findings: z.array(Finding).describe("What the rules of a diagnosis find in the record alone"),
  failed_operators: NamedOperators.optional().describe(
    "Where the SQL operators come from that the deployment error names",
  ),
  failed_udf_line: UdfLine.optional(),
});

export type PipelineAnswer = z.infer<typeof PipelineAnswer>;

/** What list_events answers. */
export const EventListAnswer = Timeline.extend({ pipeline_name: z.string(), since: z.string().optional() });

export type EventListAnswer = z.infer<typeof EventListAnswer>;

/** What get_event answers. */
export const EventAnswer = EventFacts.extend({ pipeline_name: z.string() });

export type EventAnswer = z.infer<typeof EventAnswer>;

/** What get_pipeline_logs answers. */
export const LogAnswer = LogFacts.extend({
  pipeline_name: z.string(),
  stopped_by: LogStop,
  position: z
    .string()
    .optional()
    .describe("Where a later call reads on; absent where the manager numbers no lines"),
  after: z
    .object({
      lines_lost: z
        .int()
        .describe("Lines between it and the first that was read, which Feldera's buffer had discarded"),
      is_new_log: z.boolean().describe("The log was cleared since, and this is a new one from its beginning"),
    })
    .optional()
    .describe("Of a reading from a position on: what became of that position"),
  operators: NamedOperators.optional().describe("Where the SQL operators come from that the records name"),
});

export type LogAnswer = z.infer<typeof LogAnswer>;
