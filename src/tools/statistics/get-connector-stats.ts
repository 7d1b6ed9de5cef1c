import * as z from "zod";
import { inputErrors, outputErrors } from "../../analysis/stats/connector-errors.ts";
import { type Declared, inputStats, outputStats } from "../../analysis/stats/connectors.ts";
import { ConnectorAnswer } from "../../answers/statistics.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { getInputStats, getOutputStats } from "../../feldera/api/stats.ts";
import { FelderaError } from "../../feldera/errors.ts";
import { type Part, partOf } from "../../feldera/parts/part.ts";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import { identifierForPath } from "../../sql-identifiers.ts";
import { renderConnector } from "../../text/statistics/connector.ts";
import { configurationOf } from "../pipeline/connectors.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";
import { unknownConnector } from "./unknown-connector.ts";
import { declaredFirst, type WantedConnector, wantedConnector } from "./wanted-connector.ts";

const name = z.string().min(1).max(300);

export const getConnectorStats = defineTool({
  name: "get_connector_stats",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "input_connector_stats",
  title: "Get a connector's statistics",
  description:
    "One connector that get_stats shows in trouble: figures, last errors, configuration. Give table_name or view_name.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    table_name: name.optional().describe("Of an input, as SQL writes it or bare"),
    view_name: name.optional().describe("Of an output, likewise"),
    connector_name: name.describe("Without table or view"),
  }),
  facts: ConnectorAnswer,
  async run({ pipeline_name, table_name, view_name, connector_name }, context) {
    const { feldera } = context;
    const given = wantedConnector({ table_name, view_name, connector_name });
    const record = partOf(getPipeline(feldera, pipeline_name));
    const wanted = given.relations.length === 1 ? given : declaredFirst(given, declaredBy(await record));
    const [stats, pipeline] = await Promise.all([partOf(fetchStats(feldera, pipeline_name, wanted)), record]);
    if (stats.missing) {
      throw isUnknown(stats.error)
        ? await unknownConnector(stats.error, pipeline_name, wanted, pipeline, context)
        : stats.error;
    }
    const declared = declaredBy(pipeline);
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

/** The connectors that the program declares; undefined where it could not be read. */
function declaredBy({ value }: Part<Pipeline>): Declared | undefined {
  return value && configurationOf(value).declared;
}

/** Of the tables or views that may be meant, the first that Feldera knows the connector of. */
async function fetchStats(feldera: Feldera, pipeline_name: string, wanted: WantedConnector) {
  let unknown: unknown;
  for (const relation of wanted.relations) {
    try {
      return await fetchOne(feldera, pipeline_name, wanted, identifierForPath(relation));
    } catch (error) {
      if (!isUnknown(error)) throw error;
      unknown = error;
    }
  }
  throw unknown;
}

async function fetchOne(
  feldera: Feldera,
  pipeline_name: string,
  { direction, connector_name }: WantedConnector,
  identifier: string,
) {
  if (direction === "input") {
    const path = { pipeline_name, table_name: identifier, connector_name };
    return { direction, input: await getInputStats(feldera, path) };
  }
  const path = { pipeline_name, view_name: identifier, connector_name };
  return { direction, output: await getOutputStats(feldera, path) };
}

function isUnknown(error: unknown): boolean {
  if (!(error instanceof FelderaError)) return false;
  return error.errorCode === "UnknownInputEndpoint" || error.errorCode === "UnknownOutputEndpoint";
}
