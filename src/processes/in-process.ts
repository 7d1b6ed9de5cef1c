import type { Analyses } from "./analyses.ts";
import { carriedError, thrownError } from "./carried-errors.ts";
import { separated } from "./messages.ts";

/** Runs jobs right here, with what goes in and comes out copied as it is on the way to another process. */
export const inProcess: Analyses = {
  prepare() {},
  async run(job, input) {
    const { rest, bytes } = separated(input);
    const copied = bytes.map(([field, content]) => [
      field,
      content instanceof Uint8Array ? new Uint8Array(content) : content,
    ]);
    const given = { ...structuredClone(rest), ...Object.fromEntries(copied) };
    const value = await job.run(given).catch((error: unknown) => {
      throw thrownError(carriedError(error));
    });
    return job.output.parse(structuredClone(value));
  },
  close() {},
};
