import * as z from "zod";
import { Integer } from "../schemas/values.ts";
import { UNREADABLE } from "./amounts.ts";

/** The name that a setting was found under, with where it stands: `resources.memory_max`. */
const name = z.string();

/** What the user wrote: `16G`, `1500`. */
const written = z.string();

/** Not set. It bears the name that this runtime knows it by. */
const Unset = z.object({ is: z.literal("unset"), name });

/** Set, and to nothing that Feldera would take. */
export const Unreadable = z.object({ is: z.literal("unreadable"), name, written, why: z.enum(UNREADABLE) });

/** A size that is configured, in bytes, exact. */
export const SetSize = z.object({ is: z.literal("set"), name, written, bytes: Integer });

/** A duration that is configured, in ms. */
const SetDuration = z.object({
  is: z.literal("set"),
  name,
  written,
  ms: z.union([z.number(), z.bigint()]),
});

export const SizeReading = z.discriminatedUnion("is", [SetSize, Unset, Unreadable]);

/** `off` where null switches it off, and leaving it out does not. */
export const DurationReading = z.discriminatedUnion("is", [
  SetDuration,
  Unset,
  Unreadable,
  z.object({ is: z.literal("off"), name }),
]);

export type Unreadable = z.infer<typeof Unreadable>;
export type SetSize = z.infer<typeof SetSize>;
export type SizeReading = z.infer<typeof SizeReading>;
export type DurationReading = z.infer<typeof DurationReading>;
