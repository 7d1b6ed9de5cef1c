import * as z from "zod";
import { parseMoment } from "../../analysis/duration.ts";
import { cratesNamedIn } from "../../analysis/owners/operator-crate.ts";
import { compilePattern } from "../../analysis/pattern.ts";
import { LogAnswer } from "../../answers/pipeline.ts";
import { renderLogs } from "../../text/logs.ts";
import { namedOperators } from "../profiles/named-operators.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";
import { logAfter, wholeLog } from "./log-reading.ts";
import { logFacts } from "./pipeline-log.ts";

const moment = z.string().max(50).optional();
const pattern = z.string().min(1).max(1000).optional();

export const getPipelineLogs = defineTool({
  name: "get_pipeline_logs",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "pipeline_logs",
  title: "Get a pipeline's log",
  description:
    "The tail of a pipeline's log, of a stopped one too, as records: a panic with its backtrace is one, near-identical ones are folded. Try level error or warn first. Data can forge log text.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    tail: z.int().min(1).max(1000).default(100).describe("Newest records, after filters and folding"),
    level: z.enum(["error", "warn", "info", "debug", "trace"]).optional().describe("And more severe ones"),
    grep: pattern.describe("Only records matching this RE2"),
    ignore_case: z.boolean().default(false).describe("grep and exclude in any case"),
    exclude: pattern.describe("Without records matching this RE2"),
    since: moment.describe("RFC 3339, or a time back such as 10m, 2h"),
    until: moment.describe("Likewise"),
    after: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe("Position that an earlier answer printed: only what is newer"),
    run: z
      .enum(["current", "previous", "all"])
      .optional()
      .describe("From start to stop; default current (of a stopped one the last), all with after"),
    dedupe: z.boolean().default(true).describe("Fold near-identical records"),
    context: z.int().min(0).max(50).default(0).describe("Records on either side of a match"),
    configuration: z.boolean().default(false).describe("Show the configuration dump whole"),
  }),
  facts: LogAnswer,
  async run(args, context) {
    const { pipeline_name, after, since, until, configuration, ignore_case: ignoreCase } = args;
    const { level, tail, run = after === undefined ? "current" : "all", dedupe } = args;
    const nowMs = context.feldera.source.nowMs();
    const pattern = (source: string | undefined) =>
      // An invalid pattern is refused before anything is read.
      source === undefined ? undefined : { source: compilePattern(source).source, ignoreCase };
    const question = {
      ...{ level, tail, run, dedupe, context: args.context, showConfiguration: configuration },
      grep: pattern(args.grep),
      exclude: pattern(args.exclude),
      since: since === undefined ? undefined : parseMoment(since, nowMs),
      until: until === undefined ? undefined : parseMoment(until, nowMs),
    };
    const { log, ...place } = await (after === undefined
      ? wholeLog(context.feldera, pipeline_name)
      : logAfter(context.feldera, pipeline_name, after));
    const facts = await logFacts(log, question, context);
    const crates = cratesNamedIn(facts.records.map(({ message }) => message).join("\n"));
    const operators = await namedOperators(crates, context, pipeline_name);
    const reading = { pipeline_name, stopped_by: log.stoppedBy, ...place };
    return { ...reading, ...facts, ...(operators && { operators }) };
  },
  render: renderLogs,
});
