import * as z from "zod";
import type { Connector } from "../../feldera/schemas/program.ts";
import { endlessBy } from "../../feldera/settings/endless.ts";
import type { Count } from "./counts.ts";

/** What an input waits for that starts after others. */
export const Awaits = z.object({
  /** The labels that it names. */
  labels: z.array(z.string()),
  /** The inputs with one of them that have not come to their end. */
  unfinished: z.array(
    z.object({
      name: z.string(),
      /** Whether its configuration gives it no end. */
      /** By what of its configuration it has no end. */
      endless_by: z.string().optional(),
      paused: z.boolean(),
      failed: z.boolean(),
    }),
  ),
});

export type Awaits = z.infer<typeof Awaits>;

interface Input {
  readonly name: string;
  readonly paused?: boolean | undefined;
  readonly failed?: boolean | undefined;
  readonly records?: Count;
  readonly end_of_input?: boolean | undefined;
}

interface Inputs {
  readonly input: Readonly<Record<string, Connector>>;
}

/**
 * Feldera has an input with `start_after` begin as paused, and starts it once all inputs with those labels have come to
 * their end; somebody may start and pause it before, which shows where it has read rows. What it waits for may wait
 * itself: then it waits for that too.
 */
export function withAwaits<Some extends Input>(
  inputs: readonly Some[],
  declared: Inputs | undefined,
): (Some & { awaits?: Awaits })[] {
  return inputs.map((one) => {
    const labels = labelsAwaited(one, declared);
    if (labels === undefined) return one;
    const unfinished = awaitedBy(one, inputs, declared);
    return { ...one, awaits: { labels, unfinished: unfinished.map((other) => toldInput(other, declared)) } };
  });
}

/** Undefined where it does not wait for any. */
function labelsAwaited(one: Input, declared: Inputs | undefined): string[] | undefined {
  const labels = declared?.input[one.name]?.start_after;
  const isWaiting = one.paused === true && (one.records == null || Number(one.records) === 0);
  return labels != null && isWaiting ? labels : undefined;
}

/** Those that it waits for, and those that these wait for. */
function awaitedBy(
  one: Input,
  inputs: readonly Input[],
  declared: Inputs | undefined,
  found: Set<Input> = new Set(),
): readonly Input[] {
  const labels = labelsAwaited(one, declared) ?? [];
  for (const other of inputs) {
    const isAwaited = declared?.input[other.name]?.labels?.some((label) => labels.includes(label));
    if (!isAwaited || other.end_of_input === true || found.has(other)) continue;
    found.add(other);
    awaitedBy(other, inputs, declared, found);
  }
  return [...found];
}

function toldInput(one: Input, declared: Inputs | undefined): Awaits["unfinished"][number] {
  const configured = declared?.input[one.name];
  const endless_by = configured && endlessBy(configured);
  return {
    name: one.name,
    ...(endless_by !== undefined && { endless_by }),
    paused: one.paused === true && labelsAwaited(one, declared) === undefined,
    failed: one.failed === true,
  };
}
