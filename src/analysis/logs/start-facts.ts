import * as z from "zod";
import { RuntimeSettings, readRuntimeSettings } from "../../feldera/settings/runtime.ts";
import type { LogRecord } from "./record.ts";

/** What the newest process printed of itself at its start: what it was given, and so what holds for it. */
export const StartFacts = z.object({
  /** Of the configuration that it was started with, which the runner may have added to. */
  settings: RuntimeSettings,
  /** Connectors, `table.connector`, that it was told to start paused. */
  paused: z.array(z.string()),
  /** Its memory limit in all, and what of it the circuit may take, in bytes; absent where it printed none. */
  memory: z.object({ limit_bytes: z.number(), circuit_bytes: z.number() }).optional(),
  /** The storage's path, where it warned that this is in memory (a tmpfs). */
  in_memory_storage: z.string().optional(),
  /** The process, 0 where it is not told, that had the lock of its storage, and how long it waits for that to end. */
  lock: z.object({ process: z.int(), waits_s: z.number() }).optional(),
});

export type StartFacts = z.infer<typeof StartFacts>;

const Connectors = z.record(z.string(), z.looseObject({ paused: z.boolean().nullish() })).nullish();
const Configuration = z.looseObject({ global: z.unknown(), inputs: Connectors, outputs: Connectors });

type Configuration = z.infer<typeof Configuration>;

const BUDGET = /^memory budget split: circuit RSS (\d{1,12}) MB, .*\(total (\d{1,12}) MB\)$/;
const IN_MEMORY = /^initializing storage on in-memory tmpfs filesystem at (.{1,1000}); consider /;
const LOCKED = /\.pidlock: waiting up to ([\d.]{1,12}) seconds for process (\d{1,10}) to release lock$/;
const MEGABYTE = 1_000_000;

/** @param records of one run, in the log's order; undefined where they have no whole configuration */
export function startFacts(records: readonly LogRecord[]): StartFacts | undefined {
  const at = records.findLastIndex((record) => configurationOf(record) !== undefined);
  const dump = records[at];
  const configuration = configurationOf(dump);
  const settings = readRuntimeSettings(configuration?.global, undefined);
  if (configuration === undefined || settings === undefined) return undefined;
  // Rows may print lines alike, but not before the pipeline has read any.
  const lines = records.slice(at).filter(({ source }) => source === "pipeline");
  const said = (pattern: RegExp) => lines.flatMap(({ message }) => pattern.exec(message) ?? []);
  const [, circuit, total] = said(BUDGET);
  const [, in_memory_storage] = said(IN_MEMORY);
  const [, waits_s, process] = said(LOCKED);
  const connectors = [configuration.inputs, configuration.outputs].flatMap((all) =>
    Object.entries(all ?? {}),
  );
  return {
    settings,
    paused: connectors.flatMap(([name, { paused }]) => (paused === true ? [name] : [])),
    ...(total !== undefined && {
      memory: { limit_bytes: Number(total) * MEGABYTE, circuit_bytes: Number(circuit) * MEGABYTE },
    }),
    ...(in_memory_storage !== undefined && { in_memory_storage }),
    ...(process !== undefined && { lock: { process: Number(process), waits_s: Number(waits_s) } }),
  };
}

/** What makes two starts the same: settings and connectors, without where and as what they run. */
export function configurationKey(records: readonly LogRecord[]): string | undefined {
  const configuration = configurationOf(records.findLast((record) => configurationOf(record) !== undefined));
  if (configuration === undefined) return undefined;
  const { global, inputs, outputs } = configuration;
  return JSON.stringify({ global, inputs, outputs });
}

/** The dump itself; absent where it is not whole. */
function configurationOf(record: LogRecord | undefined): Configuration | undefined {
  if (record?.kind !== "configuration") return undefined;
  const { message } = record;
  const start = message.search(/\{$/m);
  if (start < 0) return undefined;
  try {
    return Configuration.safeParse(JSON.parse(message.slice(start))).data;
  } catch {
    return undefined;
  }
}
