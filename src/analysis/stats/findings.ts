import * as z from "zod";
import { isPositive } from "./counts.ts";
import type { StatsFacts } from "./facts.ts";

export const Finding = z.object({
  finding: z.enum([
    "output stall",
    "long transaction",
    "long commit",
    "no progress",
    "memory pressure",
    "storage nearly full",
    "connectors missing",
    "connectors in trouble",
    "queues at their limit",
    "nothing received",
    "bootstrapping",
  ]),
  /** The connectors that it is about, by `table.connector`. */
  connectors: z.array(z.string()),
});

export type Finding = z.infer<typeof Finding>;

/** Every step of a healthy pipeline is a transaction that commits within ms; one of this length is not such a step. */
const LONG_TRANSACTION_MS = 10_000;

const NEARLY_FULL = 0.9;

/** A step of a busy pipeline may take longer than a shorter window, and a source that long to begin. */
const TELLING_WINDOW_MS = 500;
const TELLING_UPTIME_MS = 10_000;

/** What stands out in the figures, most telling first. That nothing does is no proof of health. */
export function findingsOf(figures: Omit<StatsFacts, "findings">): Finding[] {
  const { connectors, transaction, rates, memory, storage, bootstrap } = figures;
  const named = (wanted: (one: Connector) => boolean) => connectors.filter(wanted).map(({ name }) => name);
  const isStalled = isPositive(figures.output_stall_ms);
  const stalls = (one: Connector) => isStalled && one.direction === "output" && isFull(one);
  const missing = named(({ troubles }) => troubles.includes("missing"));
  const failing = named(({ troubles }) => troubles.some((trouble) => FAILURES.has(trouble)));
  const full = named((one) => isFull(one) && !stalls(one));
  const isLong = Number(transaction?.ms ?? 0) >= LONG_TRANSACTION_MS;
  const isStuck =
    figures.state === "Running" &&
    rates?.over === "two samples" &&
    rates.window_ms >= TELLING_WINDOW_MS &&
    rates.processed_records_per_s === 0 &&
    isPositive(figures.buffered_records);
  const starved =
    figures.state === "Running" && Number(figures.uptime_ms ?? 0) >= TELLING_UPTIME_MS
      ? named((one) => one.direction === "input" && one.records === 0 && one.troubles.length === 0)
      : [];
  const isBootstrapping =
    bootstrap.in_progress === true || (bootstrap.phase !== undefined && bootstrap.phase !== "Inactive");
  return [
    ...found("output stall", isStalled, named(stalls)),
    ...found("long transaction", isLong && transaction?.status === "TransactionInProgress"),
    ...found("long commit", isLong && transaction?.status === "CommitInProgress"),
    ...found("no progress", isStuck),
    ...found("memory pressure", memory.pressure !== undefined && memory.pressure !== "low"),
    ...found("storage nearly full", (storage.share ?? 0) >= NEARLY_FULL),
    ...found("connectors missing", missing.length > 0, missing),
    ...found("connectors in trouble", failing.length > 0, failing),
    ...found("queues at their limit", full.length > 0, full),
    ...found("nothing received", starved.length > 0, starved),
    ...found("bootstrapping", isBootstrapping),
  ];
}

type Connector = StatsFacts["connectors"][number];

function isFull({ troubles }: Connector): boolean {
  return troubles.includes("at its limit");
}

const FAILURES: ReadonlySet<Connector["troubles"][number]> = new Set([
  "fatal error",
  "unhealthy",
  "transport errors",
  "encode errors",
  "parse errors",
] as const);

function found(finding: Finding["finding"], isSo: boolean, connectors: string[] = []): Finding[] {
  return isSo ? [{ finding, connectors }] : [];
}
