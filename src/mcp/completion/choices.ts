import { pipelineFacts } from "../../analysis/pipeline/pipeline-facts.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { listEvents } from "../../feldera/api/events.ts";
import { getPipeline, listPipelines } from "../../feldera/api/pipelines.ts";
import { connectorArguments, namesMeant, sqlIdentifier } from "../../sql-identifiers.ts";

/** Arguments that have been filled in already, by their names. */
export type Given = Readonly<Record<string, string>>;

/** What an argument may be chosen from: what Feldera has of it, or a list. */
export type Choices = keyof typeof QUESTIONS | readonly string[];

/** Asked of Feldera, in the order in which values are to be offered. All but the first need `given.pipeline_name`. */
const QUESTIONS = {
  pipelines: async (feldera: Feldera) => (await listPipelines(feldera)).map(({ name }) => name),
  event_ids: async (feldera: Feldera, given: Given) => [
    "latest",
    ...(await eventsOf(feldera, given)).map(({ event_id }) => event_id),
  ],
  moments: async (feldera: Feldera, given: Given) =>
    (await eventsOf(feldera, given)).map(({ recorded_at }) => recorded_at),
  /** `table.connector` or `view.connector`, as SQL writes the table or the view. */
  connectors: async (feldera: Feldera, given: Given) =>
    (await connectorsOf(feldera, given)).map(
      ({ table_name, view_name, connector_name }) => `${table_name ?? view_name}.${connector_name}`,
    ),
  tables: async (feldera: Feldera, given: Given) =>
    (await connectorsOf(feldera, given)).flatMap(({ table_name }) => table_name ?? []),
  views: async (feldera: Feldera, given: Given) =>
    (await connectorsOf(feldera, given)).flatMap(({ view_name }) => view_name ?? []),
  /** Without table or view: those of `given.table_name` or `given.view_name`, where one is given. */
  connector_names: async (feldera: Feldera, given: Given) =>
    (await connectorsOf(feldera, given))
      .filter(({ table_name }) => isMeant(given.table_name, table_name))
      .filter(({ view_name }) => isMeant(given.view_name, view_name))
      .map(({ connector_name }) => connector_name),
} as const satisfies Record<string, (feldera: Feldera, given: Given) => Promise<string[]>>;

/** What to ask of Feldera for the choices there are; undefined where that needs a pipeline and none is given. */
export function questionFor(
  choices: keyof typeof QUESTIONS,
  given: Given,
): ((feldera: Feldera) => Promise<string[]>) | undefined {
  if (choices !== "pipelines" && !given.pipeline_name) return undefined;
  return (feldera) => QUESTIONS[choices](feldera, given);
}

async function eventsOf(feldera: Feldera, { pipeline_name = "" }: Given) {
  return listEvents(feldera, pipeline_name, "status");
}

interface NamedConnector {
  readonly table_name?: string;
  readonly view_name?: string;
  readonly connector_name: string;
}

async function connectorsOf(feldera: Feldera, { pipeline_name = "" }: Given): Promise<NamedConnector[]> {
  const { connectors } = pipelineFacts(await getPipeline(feldera, pipeline_name));
  return connectors.flatMap((connector) => connectorArguments(connector) ?? []);
}

/** Whether a table or view, as SQL writes it, is the one that is given; any is, where none is given. */
function isMeant(given: string | undefined, identifier: string | undefined): boolean {
  return given === undefined || namesMeant(given).some((name) => sqlIdentifier(name) === identifier);
}
