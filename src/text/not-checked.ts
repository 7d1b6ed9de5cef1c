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
  ["not_listened", words`it is listened to between two looks, while the pipeline runs`],
  ["token_file", words`the token's file cannot be read`],
  ["bundle", words`the bundle cannot be read`],
]);

/** Its stacks come from the engine alone. */
export const GEN_2 = words`the pipeline runs on Feldera's Gen-2 engine, which compiles no Rust for its operators, so that no stack names one`;

/**
 * Why stacks do not lead to the SQL: its engine has none that would, or the program was not read.
 *
 * @param consequence of the latter: "SQL operators have no place in the SQL"
 */
export function notPlaced(consequence: Words, missing: MissingPart): Words {
  return missing.kind === "other_engine"
    ? words`No stack leads to the SQL: ${whyMissing(missing)}.`
    : words`${consequence}, since the program was not read: ${whyMissing(missing)}.`;
}

/** Why a part of an answer is missing: "503 Initializing: "…"", or what an empty 404 means. */
export function whyMissing(missing: MissingPart): Words {
  const head = whyMissingBriefly(missing);
  return isToldBriefly(missing) ? head : words`${head}: ${withoutIds(missing.message)}`;
}

/** The same without what Feldera says of it: "503 Initializing". */
export function whyMissingBriefly({ kind, status, error_code, message }: MissingPart): Words {
  if (kind === "not_found" && message === "") {
    return words`the pipeline's runtime has no such endpoint (404)`;
  }
  if (kind === "other_engine") return GEN_2;
  if (kind === "not_in_bundle" && message !== "") return words`${withoutIds(message)}`;
  const code = [status, error_code].flatMap((part) => (part === undefined ? [] : words`${part}`));
  return code.length === 0 ? (KIND_WORDS.get(kind) ?? words`${kind}`) : joined(code, words` `);
}

/** That is all that there is to say of a bundle, or of an engine. */
function isToldBriefly({ kind, message }: MissingPart): boolean {
  return message === "" || kind === "other_engine" || kind === "not_in_bundle";
}
