import { stringify } from "lossless-json";

/** JSON of a value that `parseExactJson` gave: bigints are written digit by digit. */
export function stringifyExactJson(value: unknown): string {
  return stringify(value) ?? "null";
}
