/** Of a pattern that `compilePattern` does not take. */
export class InvalidPattern extends Error {
  override readonly name = "InvalidPattern";
  readonly pattern: string;
  /** What is wrong, in RE2's words: "missing closing ): `(a`". */
  readonly problem: string;

  constructor(pattern: string, problem: string) {
    super(`invalid pattern: ${problem}`);
    this.pattern = pattern;
    this.problem = problem;
  }
}
