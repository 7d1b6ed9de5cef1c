import { UnreadableInput } from "./unreadable-input.ts";

export const INPUT_FORMATS = [
  "gzip",
  "pprof",
  "firefox profile",
  "circuit profile",
  "generated Rust",
  "zip",
  "support bundle",
] as const;

export type InputFormat = (typeof INPUT_FORMATS)[number];

/**
 * Input that breaks its own format. `where` names the place: a byte offset, a table and index, a JSON path.
 */
export class MalformedInput extends UnreadableInput {
  override readonly name = "MalformedInput";
  readonly format: InputFormat;
  readonly where: string;
  readonly problem: string;

  constructor(format: InputFormat, where: string, problem: string) {
    super(`malformed ${format} at ${where}: ${problem}`);
    this.format = format;
    this.where = where;
    this.problem = problem;
  }
}
