import * as z from "zod";
import type { Connector } from "../schemas/program.ts";

/** Transports that go on for as long as there is a server. */
const ENDLESS: ReadonlySet<string> = new Set([
  "kafka_input",
  "pub_sub_input",
  "nats_input",
  "redis_input",
  "http_input",
  "postgres_cdc_input",
]);

/** Transports that read all there is, and come to its end unless they follow what is added. */
const ENDING: ReadonlySet<string> = new Set([
  "file_input",
  "url_input",
  "s3_input",
  "postgres_input",
  "delta_table_input",
  "iceberg_input",
]);

/** Tables of a lake: what of them is read. */
const FOLLOWING: ReadonlySet<string> = new Set(["follow", "snapshot_and_follow", "cdc"]);

const Config = z.looseObject({
  follow: z.boolean().nullish(),
  mode: z.string().nullish(),
  plan: z.array(z.looseObject({ limit: z.number().nullish() })).nullish(),
});

/**
 * By what of its configuration an input has no end, so that what starts after it never starts; undefined where it is not
 * known to have none.
 */
export function endlessBy({ transport }: Connector): string | undefined {
  const name = transport?.name ?? "";
  if (ENDLESS.has(name)) return name;
  const { follow, mode, plan } = Config.safeParse(transport?.config ?? {}).data ?? {};
  if (name === "datagen")
    return plan == null || plan.some(({ limit }) => limit == null) ? "a plan without limit" : undefined;
  if (follow === true) return "follow: true";
  return FOLLOWING.has(mode ?? "") ? `mode ${mode}` : undefined;
}

/** Whether an input without an end begins with all that is there, at once, and goes on with what is added to it. */
export function beginsWithAll(transport: string, config: unknown): boolean {
  const { follow, mode } = Config.safeParse(config ?? {}).data ?? {};
  return ENDING.has(transport) && (follow === true || mode === "snapshot_and_follow");
}

/** Whether an input reads a file, a table or the like to its end. */
export function isEnding(connector: Connector): boolean {
  return ENDING.has(connector.transport?.name ?? "") && endlessBy(connector) === undefined;
}
