import type { ConnectorStats } from "./connectors.ts";

/** As Feldera names the inputs that it makes for rows sent by HTTP, one for each table and format. */
const MADE_FOR_HTTP = /\.api-ingress-[^.]+$/;

export function isPushed({ name, declared }: Pick<ConnectorStats, "name" | "declared">): boolean {
  return declared !== true && MADE_FOR_HTTP.test(name);
}

/** Of rows that were sent by HTTP, and none of which came through, as where none parses: what was sent is over. */
export function hasPushedNothing(one: Pick<ConnectorStats, "name" | "declared" | "records">): boolean {
  return isPushed(one) && one.records !== undefined && Number(one.records) === 0;
}
