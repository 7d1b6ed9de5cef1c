import type { Choices } from "../completion/choices.ts";

/** A resource that a tool answers for. */
export interface ResourceTemplate {
  readonly uriTemplate: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tool: string;
  /** Beside the template's variables, which are arguments of the tool. */
  readonly args: Readonly<Record<string, unknown>>;
  /** What each variable may be chosen from. */
  readonly choices: Readonly<Partial<Record<string, Choices>>>;
}

const OF_CONNECTOR = "Its figures, last errors and configuration (get_connector_stats).";

/** In the order of Feldera's own paths. */
export const RESOURCE_TEMPLATES: readonly ResourceTemplate[] = [
  {
    uriTemplate: "feldera://pipelines/{pipeline_name}",
    name: "pipeline",
    title: "A pipeline",
    description: "Its status, errors, red flags, tables, views and connectors (get_pipeline).",
    tool: "get_pipeline",
    args: {},
    choices: { pipeline_name: "pipelines" },
  },
  {
    uriTemplate: "feldera://pipelines/{pipeline_name}/events/{event_id}",
    name: "event",
    title: "An event of a pipeline",
    description: "Its status at that moment, with the error and all details (get_event).",
    tool: "get_event",
    args: { selector: "all" },
    choices: { pipeline_name: "pipelines", event_id: "event_ids" },
  },
  {
    uriTemplate: "feldera://pipelines/{pipeline_name}/tables/{table_name}/connectors/{connector_name}",
    name: "input-connector",
    title: "An input connector",
    description: OF_CONNECTOR,
    tool: "get_connector_stats",
    args: {},
    choices: { pipeline_name: "pipelines", table_name: "tables", connector_name: "connector_names" },
  },
  {
    uriTemplate: "feldera://pipelines/{pipeline_name}/views/{view_name}/connectors/{connector_name}",
    name: "output-connector",
    title: "An output connector",
    description: OF_CONNECTOR,
    tool: "get_connector_stats",
    args: {},
    choices: { pipeline_name: "pipelines", view_name: "views", connector_name: "connector_names" },
  },
];

const PIPELINES = "feldera://pipelines/";

/** The templates as a server has them that reads several instances, by their names: each URI then names one. */
export function templatesOf(instances: readonly string[] | undefined): readonly ResourceTemplate[] {
  if (instances === undefined) return RESOURCE_TEMPLATES;
  return RESOURCE_TEMPLATES.map(({ uriTemplate, choices, ...template }) => ({
    ...template,
    uriTemplate: uriTemplate.replace(PIPELINES, "feldera://instances/{instance}/pipelines/"),
    choices: { instance: instances, ...choices },
  }));
}

/** The tool and the arguments that a URI asks for; undefined where no template fits it. */
export function toolCallOf(
  uri: string,
  templates: readonly ResourceTemplate[],
): { readonly tool: string; readonly args: Readonly<Record<string, unknown>> } | undefined {
  for (const { uriTemplate, tool, args } of templates) {
    const variables = variablesOf(uri, uriTemplate);
    if (variables !== undefined) return { tool, args: { ...variables, ...args } };
  }
  return undefined;
}

/** The template's variables, percent-decoded; no variable spans a slash. */
function variablesOf(uri: string, uriTemplate: string): Record<string, string> | undefined {
  const parts = uri.split("/");
  const wanted = uriTemplate.split("/");
  if (parts.length !== wanted.length) return undefined;
  const variables: [string, string][] = [];
  for (const [i, part] of parts.entries()) {
    const variable = /^\{(\w+)\}$/.exec(wanted[i] ?? "")?.[1];
    const value = variable === undefined ? undefined : decoded(part);
    if (variable === undefined ? part !== wanted[i] : value === undefined || value === "") return undefined;
    if (variable !== undefined && value !== undefined) variables.push([variable, value]);
  }
  return Object.fromEntries(variables);
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
