import * as z from "zod";
import type { Connector, Relation } from "../../feldera/schemas/program.ts";
import { CONNECTOR_DURATIONS, CONNECTOR_SIZES } from "../../feldera/settings/spellings.ts";
import { nameInPath } from "../../sql-identifiers.ts";

/** Connectors of one table that read the same, by their configuration but for how they read it. */
export const SameSource = z.object({
  table: z.string(),
  connectors: z.array(z.string()),
  transport: z.string(),
  /** Whether rows of the same primary key take each other's place. */
  has_key: z.boolean(),
});

export type SameSource = z.infer<typeof SameSource>;

/** Those of which each reader is given all there is; what others hand out goes to one of several readers. */
const GIVEN_WHOLE: ReadonlySet<string> = new Set([
  "file_input",
  "url_input",
  "s3_input",
  "kafka_input",
  "delta_table_input",
  "iceberg_input",
  "postgres_input",
]);

/** How it is read, such as by which pieces and until when, and not what. */
const HOW: ReadonlySet<string> = new Set([
  "follow",
  ...Object.values({ ...CONNECTOR_SIZES, ...CONNECTOR_DURATIONS }).flatMap(({ name, formerName }) => [
    name,
    formerName,
  ]),
]);

/** @param tables of the program, whose primary keys its schema tells */
export function sameSources(
  connectors: Readonly<Record<string, Connector>> | null | undefined,
  tables: readonly Relation[] | null | undefined,
): SameSource[] {
  const groups = new Map<string, SameSource>();
  for (const [name, { stream, transport }] of Object.entries(connectors ?? {})) {
    if (stream == null || transport?.name == null || !GIVEN_WHOLE.has(transport.name)) continue;
    const table = nameInPath(stream);
    const what = Object.entries(transport.config ?? {}).filter(([setting]) => !HOW.has(setting));
    const reads = JSON.stringify([table, transport.name, inOrder(Object.fromEntries(what))]);
    const group = groups.get(reads);
    if (group === undefined) {
      const has_key = (tables?.find((one) => one.name === table)?.primary_key ?? []).length > 0;
      groups.set(reads, { table, connectors: [name], transport: transport.name, has_key });
    } else group.connectors.push(name);
  }
  return [...groups.values()].filter((group) => group.connectors.length > 1);
}

/** A configuration as entries sorted by name, so that two that say the same are written alike. */
function inOrder(config: unknown): unknown {
  if (Array.isArray(config)) return config.map(inOrder);
  if (typeof config !== "object" || config === null) return config;
  return Object.entries(config)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, inOrder(value)])
    .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1));
}
