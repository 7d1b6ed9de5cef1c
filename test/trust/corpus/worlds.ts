import type { Names } from "./calls.ts";

/** Worlds whose answers are planted, and what their pipelines are made of. */
export const WORLDS = {
  injection: {
    pipeline: "support_tickets",
    table: "tickets",
    connector: "tickets_file",
    view: "ticket_count",
    output: "out",
  },
  secrets: {
    pipeline: "partner_sync_live",
    table: "offers",
    connector: "offers_url_ok",
    view: "all_offers",
    output: "out",
  },
  udf_panic: {
    pipeline: "risk_scoring",
    table: "transfers",
    connector: "transfers_gen",
    view: "scored",
    output: "out",
  },
  slow_sink: {
    pipeline: "export_feed",
    table: "prices",
    connector: "prices_gen",
    view: "price_feed",
    output: "partner_feed",
  },
} as const satisfies Record<string, Names>;

export type World = keyof typeof WORLDS;
