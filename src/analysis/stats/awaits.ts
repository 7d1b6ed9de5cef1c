import * as z from "zod";
import type { Connector } from "../../feldera/schemas/program.ts";
import { isEndless } from "../../feldera/settings/endless.ts";
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
      is_endless: z.boolean(),
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
 * their end; somebody may start and pause it before, which shows where it has read rows.
 */
export function withAwaits<Some extends Input>(
  inputs: readonly Some[],
  declared: Inputs | undefined,
): (Some & { awaits?: Awaits })[] {
  return inputs.map((one) => {
    const labels = declared?.input[one.name]?.start_after;
    if (labels == null || one.paused !== true || (one.records != null && Number(one.records) > 0)) return one;
    const unfinished = inputs.filter(
      ({ name, end_of_input }) =>
        end_of_input !== true && declared?.input[name]?.labels?.some((label) => labels.includes(label)),
    );
    return { ...one, awaits: { labels, unfinished: unfinished.map((other) => toldInput(other, declared)) } };
  });
}

function toldInput(
  { name, paused, failed }: Input,
  declared: Inputs | undefined,
): Awaits["unfinished"][number] {
  const configured = declared?.input[name];
  return {
    name,
    is_endless: configured !== undefined && isEndless(configured),
    paused: paused === true,
    failed: failed === true,
  };
}
