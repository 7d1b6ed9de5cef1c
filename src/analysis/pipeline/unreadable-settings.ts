import * as z from "zod";
import type { Connector, ProgramInfo } from "../../feldera/schemas/program.ts";
import { readConnectorSettings } from "../../feldera/settings/connector.ts";
import { type DurationReading, type SizeReading, Unreadable } from "../../feldera/settings/reading.ts";
import type { RuntimeSettings } from "../../feldera/settings/runtime.ts";

/** A setting whose value is none that Feldera would take, and what it is of: `runtime_config`, or a connector. */
export const UnreadableSetting = z.object({ of: z.string(), reading: Unreadable });

export type UnreadableSetting = z.infer<typeof UnreadableSetting>;

/** Of the pipeline and of the connectors that its program declares. */
export function unreadableSettings(
  settings: RuntimeSettings | undefined,
  program: z.infer<typeof ProgramInfo>,
  runtime: string | undefined,
): UnreadableSetting[] {
  return [
    ...(settings ? unreadIn("runtime_config", settings) : []),
    ...ofConnectors("input_connectors", program?.input_connectors, runtime),
    ...ofConnectors("output_connectors", program?.output_connectors, runtime),
  ];
}

function ofConnectors(
  list: string,
  connectors: Readonly<Record<string, Connector>> | null | undefined,
  runtime: string | undefined,
): UnreadableSetting[] {
  return Object.entries(connectors ?? {}).flatMap(([name, connector]) =>
    unreadIn(`program_info.${list}.${name}`, readConnectorSettings(connector, runtime)),
  );
}

interface Readings {
  readonly sizes: Readonly<Record<string, SizeReading>>;
  readonly durations: Readonly<Record<string, DurationReading>>;
}

function unreadIn(of: string, { sizes, durations }: Readings): UnreadableSetting[] {
  return [...Object.values(sizes), ...Object.values(durations)].flatMap((reading) =>
    reading.is === "unreadable" ? [{ of, reading }] : [],
  );
}
