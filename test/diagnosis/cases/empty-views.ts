import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const orders = {
  endpoint_name: "orders.orders_gen",
  config: { stream: "orders" },
  metrics: { total_records: 515_000, total_bytes: 9_000_000 },
};

/** A recorded join of orders with customers, of which only the orders have a connector. */
const withoutCustomers = (others: readonly object[], sent = 0) =>
  evidenceOf("skewed_join", {
    pipeline: { "program_info.input_connectors": { "orders.orders_gen": { stream: "orders" } } },
    stats: {
      inputs: [orders, ...others],
      "global_metrics.total_input_records": 515_000 + others.length,
      "outputs.0.metrics.transmitted_records": sent,
    },
  });

const byHttp = {
  endpoint_name: "customers.api-ingress-1",
  config: { stream: "customers" },
  metrics: { total_records: 1, total_bytes: 40 },
};

export const EMPTY_VIEW_CASES: readonly RuleCase[] = [
  {
    rule: "view/starved",
    when: "a view joins a table that nothing feeds",
    evidence: () => withoutCustomers([]),
    severity: "warning",
    says: [/views .*enriched.* can have no row: they join table customers, and no row for it has come/],
  },
  {
    rule: "view/starved",
    when: "all that a recorded view needs is a table that nothing feeds",
    evidence: () => evidenceOf("rss_ample"),
    severity: "info",
    says: [/views reach, reach_counts can have no row: they need table links/, /nothing is wrong/],
  },
  {
    rule: "view/starved",
    when: "somebody has sent a row for that table by HTTP",
    evidence: () => withoutCustomers([byHttp]),
  },
  {
    rule: "view/starved",
    when: "more was read than the connectors that are listed have brought",
    evidence: () => evidenceOf("rss_ample", { stats: { "global_metrics.total_input_records": 999_999_999 } }),
  },
  {
    rule: "input/rows-replaced",
    when: "hardly any of a recorded table's rows differ in their key",
    evidence: () => evidenceOf("join_lateness_both"),
    says: [/table links holds at most .* of the .* rows that came for it/, /how a primary key works/],
  },
  {
    rule: "input/rows-replaced",
    when: "the recorded rows of a table with a primary key have a key each",
    evidence: () => evidenceOf("skewed_join"),
  },
];
