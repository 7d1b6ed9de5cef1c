import type { Analyses } from "./analyses.ts";
import { carriedError, thrownError } from "./carried-errors.ts";

/** Runs jobs right here, with all that goes in and comes out copied as it is on the way to another process. */
export const inProcess: Analyses = {
  prepare() {},
  async run(job, input) {
    const value = await job.run(structuredClone(input)).catch((error: unknown) => {
      throw thrownError(carriedError(error));
    });
    return job.output.parse(structuredClone(value));
  },
  close() {},
};
