import * as z from "zod";
import { moment } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { STATE_UNREAD } from "./panics.ts";

/** The words of an allocator that was given no more memory. */
export const OF_MEMORY = /memory allocation|bad_alloc/;

export const REFUSED_MEMORY = words`It asked for more memory than it could get: a limit of its container, or one step that needs very much`;

/** A process that ends at once, other than by a panic, and of which the manager does not know it yet. */
const aborted = defineRule({
  id: "runtime/aborted",
  severity: "error",
  parts: ["log"],
  looksFor: words`a process that ended at once, by its own last words`,
  about: z.object({
    said: z.string(),
    after: z.string().optional(),
    /** Absent where its state was not read. */
    status: z.string().optional(),
    is_of_memory: z.boolean(),
  }),
  find({ log, pipeline }) {
    const newest = log?.aborts.filter(({ is_over }) => !is_over).at(-1);
    if (newest === undefined || pipeline?.state.failure !== undefined) return [];
    const [said = ""] = newest.text.split("\n");
    const { after } = newest;
    return [
      {
        about: {
          said,
          ...(after !== undefined && { after }),
          ...(pipeline && { status: pipeline.state.deployment.status }),
          is_of_memory: OF_MEMORY.test(newest.text),
        },
        ...(pipeline?.state.deployment.status !== "Running" && { severity: "warning" as const }),
        signs: [{ part: "log" as const, field: "last words", value: { text: said } }],
        quotes: [{ part: "log" as const, texts: [newest.text] }],
      },
    ];
  },
  what: ({ said, after }) =>
    words`the process ended at once${after === undefined ? undefined : words`, after ${moment(after)}`}, by its log: ${said}`,
  brief: ({ said }) => words`the process ended at once: ${gist(said)}`,
  cause({ status, is_of_memory }) {
    const why = is_of_memory
      ? REFUSED_MEMORY
      : words`No panic is told, so no frame of the program names the place: a core dump, or the platform's own events, tell more`;
    const now =
      status === undefined
        ? STATE_UNREAD
        : status === "Running"
          ? words`. The manager still has it as Running: it has not noticed yet, or a row's text reads like that`
          : undefined;
    return words`${why}${now}`;
  },
  next: () => [{ tool: "get_pipeline_logs", args: { level: "error" }, why: words`for what came before` }],
});

export const ABORT_RULES = [aborted];
