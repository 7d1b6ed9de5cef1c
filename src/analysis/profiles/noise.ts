/**
 * A change of up to so many standard deviations is called noise. A comparison tells of hundreds of sites, functions or
 * operators at once: of 200 that stay as they are, sampling alone moves nine by more than two deviations, but only in
 * every second comparison one by more than three.
 */
export const NOISE_DEVIATIONS = 3;

/**
 * The standard deviation of an amount that is known from samples, at most.
 *
 * CPU: a sample stands for the CPU since the one before, most often for one period R of the profiler. CPU of A µs is
 * known from A / R samples, a number that varies as counts do, by its square root: in CPU that is the root of A R.
 *
 * Heap: jemalloc counts bytes and samples an allocation each time that an exponentially distributed distance of mean R
 * has passed. So of allocations of size s, each is sampled with probability p = 1 - exp(-s/R) by itself, and stands for
 * w = s/p bytes. N of them weigh A = N s; the estimate is W = n w with n from a binomial distribution:
 *
 *     Var W = w² N p (1 - p) = A (w - s),   which W (w - s) estimates
 *     w - s = s / (exp(s/R) - 1) ≤ R
 *
 * Sizes vary and a profile does not record them, but the bound holds for each size and so for their sum: the deviation is
 * at most the root of W R. It is reached where allocations are much smaller than R, and generous where they are larger.
 * Between two profiles of one process it is generous too, since what stays allocated stays sampled.
 *
 * @param amount of CPU or bytes, or the sum of several that are independent
 * @param perSample R, in the unit of the amount
 */
export function samplingDeviation(amount: number, perSample: number): number {
  return Math.sqrt(Math.abs(amount) * perSample);
}
