import type { CpuAnswer } from "../../analysis/firefox/read-cpu.ts";
import type { CpuOptions } from "../../analysis/profiles/cpu-options.ts";
import type { SamplyProfileAnswer } from "../../answers/cpu-profile.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { renderWholeNames } from "../functions/whole-names.ts";
import { notPlaced, whyMissing } from "../not-checked.ts";
import { span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { renderUnoptimized } from "../pipeline/unoptimized.ts";
import { renderSource } from "../profiles/profile-source.ts";
import { renderCpu } from "./cpu.ts";
import { renderFunctionChanges, renderOperatorChanges } from "./cpu-changes.ts";
import { renderOperators } from "./cpu-operators.ts";
import { renderCallTree } from "./cpu-tree.ts";
import { renderUnfinished } from "./recording.ts";

/** What was read out of a CPU profile, or that it is still being recorded. */
export function renderSamplyProfile({ facts: answered }: Cleaned<SamplyProfileAnswer>, page: Page): void {
  const { recording, saved_as } = answered;
  if (recording !== undefined) {
    renderUnfinished(answered, recording, page);
    return;
  }
  renderCpuAnswer(answered, page);
  if (saved_as !== undefined) page.line(words`Saved as ${saved_as}.`);
}

/** What was read out of a CPU profile, and of which part of which profile. */
function renderCpuAnswer(answered: SamplyProfileAnswer, page: Page): void {
  const { pipeline_name, answer, source, options } = answered;
  if (answer === undefined || options === undefined || source === undefined) return;
  renderBody(answered, answer, page);
  renderPlacing(answered, page);
  const part = partOf(options);
  if (part !== undefined) page.line(words`Only ${part}, as asked.`);
  renderSource(pipeline_name, source, page);
}

function renderBody(of: SamplyProfileAnswer, answer: CpuAnswer, page: Page): void {
  if (answer.answer === "functions") renderCpu(of, answer.facts, page);
  if (answer.answer === "operators") renderOperators(of, answer.facts, page);
  if (answer.answer === "call tree") renderCallTree(of, answer.facts, page);
  if (answer.answer === "function changes") renderFunctionChanges(of.pipeline_name, answer.facts, page);
  if (answer.answer === "operator changes") renderOperatorChanges(of.pipeline_name, answer.facts, page);
  if (answer.answer === "names") renderWholeNames(answer.names, page);
}

function renderPlacing(
  { pipeline_name, places_missing, nodes_missing, unoptimized, other_program, beside }: SamplyProfileAnswer,
  page: Page,
): void {
  if (places_missing !== undefined) {
    page.line(notPlaced(words`Not placed in the SQL`, places_missing));
  }
  if (nodes_missing !== undefined) {
    page.line(
      words`Operators are placed in the SQL only by their frames, since the circuit's profile was not read: ${whyMissing(nodes_missing)}.`,
    );
  }
  if (other_program !== undefined) {
    page.line(words`Not placed in the SQL: ${whyOther(pipeline_name, other_program)}.`);
  }
  renderUnoptimized({ unoptimized }, page);
  if (beside !== undefined) {
    const afterMs = beside.begun_ms - beside.collected_ms;
    page.line(
      words`Recorded ${span(Math.abs(afterMs))} ${afterMs < 0 ? words`before` : words`after`} the collection that it is read with.`,
    );
  }
}

type OtherProgram = NonNullable<SamplyProfileAnswer["other_program"]>;

function whyOther(pipeline_name: string, { profiled, current }: OtherProgram): Words {
  if (profiled === undefined) {
    return words`none of its functions is of a pipeline's program (program_<id>_v<version>), so that it may be of anything`;
  }
  const { pipeline_id = profiled.pipeline_id } = current;
  return profiled.pipeline_id === pipeline_id
    ? words`this is a profile of version ${profiled.version} of the program, which is at version ${current.version}`
    : words`this is a profile of another pipeline, of id ${profiled.pipeline_id}; that of ${pipeline_name} is ${pipeline_id}`;
}

function partOf({ from, to, thread }: CpuOptions): Words | undefined {
  const time =
    from === undefined && to === undefined
      ? []
      : [words`${from ?? 0}${to === undefined ? undefined : words` to ${to}`} ms after the first sample`];
  const parts = [...(thread === undefined ? [] : [words`${thread}`]), ...time];
  return parts.length === 0 ? undefined : joined(parts, words`, `);
}
