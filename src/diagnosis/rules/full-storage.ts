import * as z from "zod";
import { failureKind, isOfFile } from "../../analysis/pipeline/failure-kind.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { gist } from "../../text/page/gist.ts";
import { type Words, words } from "../../text/page/words.ts";
import { storageAdvice } from "../failure-advice.ts";
import { defineRule } from "../rule.ts";
import { failureOf, signOf } from "./standing-failure.ts";

export const storageFull = defineRule({
  id: "storage/full",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`storage that ran full`,
  about: z.object({
    cause: z.string(),
    /** Its path, where the log says that it lies in memory. */
    in_memory: z.string().optional(),
    /** Whether the log of its start was read. */
    is_start_known: z.boolean(),
  }),
  find(evidence) {
    const failure = failureOf(evidence);
    if (failure === undefined || failureKind(failure) !== "storage") return [];
    const in_memory = evidence.log?.start?.in_memory_storage;
    const signs: Sign[] = [signOf(failure, evidence)];
    if (in_memory !== undefined)
      signs.push({ part: "log", field: "storage on tmpfs", value: { text: in_memory } });
    const is_start_known = evidence.log?.start !== undefined;
    const about = { cause: failure.cause, is_start_known, ...(in_memory !== undefined && { in_memory }) };
    return [{ about, signs }];
  },
  what: ({ cause }) => words`${storageWords(cause)}: ${cause}`,
  brief: ({ cause }) => words`${storageWords(cause)}: ${gist(cause)}`,
  cause: ({ cause, in_memory, is_start_known }) => {
    if (isOfFile(cause)) return storageAdvice(cause);
    const unknown = is_start_known ? undefined : words` (whether that lies in memory is not known)`;
    const why =
      in_memory === undefined
        ? words`State and merges need more space than the volume has${unknown}`
        : words`Its storage lies in memory, on a tmpfs, as its log says: that is small, and takes memory besides; put it on a disk`;
    return words`${why}. A look at the disk now misleads, since files being written are gone after the crash. It will crash again at the same place: give it a larger volume, or bound its state before it is started`;
  },
  next: () => [
    { tool: "list_events", args: {}, why: words`for how often it has crashed` },
    { tool: "get_pipeline", args: { section: "errors" }, why: words`for Feldera's advice, whole` },
  ],
});

function storageWords(cause: string): Words {
  return isOfFile(cause)
    ? words`it could not make a file in its storage`
    : words`its storage is full or failed`;
}
