import { operatorsPictureJob } from "../../analysis/jobs/operators-picture.ts";
import type { PictureArguments, PictureOf } from "../../answers/pictures.ts";
import { whyMissing } from "../../text/not-checked.ts";
import { unusedWords } from "../../text/operators/unused-words.ts";
import { type Words, words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import { baselineMoment, type LedgerMoment, ledgerMoment } from "../profiles/ledger-moment.ts";
import type { ToolContext } from "../tool.ts";
import { unoptimizedOf } from "../unoptimized.ts";
import { headOf, type Missing, missing, unoptimizedNotes } from "./head.ts";

/**
 * What each operator costs, beside the program or as a graph.
 *
 * @throws FelderaError where there is no circuit profile, ToolError, BundleError
 */
export async function operatorsPicture(
  args: PictureArguments,
  picture: "program" | "dataflow",
  context: ToolContext,
): Promise<PictureOf<"program" | "dataflow">> {
  const { pipeline_name, baseline, cpu_profile_id, heap_profile_id } = args;
  const { limits } = context;
  context.progress("waiting for the circuit profile");
  context.prepareAnalysis();
  const now = await ledgerMoment({ pipeline_name, cpu_profile_id, heap_profile_id }, context);
  const before =
    baseline === undefined ? undefined : await baselineMoment(baseline, pipeline_name, now, context);
  context.progress("charging what was measured to operators");
  const { facts, ...unused } = await context.analyse(operatorsPictureJob, {
    ...now.input,
    picture,
    ...(before && { baseline: before }),
    maxLines: limits.pictureLines,
    maxDepth: limits.jsonDepth,
    maxCpuBytes: limits.samplyProfileInflatedBytes,
    maxHeapBytes: limits.heapProfileInflatedBytes,
  });
  if (facts === undefined) throw noProgram(now);
  const { unoptimized } = await unoptimizedOf(context, pipeline_name, now.pipeline);
  const { circuit_profile_id, cpu_profile_id: cpu, heap_profile_id: heap } = now.told;
  return {
    ...headOf(pipeline_name, context),
    ...facts,
    ...(circuit_profile_id !== undefined && { circuit_profile_id }),
    ...(cpu !== undefined && unused.cpu_unused === undefined && { cpu_profile_id: cpu }),
    ...(heap !== undefined && unused.heap_unused === undefined && { heap_profile_id: heap }),
    ...(baseline !== undefined && { baseline }),
    missing: missingOf(now, unused),
    notes: unoptimizedNotes(unoptimized),
  };
}

function noProgram({ graph_missing, program_missing }: LedgerMoment): ToolError {
  const why = program_missing ?? graph_missing;
  return new ToolError(
    words`The program's text was not read${why === undefined ? undefined : words`: ${whyMissing(why)}`}.`,
    words`The picture dataflow does without it.`,
  );
}

type Unused = Parameters<typeof unusedWords>[0];

function missingOf(
  { input, told, graph_missing, program_missing, resident_missing }: LedgerMoment,
  { cpu_unused, heap_unused }: { cpu_unused?: Unused | undefined; heap_unused?: Unused | undefined },
): Missing[] {
  return [
    ...missing(words`Where operators are from in the SQL`, graph_missing),
    ...missing(words`The program's text`, program_missing),
    ...missing(words`The resident memory`, resident_missing),
    ...missing(words`Whose code stacks run`, told.crates_missing),
    ...profileMissing(words`CPU`, input.cpu_profile, cpu_unused),
    ...profileMissing(words`Heap`, input.heap_profile, heap_unused),
  ];
}

/** A profile that is not at hand is not taken for a picture: that takes long, and disturbs the pipeline. */
function profileMissing(what: Words, bytes: unknown, unused: Unused | undefined): Missing[] {
  if (unused !== undefined) {
    return [{ what: String(what), why: String(words`The profile at hand is ${unusedWords(unused)}.`) }];
  }
  return bytes === undefined
    ? [{ what: String(what), why: "No profile is at hand: look at one first." }]
    : [];
}
