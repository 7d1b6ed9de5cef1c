import * as z from "zod";

/** Why a part of an answer could not be had: an error of the Feldera client. */
export const MissingPart = z.object({
  /** The client's own word for it: `not_deployed`, `timeout`, … */
  kind: z.string(),
  status: z.int().optional(),
  error_code: z.string().optional(),
  /** Feldera's words, or empty. */
  message: z.string(),
});

export type MissingPart = z.infer<typeof MissingPart>;

const UNANSWERED: ReadonlySet<string> = new Set(["timeout", "unreachable", "unavailable"]);

/**
 * Whether nobody answered: not within this server's limit, or not within the manager's 10 s, after which it says first
 * that the process is unreachable and then that it is unavailable.
 */
export function isUnanswered({ kind }: MissingPart): boolean {
  return UNANSWERED.has(kind);
}
