import * as z from "zod";

/**
 * The same profile in earlier versions of the format, made from one in version 57 by the format's changelog: what
 * no recording exists of, such as Feldera's markers in them.
 */
const version57 = z.looseObject({
  meta: z.looseObject({ preprocessedProfileVersion: z.literal(57) }),
  shared: z.looseObject({ stringArray: z.array(z.string()) }),
  threads: z.array(z.looseObject({ samples: z.looseObject({ timeDeltas: z.array(z.number()) }) })),
});

/** Before 56 each thread has strings of its own. */
export function inVersion55(json: unknown) {
  const { shared, ...profile } = version57.parse(json);
  return {
    ...profile,
    meta: { ...profile.meta, preprocessedProfileVersion: 55 },
    threads: profile.threads.map((thread) => ({ ...thread, stringArray: shared.stringArray })),
  };
}

/** Before 50 samples have times, and no differences of them. */
export function inVersion49(json: unknown) {
  const profile = inVersion55(json);
  return {
    ...profile,
    meta: { ...profile.meta, preprocessedProfileVersion: 49 },
    threads: profile.threads.map(({ samples: { timeDeltas, ...samples }, ...thread }) => ({
      ...thread,
      samples: { ...samples, time: runningSum(timeDeltas) },
    })),
  };
}

/** 41 is the first in which all threads have the same libraries. */
export function inVersion41(json: unknown) {
  const profile = inVersion49(json);
  return { ...profile, meta: { ...profile.meta, preprocessedProfileVersion: 41 } };
}

function runningSum(deltas: readonly number[]): number[] {
  let sum = 0;
  return deltas.map((delta) => {
    sum += delta;
    return sum;
  });
}
