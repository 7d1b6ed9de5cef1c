import * as z from "zod";
import { plural } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { currentPanics } from "./panics.ts";

/** The count knows what the log no longer holds. */
const counted = defineRule({
  id: "runtime/panics-counted",
  severity: "warning",
  parts: ["metrics", "log"],
  looksFor: words`panics that only the process's own count tells of`,
  about: z.object({
    counted: z.int(),
    /** Absent where the log was not read. */
    in_log: z.int().optional(),
  }),
  find(evidence) {
    const { metrics, log } = evidence;
    const panics = metrics?.panics ?? 0;
    const in_log = currentPanics(evidence).length;
    if (panics <= in_log) return [];
    return [
      {
        about: { counted: panics, ...(log && { in_log }) },
        signs: [
          { part: "metrics", field: "process_panics_total", value: { count: panics } },
          ...(log ? [{ part: "log" as const, field: "panics", value: { count: in_log } }] : []),
        ],
      },
    ];
  },
  what: ({ counted, in_log }) =>
    words`the process has panicked ${plural(counted, words`time`, words`times`)} since it started${in_log === undefined ? words`; its log, which tells where, was not read` : in_log === 0 ? words`, and what is left of its log shows none of it` : words`, of which what is left of its log shows ${in_log}`}`,
  brief: ({ counted }) =>
    words`the process has panicked ${plural(counted, words`time`, words`times`)} since it started`,
  cause: () =>
    words`A panic ends a thread or a task, and not always the process: a connector may stand still, or a request have failed. Feldera keeps only the newest part of a log; older ones may be in a support bundle that was collected earlier`,
  next: ({ in_log }) =>
    in_log === 0
      ? [
          {
            tool: "get_stats",
            args: {},
            why: words`for connectors that no longer move`,
          },
        ]
      : [{ tool: "get_pipeline_logs", args: { level: "error" }, why: words`for what the log shows of them` }],
});

export const PANIC_COUNT_RULES = [counted];
