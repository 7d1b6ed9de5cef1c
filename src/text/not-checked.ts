import type { MissingPart } from "../feldera/parts/missing-part.ts";
import { withoutIds } from "./functions/without-ids.ts";
import { joined, type Words, words } from "./page/words.ts";

/** Why a part of an answer is missing: "503 Initializing: "…"", or what an empty 404 means. */
export function whyMissing({ kind, status, error_code, message }: MissingPart): Words {
  if (kind === "not_found" && message === "") {
    return words`the pipeline's runtime has no such endpoint (404)`;
  }
  const code = [status, error_code].flatMap((part) => (part === undefined ? [] : words`${part}`));
  const head = code.length === 0 ? words`${kind}` : joined(code, words` `);
  return message === "" ? head : words`${head}: ${withoutIds(message)}`;
}
