import { expect, onTestFinished } from "vitest";
import type { FelderaConfig } from "../../../src/config/config.ts";
import { type Limits, limitsWith } from "../../../src/config/limits.ts";
import { FelderaError } from "../../../src/feldera/errors.ts";
import { connectFeldera, type FelderaSource } from "../../../src/feldera/http/client.ts";
import type { CallScope } from "../../../src/feldera/source.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";

/** A name with an empty label: it is none, and no name server has to be asked to know that. */
export const NO_HOST = "nosuch..invalid";

/** A limit in ms that no test waits for: what ends before has ended for another reason. */
export const AN_HOUR = 3_600_000;

export const PAYMENTS = "/v0/pipelines/payments";

export const requestOf = {
  pipelines: { endpoint: "list_pipelines" },
  pipeline: { endpoint: "get_pipeline", path: { pipeline_name: "payments" } },
  checkpoints: { endpoint: "list_checkpoints", path: { pipeline_name: "payments" } },
  logs: { endpoint: "pipeline_logs", path: { pipeline_name: "payments" } },
  heapProfile: { endpoint: "heap_profile", path: { pipeline_name: "payments" } },
  startSamply: { endpoint: "start_samply_profile", path: { pipeline_name: "payments" } },
} as const;

export interface Client {
  readonly source: FelderaSource;
  /** The debug log. */
  readonly lines: readonly string[];
  /** Secrets that it has told of. */
  readonly secrets: readonly string[];
}

/** A client of `baseUrl` that is closed with the test; retries come quickly unless `limits` says otherwise. */
export function clientOver(
  baseUrl: string,
  limits: Partial<Limits> = {},
  config: Partial<FelderaConfig> = {},
): Client {
  const lines: string[] = [];
  const secrets: string[] = [];
  const source = connectFeldera(
    { kind: "feldera", baseUrl, proxy: { except: "" }, ...config },
    limitsWith({ retryDelayMs: 10, ...limits }),
    (line) => lines.push(line),
    (secret) => secrets.push(secret),
  );
  onTestFinished(() => source.close());
  return { source, lines, secrets };
}

/** A Feldera on loopback that is closed with the test. */
export async function loopback(start = startLoopbackFeldera): Promise<LoopbackFeldera> {
  const feldera = await start();
  onTestFinished(() => feldera.close());
  return feldera;
}

/** What a call has that may take `ms`, as the registry makes it. */
export function within(ms = 20_000, caller?: AbortSignal): CallScope {
  const timeout = AbortSignal.timeout(ms);
  const signal = caller === undefined ? timeout : AbortSignal.any([caller, timeout]);
  return { signal, deadlineMs: performance.now() + ms };
}

/** The error that a call ends in. */
export async function failureOf(call: Promise<unknown>): Promise<FelderaError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FelderaError);
  if (!(error instanceof FelderaError)) throw error;
  return error;
}
