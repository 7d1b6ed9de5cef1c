import * as z from "zod";
import { LEAST_ANSWER_TOKENS, type Limits } from "../../config/limits.ts";

/** The arguments that every tool takes beside its own. */
export const SharedArguments = z.object({
  max_tokens: z.int(),
  collection: z.string().optional(),
  instance: z.string().optional(),
});

export interface Choices {
  /** Whether a bundle is among what is read. */
  readonly hasCollections: boolean;
  /** The names of what a call may be of, where there are several. */
  readonly instances?: readonly string[];
}

/** `max_tokens` for every tool, `collection` where a bundle is read, and `instance` where there are several. */
export function sharedArguments(limits: Limits, { hasCollections, instances = [] }: Choices): z.ZodObject {
  const max_tokens = z
    .int()
    .min(LEAST_ANSWER_TOKENS)
    .max(limits.answerTokensMax)
    .default(limits.answerTokens)
    .describe("Tokens at most");
  const collection = z
    .string()
    .max(100)
    .optional()
    .describe("Collection of the bundle: index (0 = newest, the default) or time");
  const instance = z.enum(instances).describe("Which Feldera");
  return z.object({
    ...(instances.length > 0 && { instance }),
    max_tokens,
    ...(hasCollections && { collection }),
  });
}
