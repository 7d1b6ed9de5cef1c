import * as z from "zod";
import { ledgerJob } from "../../analysis/jobs/ledger.ts";
import { LEDGER_BY, LEDGER_GROUPS, LEDGER_VIEWS } from "../../analysis/operators/ledger/measures.ts";
import { OperatorsAnswer } from "../../answers/ledger.ts";
import { renderLedger } from "../../text/operators/ledger.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";
import { unoptimizedOf } from "../unoptimized.ts";
import { baselineMoment, ledgerMoment } from "./ledger-moment.ts";

const id = z.string().max(200).exactOptional();

const Input = z.strictObject({
  pipeline_name,
  view: z.enum(LEDGER_VIEWS).default("ledger").describe("program: the SQL with costs beside its lines"),
  by: z.enum(LEDGER_BY).default("time").describe("Ranking"),
  group: z.enum(LEDGER_GROUPS).default("operator").describe("What a row is"),
  cpu_profile_id: id.describe("Default: the last fetched"),
  heap_profile_id: id.describe("Default: the last fetched"),
  baseline: id.describe("Compare with this collection, or an earlier answer's circuit profile"),
  limit: z.int().min(1).max(1000).default(15).describe("Rows"),
});

export const summarizeOperators = defineTool({
  name: "summarize_operators",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "circuit_json_profile",
  title: "Summarize the operators",
  description:
    "Which SQL costs what: time, CPU, waits, records, state, memory and storage of each operator, expression or view, reconciled with the process's totals. CPU and heap are of profiles fetched before.",
  hints: READ_ONLY,
  input: Input,
  facts: OperatorsAnswer,
  timeLimitMs: (_, limits) => limits.bundleCallMs,
  async run(args, context) {
    const { pipeline_name, view, by, group, limit, baseline, ...ids } = args;
    const { limits } = context;
    context.progress("waiting for the circuit profile");
    context.prepareAnalysis();
    const now = await ledgerMoment({ pipeline_name, ...ids }, context);
    const before =
      baseline === undefined ? undefined : await baselineMoment(baseline, pipeline_name, now, context);
    context.progress("charging what was measured to operators");
    const reading = await context.analyse(ledgerJob, {
      ...now.input,
      ...(before && { baseline: before }),
      maxDepth: limits.jsonDepth,
      maxCpuBytes: limits.samplyProfileInflatedBytes,
      maxHeapBytes: limits.heapProfileInflatedBytes,
      view,
      by,
      group,
      limit,
    });
    const { input: _, told, pipeline, ...missing } = now;
    return {
      pipeline_name,
      view,
      profiles: told,
      ...(baseline !== undefined && { baseline }),
      ...reading,
      ...missing,
      ...(await unoptimizedOf(context, pipeline_name, pipeline)),
    };
  },
  render: renderLedger,
  picture: ({ pipeline_name, profiles: { cpu_profile_id, heap_profile_id }, baseline }) => ({
    pipeline_name,
    picture: "program",
    ...(cpu_profile_id !== undefined && { cpu_profile_id }),
    ...(heap_profile_id !== undefined && { heap_profile_id }),
    ...(baseline !== undefined && { baseline }),
  }),
});
