import type { CpuAnswer } from "../../analysis/firefox/read-cpu.ts";
import type { CpuOptions } from "../../analysis/profiles/cpu-options.ts";
import type { SamplyProfileAnswer } from "../../answers/profiles.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { renderWholeNames } from "../functions/whole-names.ts";
import { whyMissing } from "../not-checked.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
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
  { places_missing, nodes_missing, other_program }: SamplyProfileAnswer,
  page: Page,
): void {
  if (places_missing !== undefined) {
    page.line(words`Not placed in the SQL, since the program was not read: ${whyMissing(places_missing)}.`);
  }
  if (nodes_missing !== undefined) {
    page.line(
      words`Operators are placed in the SQL only by their frames, since the circuit's profile was not read: ${whyMissing(nodes_missing)}.`,
    );
  }
  if (other_program !== undefined) {
    page.line(
      words`Not placed in the SQL: this is a profile of version ${other_program.profiled} of the program, which is now at version ${other_program.current}.`,
    );
  }
}

function partOf({ from, to, thread }: CpuOptions): Words | undefined {
  const time =
    from === undefined && to === undefined
      ? []
      : [words`${from ?? 0}${to === undefined ? undefined : words` to ${to}`} ms after the first sample`];
  const parts = [...(thread === undefined ? [] : [words`${thread}`]), ...time];
  return parts.length === 0 ? undefined : joined(parts, words`, `);
}
