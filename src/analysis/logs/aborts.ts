import * as z from "zod";
import { isOfEarlierProcess } from "./earlier-process.ts";
import { PanicFacts } from "./panics.ts";
import type { LogRecord } from "./record.ts";

export const AbortFacts = PanicFacts.pick({ after: true, is_over: true }).extend({
  text: z.string().describe("the last words of the process, as they stand in the log"),
});

export type AbortFacts = z.infer<typeof AbortFacts>;

/** In characters. */
const LONGEST_TEXT = 1000;

/** What processes wrote when they ended at once, other than by a panic; lines that follow one another are of one. */
export function abortsIn(records: readonly LogRecord[]): AbortFacts[] {
  const isOver = isOfEarlierProcess(records);
  const aborts: AbortFacts[] = [];
  records.forEach((record, i) => {
    if (record.kind !== "abort") return;
    const before = records[i - 1]?.kind === "abort" ? aborts.pop() : undefined;
    const after = before?.after ?? record.between?.after?.time;
    const text = [...(before ? [before.text] : []), record.message].join("\n").slice(0, LONGEST_TEXT);
    aborts.push({ text, ...(after !== undefined && { after }), is_over: isOver(i) });
  });
  return aborts;
}
