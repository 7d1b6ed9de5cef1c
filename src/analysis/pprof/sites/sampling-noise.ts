/**
 * The standard deviation of an estimate that jemalloc's sampling gives, at most.
 *
 * The allocator counts bytes and samples an allocation each time that an exponentially distributed distance of mean
 * R has passed. So of allocations of size s, each is sampled with probability p = 1 - exp(-s/R) by itself, and
 * stands for w = s/p bytes. N of them weigh A = N s; the estimate is W = n w with n from a binomial distribution:
 *
 *     Var W = w² N p (1 - p) = A (w - s),   which W (w - s) estimates
 *     w - s = s / (exp(s/R) - 1) ≤ R
 *
 * Sizes vary and a profile does not record them, but the bound holds for each size and so for their sum: the
 * variance is at most W R. It is reached where allocations are much smaller than R, and generous where they are
 * larger. Between two profiles of one process it is generous too, since what stays allocated stays sampled.
 *
 * @param weight an estimate in bytes, or the sum of several that are independent
 * @param samplingBytes R
 */
export function deviationAtMost(weight: number, samplingBytes: number): number {
  return Math.sqrt(Math.abs(weight) * samplingBytes);
}

/** Changes of up to so many standard deviations come about by chance in one case of twenty. */
export const DEVIATIONS_OF_NOISE = 2;
