import fc from "fast-check";

/** Every run tries the same cases, and one that fails can be run again: on another machine, and in CI. */
const SEED = 20261128;

const given = process.env.FAST_CHECK_SEED;

/** `FAST_CHECK_SEED=5` tries other cases, `FAST_CHECK_SEED=random` new ones each time; fast-check prints what failed. */
const seed = given === "random" ? Date.now() : Number(given ?? SEED);

if (!Number.isSafeInteger(seed)) throw new Error(`FAST_CHECK_SEED is neither a number nor random: ${given}`);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
