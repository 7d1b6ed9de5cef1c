import type { Declared } from "../../analysis/stats/connectors.ts";
import { getStats } from "../../feldera/api/stats.ts";
import type { FelderaError } from "../../feldera/errors.ts";
import { type Part, partOf } from "../../feldera/parts/part.ts";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import { connectorArguments } from "../../sql-identifiers.ts";
import { joined, json, type Words, words } from "../../text/page/words.ts";
import { MISSING_WORDS } from "../../text/statistics/connector-stats.ts";
import { ToolError } from "../errors.ts";
import { configurationOf } from "../pipeline/connectors.ts";
import type { ToolContext } from "../tool.ts";
import type { WantedConnector } from "./wanted-connector.ts";

/** Connectors that an error lists before the rest is only counted. */
const SHOWN = 40;

/**
 * The error for a connector that the pipeline does not know: the one in another case, or that it is declared and
 * failed to open, or those that there are. Feldera's own error where none of that could be looked up.
 */
export async function unknownConnector(
  error: FelderaError,
  pipeline_name: string,
  { direction, relations, connector_name }: WantedConnector,
  pipeline: Part<Pipeline>,
  { feldera, cleaner }: ToolContext,
): Promise<ToolError | FelderaError> {
  const stats = await partOf(getStats(feldera, pipeline_name));
  const declared = pipeline.missing ? undefined : configurationOf(pipeline.value).declared;
  if (stats.missing && declared === undefined) return error;
  const known = {
    input: namesOf(stats.value?.inputs, declared, "input"),
    output: namesOf(stats.value?.outputs, declared, "output"),
  };
  const names = relations.map((relation) => `${relation}.${connector_name}`);
  const [name = ""] = names.filter((one) => known[direction].includes(one)).concat(names);
  const what = words`${pipeline_name} has no ${direction} connector ${cleaner.text(name)}`;
  if (known[direction].includes(name)) {
    return new ToolError(
      words`${what} now: ${MISSING_WORDS}.`,
      words`get_pipeline_logs ${json({ pipeline_name, level: "warn" })} may tell why.`,
    );
  }
  const near = known[direction].find((one) => one.toLowerCase() === name.toLowerCase());
  const other = near === undefined ? undefined : cleaner.text(near);
  const args = other === undefined ? undefined : connectorArguments({ name: other, direction });
  if (args !== undefined) {
    return new ToolError(
      words`${what}, but ${other}: names of connectors keep their case, and so do tables and views that SQL writes in quotes.`,
      words`Call again with ${json(args)}.`,
    );
  }
  const list = (all: readonly string[]) => listOf(all.map((one) => cleaner.text(one)));
  const partly = stats.missing || declared === undefined ? words` (as far as could be looked up)` : words``;
  return new ToolError(
    words`${what}.`,
    words`There are${partly}: inputs ${list(known.input)}; outputs ${list(known.output)}. Before the last dot stands the table or view.`,
  );
}

function namesOf(
  listed: readonly { endpoint_name: string }[] | null | undefined,
  declared: Declared | undefined,
  direction: WantedConnector["direction"],
): string[] {
  const names = (listed ?? []).map((one) => one.endpoint_name);
  return [...new Set([...names, ...Object.keys(declared?.[direction] ?? {})])].sort();
}

function listOf(names: readonly string[]): Words {
  if (names.length === 0) return words`none`;
  const rest = names.length - SHOWN;
  const shown = names.slice(0, SHOWN).map((name) => words`${name}`);
  return words`${joined(shown, words`, `)}${rest > 0 ? words` and ${rest} more` : undefined}`;
}
