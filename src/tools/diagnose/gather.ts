import { explainDeploymentError, udfLine } from "../../analysis/pipeline/deployment-error.ts";
import { panicExpressions, wholeExpressions } from "../../analysis/pipeline/panic-expression.ts";
import { type DEPTHS, PARTS, type PartName } from "../../answers/diagnosis.ts";
import type { Evidence, Parts } from "../../diagnosis/evidence.ts";
import { getDataflowGraph } from "../../feldera/api/circuit.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { FelderaError } from "../../feldera/errors.ts";
import { isUnanswered, type MissingPart } from "../../feldera/parts/missing-part.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { pause } from "../../feldera/pause.ts";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import { once } from "../../once.ts";
import { namedOperators } from "../profiles/named-operators.ts";
import type { ToolContext } from "../tool.ts";
import { betweenSteps, withLastStep } from "./long-step.ts";
import { type Asking, PART_READERS, type ReadPartOf } from "./parts.ts";
import { readKeptState } from "./profiles.ts";
import { leftMs, limited, SHARE_OF_LEFT } from "./time-left.ts";

export type Depth = (typeof DEPTHS)[number];

export interface Gathered {
  readonly evidence: Evidence;
  readonly looked_at: readonly PartName[];
  readonly not_checked: readonly { readonly part: PartName; readonly missing: MissingPart }[];
  /** What the program makes needless to ask for: of that there is nothing. */
  readonly needless: readonly PartName[];
}

/** Of a running Feldera, without any of these there is nothing to diagnose, and the record's own error says why. */
const TELLING: readonly PartName[] = ["pipeline", "events", "log"];

/** How closely to look: at depth deep twice, so far apart; 0 ms apart is once. */
export interface Looks {
  readonly depth: Depth;
  readonly windowMs: number;
  /** All that the depth has, unless given. */
  readonly parts?: readonly PartName[];
}

/**
 * Asks for all parts at once, each within its own time limit, so that one that hangs does not sink the others.
 *
 * @throws FelderaError of the pipeline's own record where that shows that there is nothing to diagnose
 */
export async function gather(pipeline_name: string, looks: Looks, context: ToolContext): Promise<Gathered> {
  const gathered = await gatherOnce(pipeline_name, looks, context);
  // One look more tells what ended it; it finds nothing of its process, and so takes no time.
  return endedMeanwhile(gathered) ? gatherOnce(pipeline_name, { ...looks, windowMs: 0 }, context) : gathered;
}

/** Whether it ran when its record was read, and part of what its process should have answered came too late for it. */
function endedMeanwhile({ evidence, not_checked }: Gathered): boolean {
  return (
    evidence.pipeline?.state.deployment.status === "Running" &&
    not_checked.some(({ missing }) => missing.error_code === "PipelineInteractionNotDeployed")
  );
}

async function gatherOnce(pipeline_name: string, looks: Looks, context: ToolContext): Promise<Gathered> {
  const { depth, parts: among = PARTS } = looks;
  const { diagnosePartMs, diagnoseDeepPartMs } = context.limits;
  const quick = limited(context, diagnosePartMs);
  const record = partOf(getPipeline(quick.feldera, pipeline_name));
  const graph = once(() => {
    const { feldera } = limited(context, depth === "deep" ? diagnoseDeepPartMs : diagnosePartMs);
    return partOf(getDataflowGraph(feldera, pipeline_name));
  });
  const wanted = among.filter((name) => depth === "deep" || !PART_READERS[name].deep);
  const [failed, pipeline, kept, read] = await Promise.all([
    record.then((part) => part.value && failedPlace(part.value, quick)),
    record,
    looks.parts === undefined ? partOf(readKeptState({ record, graph }, quick)) : undefined,
    readParts(wanted, looks, { pipeline_name, record, graph, context }),
  ]);
  if (pipeline.missing && isAway(pipeline.error, read, context)) throw pipeline.error;
  let parts: Parts = {};
  for (const { value } of read) parts = { ...parts, ...value?.evidence };
  const not_checked = read.flatMap(({ part, value, missing = value?.unread }) =>
    missing === undefined ? [] : [{ part, missing }],
  );
  const unanswered = not_checked.flatMap(({ part, missing }) => (isUnanswered(missing) ? [part] : []));
  const needless = read.flatMap(({ part, value }) => (value?.isNeedless ? [part] : []));
  const unread = new Set([...needless, ...not_checked.map(({ part }) => part)]);
  return {
    evidence: {
      nowMs: context.feldera.source.nowMs(),
      ...parts,
      ...(unanswered.length > 0 && { unanswered }),
      ...(failed && { failed }),
      ...kept?.value,
    },
    looked_at: wanted.filter((part) => !unread.has(part)),
    not_checked,
    needless,
  };
}

