/** Profiles of which one cannot be taken from the other. */
export class IncompatibleProfiles extends Error {
  override readonly name = "IncompatibleProfiles";
  readonly problem: string;

  constructor(problem: string) {
    super(`the profiles cannot be compared: ${problem}`);
    this.problem = problem;
  }
}
