import { onTestFinished } from "vitest";
import type { HttpConfig } from "../../src/config/config.ts";
import { type Limits, limitsWith } from "../../src/config/limits.ts";
import { type HttpServing, serveHttp } from "../../src/mcp/http/serve.ts";
import { type RegistryOver, registryOver } from "./registry.ts";

export interface OverHttp extends RegistryOver {
  readonly http?: Partial<HttpConfig>;
}

export interface HttpServer extends HttpServing {
  /** The lines for the operator. */
  readonly reported: readonly string[];
}

const ON_LOOPBACK: HttpConfig = {
  address: "127.0.0.1",
  port: 0,
  hosts: ["localhost", "127.0.0.1", "[::1]"],
  origins: [],
  access: { kind: "anybody" },
};

/** A server over HTTP, on a real socket of this process; it ends with the test. */
export async function httpServer({ http, ...over }: OverHttp): Promise<HttpServer> {
  const limits: Limits = limitsWith({ drainNoticeMs: 0, drainMs: 0, ...over.limits });
  const reported: string[] = [];
  const serving = await serveHttp(registryOver({ ...over, isReplica: true }), {
    http: { ...ON_LOOPBACK, ...http },
    limits,
    version: "1.0.0",
    report: (line) => reported.push(line),
  });
  onTestFinished(() => serving.drain());
  return { ...serving, reported };
}
