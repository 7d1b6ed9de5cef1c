import * as z from "zod";
import { inputErrors, outputErrors } from "../../analysis/stats/connector-errors.ts";
import { inputStats, outputStats } from "../../analysis/stats/connectors.ts";
import { ConnectorAnswer } from "../../answers/statistics.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { getInputStats, getOutputStats } from "../../feldera/api/stats.ts";
import type { FelderaError } from "../../feldera/errors.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { renderConnector } from "../../text/statistics/connector.ts";
import { configurationOf } from "../pipeline/connectors.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";
import { unknownConnector } from "./unknown-connector.ts";
import { type WantedConnector, wantedConnector } from "./wanted-connector.ts";

const name = z.string().min(1).max(300);

export const getConnectorStats = defineTool({
  name: "get_connector_stats",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "input_connector_stats",
  title: "Get a connector's statistics",
  description:
    "One connector: its figures, last errors by tag and kind, and configuration without secrets. For a connector that get_stats shows in trouble. Give table_name or view_name.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    table_name: name.optional().describe("Table of an input; unquoted SQL names are lower case"),
    view_name: name.optional().describe("View of an output; likewise"),
    connector_name: name.describe("The connector's, without table or view"),
  }),
  facts: ConnectorAnswer,
  async run({ pipeline_name, table_name, view_name, connector_name }, context) {
    const { feldera } = context;
    const wanted = wantedConnector({ table_name, view_name, connector_name });
    const [stats, pipeline] = await Promise.all([
      partOf(fetchStats(feldera, pipeline_name, wanted)),
      partOf(getPipeline(feldera, pipeline_name)),
    ]);
    if (stats.missing) {
      throw isUnknown(stats.error)
        ? await unknownConnector(stats.error, pipeline_name, wanted, pipeline, context)
        : stats.error;
    }
    const declared = pipeline.missing ? undefined : configurationOf(pipeline.value).declared;
    const { direction, input, output } = stats.value;
    const facts = input
      ? { connector: inputStats(input, declared), errors: inputErrors(input) }
      : { connector: outputStats(output, declared), errors: outputErrors(output) };
    return {
      pipeline_name,
      ...facts,
      configuration: declared?.[direction][facts.connector.name],
      ...(pipeline.missing && { configuration_missing: pipeline.missing }),
    };
  },
  render: renderConnector,
});

async function fetchStats(
  feldera: Feldera,
  pipeline_name: string,
  { direction, relation, connector_name }: WantedConnector,
) {
  if (direction === "input") {
    const path = { pipeline_name, table_name: relation, connector_name };
    return { direction, input: await getInputStats(feldera, path) };
  }
  const path = { pipeline_name, view_name: relation, connector_name };
  return { direction, output: await getOutputStats(feldera, path) };
}

function isUnknown(error: FelderaError): boolean {
  return error.errorCode === "UnknownInputEndpoint" || error.errorCode === "UnknownOutputEndpoint";
}
