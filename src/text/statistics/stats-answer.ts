import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import type { StatsAnswer } from "../../answers/statistics.ts";
import { connectorArguments } from "../../sql-identifiers.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { whyMissing } from "../not-checked.ts";
import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";
import { renderStats } from "./stats.ts";

/** The figures, what of them is missing and why, and the calls that go on from them. */
export function renderStatsAnswer({ facts }: Cleaned<StatsAnswer>, page: Page): void {
  const { configuration_missing, metrics_missing, second_sample_missing } = facts;
  renderStats(facts, page);
  if (second_sample_missing !== undefined) {
    page.line(
      words`The second sample was not had: ${whyMissing(second_sample_missing)}. These figures are the first one's.`,
    );
  }
  if (configuration_missing !== undefined) {
    page.line(
      words`Declared connectors and configured limits were not checked: ${whyMissing(configuration_missing)}.`,
    );
  } else if (!facts.configuration_known) {
    page.line(
      words`Declared connectors or configured limits were not checked: the pipeline's record does not hold them.`,
    );
  }
  if (metrics_missing !== undefined) {
    page.line(
      words`The metrics, which tell the memory limit that holds, were not read: ${whyMissing(metrics_missing)}.`,
    );
  }
  suggestNext(facts, page);
}

function suggestNext({ pipeline_name, connectors, findings }: StatsAnswer, page: Page): void {
  const failing = connectors.find((one) => one.troubles.some(isToldByConnectorStats));
  const args = failing && connectorArguments(failing);
  if (args) {
    page.next("get_connector_stats", { pipeline_name, ...args }, words`for its errors and its configuration`);
  }
  if (findings.some(({ finding }) => finding === "connectors missing" || finding === "nothing received")) {
    const why = words`for what the log says of connectors that are missing or receive nothing`;
    page.next("get_pipeline_logs", { pipeline_name, level: "warn" }, why);
  }
}

function isToldByConnectorStats(trouble: ConnectorStats["troubles"][number]): boolean {
  return trouble !== "missing" && trouble !== "paused";
}
