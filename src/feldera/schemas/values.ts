import * as z from "zod";

/**
 * What this server reads of Feldera's answers. Every field is optional, since the manager and each pipeline
 * may be of any version; unknown fields pass.
 */

/** An integer of up to 64 bits, a bigint where a double could not hold it. */
export const Integer = z.union([z.int(), z.bigint()]);

export const text = z.string().nullish();

export const count = Integer.nullish();

export const flag = z.boolean().nullish();