async function readParts(
  wanted: readonly PartName[],
  { depth, windowMs }: Looks,
  { context, ...ofPipeline }: Omit<Asking, "secondLook" | "listenMs">,
): Promise<ReadPartOf[]> {
  const { diagnosePartMs, diagnoseDeepPartMs } = context.limits;
  const quick = limited(context, diagnosePartMs);
  const isTwice = windowMs > 0 && context.feldera.source.kind === "feldera";
  const listenMs = isTwice ? windowMs : 0;
  const read = async (part: PartName, within: ToolContext, secondLook: Asking["secondLook"]) => {
    const asking = { ...ofPipeline, secondLook, listenMs, context: within };
    return { part, ...(await partOf(PART_READERS[part].read(asking))) };
  };
  if (depth === "quick") {
    const asked = wanted.map((part) =>
      part === "circuit_profile"
        ? betweenSteps((patient) => read(part, patient, undefined), ofPipeline.pipeline_name, context)
        : read(part, quick, undefined),
    );
    const again = (part: PartName, within: ToolContext) => read(part, within, undefined);
    return withLastStep(await Promise.all(asked), again, context);
  }
  let window: Promise<void> | undefined;
  const look = async () => {
    window ??= awaitSecondLook(windowMs, context);
    await window;
    return limited(context, diagnosePartMs);
  };
  // The circuit is read between two samples of the statistics: what it has seen is no more than what the second counts.
  const deep = limited(context, diagnoseDeepPartMs);
  const circuit = read("circuit_profile", deep, isTwice ? look : undefined);
  const lookAfter = isTwice ? () => circuit.then(look) : undefined;
  const others = wanted.filter((part) => part !== "circuit_profile" && !PART_READERS[part].last);
  const listening = limited(context, diagnosePartMs + listenMs);
  const within = (part: PartName) => (part === "error_view" ? listening : quick);
  const first = await Promise.all([...others.map((part) => read(part, within(part), lookAfter)), circuit]);
  const last = wanted.filter((part) => PART_READERS[part].last);
  const late = limited(context, Math.min(diagnoseDeepPartMs, leftMs(context) * SHARE_OF_LEFT));
  return [...first, ...(await Promise.all(last.map((part) => read(part, late, undefined))))];
}

/** @throws FelderaError timeout where so little time is left that a second look would cost what comes after it */
async function awaitSecondLook(ms: number, context: ToolContext): Promise<void> {
  const { feldera, progress } = context;
  const { signal } = feldera.scope;
  if (ms > leftMs(context) / 2) {
    throw new FelderaError({
      kind: "timeout",
      message: "no time is left for a second look",
      endpoint: "pipeline_stats",
      retryable: false,
    });
  }
  progress(`waiting ${Math.round(ms / 1000)} s for a second look`);
  await pause(ms, signal, "pipeline_stats");
}

/** A bundle may hold any part of what was collected: each is worth to be looked at, but of another pipeline. */
function isAway(
  { kind }: FelderaError,
  read: readonly { readonly part: PartName; readonly missing?: MissingPart }[],
  { feldera }: ToolContext,
): boolean {
  if (feldera.source.kind === "bundle") return kind === "unknown_pipeline";
  // A server that answers with neither is not Feldera, so its log is not one either.
  const answersOtherwise = kind === "malformed_json" || kind === "unexpected_shape";
  if (answersOtherwise && read.some(({ part, missing }) => part === "events" && missing)) return true;
  return read.every(({ part, missing }) => missing !== undefined || !TELLING.includes(part));
}

/** Where a pipeline failed: the SQL that its error names, or the line of its own Rust functions. */
async function failedPlace(pipeline: Pipeline, context: ToolContext): Promise<Evidence["failed"]> {
  const failure = pipeline.deployment_error && explainDeploymentError(pipeline.deployment_error);
  if (!failure) return undefined;
  const operators = await namedOperators(failure.operators, context, pipeline.name, pipeline);
  const line = udfLine(failure.panic, pipeline);
  const expressions = wholeExpressions(
    panicExpressions(failure.cause, pipeline, failure.panic?.location),
    operators?.operators.flatMap(({ place }) => place?.positions ?? []) ?? [],
  );
  return {
    ...(operators && { operators }),
    ...(line && { udf_line: line }),
    ...(expressions.length > 0 && { expressions }),
  };
}
