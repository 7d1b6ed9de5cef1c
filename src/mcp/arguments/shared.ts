import * as z from "zod";
import { LEAST_ANSWER_TOKENS, type Limits } from "../../config/limits.ts";

/** The arguments that every tool takes beside its own. */
export const SharedArguments = z.object({ max_tokens: z.int(), collection: z.string().optional() });

/** `max_tokens` for every tool, and `collection` where the source is a bundle. */
export function sharedArguments(limits: Limits, hasCollections: boolean): z.ZodObject {
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
  return hasCollections ? z.object({ max_tokens, collection }) : z.object({ max_tokens });
}
