import type { Consequence } from "../../analysis/control/consequences.ts";
import type { ControlAnswer } from "../../answers/control.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { jsonLines } from "../page/json-text.ts";
import type { Page } from "../page/page.ts";
import { json, type Words, words } from "../page/words.ts";
import { standingWords } from "../pipeline/standing.ts";
import { CONSEQUENCE_WORDS, DONE_WORDS } from "./consequences.ts";

/** What a tool would do and the call that does it, or what it did. */
export function renderControl(tool: string, { facts }: Cleaned<ControlAnswer>, page: Page): void {
  if (facts.reply === undefined) {
    renderNotDone(tool, facts, page);
  } else {
    renderDone(tool, facts, facts.reply, page);
    suggestWatching(tool, facts, page);
  }
}

/** What the call would do, and the call that does it. */
function renderNotDone(tool: string, facts: ControlAnswer, page: Page): void {
  const { pipeline_name, args, before, consequences, wrong_confirm } = facts;
  const instead = wrong_confirm === undefined ? undefined : words`, and it says ${wrong_confirm}`;
  page.line(
    words`Nothing was done: ${tool} acts only where confirm repeats the pipeline's name, ${pipeline_name}${instead}.`,
  );
  page.line(words`${standingWords(before)} Feldera's edition: ${before.edition ?? words`not known`}.`);
  for (const consequence of consequences) page.line(CONSEQUENCE_WORDS[consequence](before));
  if (consequences.includes("bootstraps the changes") && before.approval_diff !== undefined) {
    page.line(words`The changes that wait for approval (approval_diff):`);
    page.quote(jsonLines(before.approval_diff), { unit: words`lines` });
  }
  const isRefused = consequences.some((consequence) => consequence.startsWith("refused"));
  if (isRefused) suggestInstead(tool, facts, page);
  page.next(
    tool,
    { ...args, confirm: pipeline_name },
    isRefused ? words`asks Feldera all the same` : words`does it; that is for a person to decide`,
  );
  if (consequences.includes("loses what only the process knows")) {
    page.next(
      "download_support_bundle",
      { pipeline_name },
      words`first, keeps what would go with the process`,
    );
  }
}

/** What is better done than what Feldera refuses. */
function suggestInstead(
  tool: string,
  { pipeline_name, args, consequences }: ControlAnswer,
  page: Page,
): void {
  const is = (consequence: Consequence) => consequences.includes(consequence);
  if (is("refused without a compiled program")) {
    page.next("get_pipeline", { pipeline_name, section: "errors" }, words`tells the compile errors`);
  }
  if (is("refused while an error stands")) {
    page.next("get_pipeline", { pipeline_name, section: "errors" }, words`tells the error whole`);
    page.next(tool, { ...args, dismiss_error: true }, words`tells what would be lost with the error`);
  }
  if (is("refused in the open source edition") && tool === "stop_pipeline") {
    page.next(tool, { ...args, force: true }, words`tells what a stop by force would lose`);
  }
}

/** What Feldera answered, and how things stood before. */
function renderDone(
  tool: string,
  { args, before, consequences }: ControlAnswer,
  reply: NonNullable<ControlAnswer["reply"]>,
  page: Page,
): void {
  const answer = reply.said === undefined ? words`${reply.status}` : words`${reply.status} ${reply.said}`;
  page.line(words`${tool} ${json(args)}: ${outcome(reply)} (Feldera answered ${answer}).`);
  page.line(words`Before: ${standingWords(before)}`);
  for (const consequence of consequences) {
    const line = DONE_WORDS[consequence]?.(before);
    if (line !== undefined) page.line(line);
  }
}

function outcome({ status, checkpoint_sequence_number: number }: NonNullable<ControlAnswer["reply"]>): Words {
  if (number !== undefined) return words`checkpoint ${number} has begun`;
  return status === 202 ? words`accepted, and is carried out from now on` : words`done`;
}

/** The calls that tell what came of it. */
function suggestWatching(tool: string, { pipeline_name, args }: ControlAnswer, page: Page): void {
  switch (tool) {
    case "checkpoint_pipeline":
      page.next("get_checkpoint_status", { pipeline_name }, words`tells whether it worked`);
      break;
    case "control_connector": {
      const { action: _, ...connector } = args;
      page.next(
        "get_connector_stats",
        { ...connector, pipeline_name },
        args.table_name === undefined ? words`tells whether it writes` : words`tells whether it reads`,
      );
      break;
    }
    default:
      page.next("get_pipeline", { pipeline_name }, words`tells how it stands`);
      page.next(
        "list_events",
        { pipeline_name, limit: 5 },
        words`tells each step, once Feldera has recorded it`,
      );
  }
}
