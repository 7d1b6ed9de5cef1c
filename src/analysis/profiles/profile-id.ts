import { createHash } from "node:crypto";

export type ProfileKind = "heap" | "cpu" | "circuit";

/** Misspelt as well: no collection of a bundle, which goes by its index or time, begins so. */
const PROFILE_ID = /^(?:heap|cpu|circuit)/i;
const HASH_DIGITS = 8;

/** The id of a pipeline's profile, by its kind and content: the same one has the same id in every server. */
export function profileId(kind: ProfileKind, pipeline_name: string, bytes: Uint8Array): string {
  const hash = createHash("sha256").update(pipeline_name).update("\0").update(bytes);
  return `${kind}-${hash.digest("hex").slice(0, HASH_DIGITS)}`;
}

/** Whether a text is meant as an id, of a profile that there is or not. */
export function isProfileId(text: string): boolean {
  return PROFILE_ID.test(text);
}
