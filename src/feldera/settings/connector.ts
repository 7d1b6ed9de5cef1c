import type { Connector } from "../schemas/program.ts";
import { each } from "./each.ts";
import { readDuration, readSize } from "./read.ts";
import type { DurationReading, SizeReading } from "./reading.ts";
import { CONNECTOR_DURATIONS, CONNECTOR_SIZES, type Spelling } from "./spellings.ts";

/** What a connector's configuration sets, under either spelling. */
export interface ConnectorSettings {
  readonly sizes: Readonly<Record<keyof typeof CONNECTOR_SIZES, SizeReading>>;
  readonly durations: Readonly<Record<keyof typeof CONNECTOR_DURATIONS, DurationReading>>;
}

/** @param runtime the pipeline's `platform_version` */
export function readConnectorSettings(connector: Connector, runtime: string | undefined): ConnectorSettings {
  const kinds = [connector.transport?.name, connector.format?.name];
  const own = ({ of }: Spelling) => of === undefined || of.some((kind) => kinds.includes(kind));
  const settings = (spelling: Spelling) => (own(spelling) ? connector : {});
  return {
    sizes: each(CONNECTOR_SIZES, (spelling) => readSize(settings(spelling), spelling, runtime)),
    durations: each(CONNECTOR_DURATIONS, (spelling) => readDuration(settings(spelling), spelling, runtime)),
  };
}
