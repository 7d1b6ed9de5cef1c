import type { ConnectorStats } from "./connectors.ts";

/** As Feldera names the inputs that it makes for rows sent by HTTP, one for each table and format. */
const MADE_FOR_HTTP = /\.api-ingress-[^.]+$/;

export function isPushed({ name, declared }: Pick<ConnectorStats, "name" | "declared">): boolean {
  return declared !== true && MADE_FOR_HTTP.test(name);
}
