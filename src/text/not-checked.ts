import type { MissingPart } from "../feldera/parts/missing-part.ts";
import { withoutIds } from "./functions/without-ids.ts";
import { joined, type Words, words } from "./page/words.ts";

const KIND_WORDS: ReadonlyMap<string, Words> = new Map([
  ["unexpected_shape", words`it is not as expected`],
  ["malformed_json", words`it is no JSON`],
  ["malformed_gzip", words`it is no whole gzip`],
  ["too_large", words`it is larger than the limit`],
  ["not_feldera", words`what answers is no Feldera`],
  ["connection_refused", words`the connection is refused`],
  ["connection_lost", words`the connection is lost`],
  ["token_file", words`the token's file cannot be read`],
  ["bundle", words`the bundle cannot be read`],
]);

/** Why a part of an answer is missing: "503 Initializing: "…"", or what an empty 404 means. */
export function whyMissing({ kind, status, error_code, message }: MissingPart): Words {
  if (kind === "not_found" && message === "") {
    return words`the pipeline's runtime has no such endpoint (404)`;
  }
  const code = [status, error_code].flatMap((part) => (part === undefined ? [] : words`${part}`));
  // That is all that there is to say of a bundle.
  if (kind === "not_in_bundle" && message !== "") return words`${withoutIds(message)}`;
  const head = code.length === 0 ? (KIND_WORDS.get(kind) ?? words`${kind}`) : joined(code, words` `);
  return message === "" ? head : words`${head}: ${withoutIds(message)}`;
}
