export type InputFormat = "gzip" | "pprof" | "firefox profile" | "circuit profile" | "zip" | "support bundle";

/**
 * Input that breaks its own format. `where` names the place: a byte offset, a table and index, a JSON path.
 */
export class MalformedInput extends Error {
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
