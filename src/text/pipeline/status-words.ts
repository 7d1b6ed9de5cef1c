import { type Words, words } from "../page/words.ts";

/** "Running", or "Stopped (wanted: Running)". */
export function statusWords(axis: { status: string; desired?: string | undefined }): Words {
  return axis.desired === undefined || axis.desired === axis.status
    ? words`${axis.status}`
    : words`${axis.status} (wanted: ${axis.desired})`;
}
