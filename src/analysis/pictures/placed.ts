import type { SqlPlace } from "../operators/sql-places.ts";
import type { PicturedPlace } from "./place-schema.ts";

/** Of an operator's SQL a tip has room for so many characters. */
const CODE_CHARS = 400;

export function picturedPlace({ handle, operation, relation, positions, line }: SqlPlace): PicturedPlace {
  const [first] = positions;
  const code = first?.code;
  return {
    handle,
    operation,
    ...(relation && { relation }),
    ...(line !== undefined && { line, end_line: Math.max(line, first?.end_line ?? line) }),
    ...(code !== undefined && { code: clipped(code) }),
  };
}

function clipped(code: string): string {
  return code.length <= CODE_CHARS ? code : `${code.slice(0, CODE_CHARS)} …`;
}
