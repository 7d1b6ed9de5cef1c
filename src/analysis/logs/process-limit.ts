import * as z from "zod";
import { parseSize } from "../../feldera/settings/size.ts";
import type { LogRecord } from "./record.ts";

/** What a process from 0.367 on logs of its memory limit, at its start and whenever the limit changes. */
export const ProcessLimit = z.object({
  /** What memory pressure is measured against; 0 where nothing limits it. */
  bytes: z.number(),
  /** What is configured, and what its container or machine has; absent where there is none. */
  configured_bytes: z.number().optional(),
  available_bytes: z.number().optional(),
  /** When it was logged, RFC 3339. */
  at: z.string().optional(),
});

export type ProcessLimit = z.infer<typeof ProcessLimit>;

const SET =
  /^process memory limit set to (\S{1,30}) \(configured: (\S{1,30}), available: (\S{1,30}), reserved: /;

/** The engine's own modules: rows that are printed come from others. */
const ENGINE = /^dbsp(?:::|$)/;

/** @param records of one run, in the log's order */
export function processLimit(records: readonly LogRecord[]): ProcessLimit | undefined {
  const told = records.findLast(({ source, target = "", message }) => {
    return source === "pipeline" && ENGINE.test(target) && SET.test(message);
  });
  const [, limit = "", configured = "", available = ""] = SET.exec(told?.message ?? "") ?? [];
  const bytes = bytesOf(limit) ?? (limit === "none" ? 0 : undefined);
  if (bytes === undefined) return undefined;
  const [configured_bytes, available_bytes] = [bytesOf(configured), bytesOf(available)];
  return {
    bytes,
    ...(configured_bytes !== undefined && { configured_bytes }),
    ...(available_bytes !== undefined && { available_bytes }),
    ...(told?.moment && { at: told.moment.time }),
  };
}

function bytesOf(size: string): number | undefined {
  const { amount } = parseSize(size);
  return amount === undefined ? undefined : Number(amount);
}
