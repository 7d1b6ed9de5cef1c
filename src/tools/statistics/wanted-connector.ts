import type { Declared } from "../../analysis/stats/connectors.ts";
import { namesMeant } from "../../sql-identifiers.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";

export interface WantedConnector {
  readonly direction: "input" | "output";
  /** The names of tables or views that may be meant, the likeliest first. */
  readonly relations: readonly string[];
  readonly connector_name: string;
}

interface GivenConnector {
  readonly table_name?: string | undefined;
  readonly view_name?: string | undefined;
  readonly connector_name: string;
}

/** @throws ToolError unless exactly one of table and view is given */
export function wantedConnector({ table_name, view_name, connector_name }: GivenConnector): WantedConnector {
  if (table_name !== undefined && view_name === undefined) {
    return { direction: "input", relations: namesMeant(table_name), connector_name };
  }
  if (view_name !== undefined && table_name === undefined) {
    return { direction: "output", relations: namesMeant(view_name), connector_name };
  }
  throw new ToolError(
    table_name === undefined
      ? words`Neither table_name nor view_name is given.`
      : words`Both table_name and view_name are given.`,
    words`Give exactly one: table_name for an input connector, view_name for an output connector.`,
  );
}

/** The same, with the table or view first by which the program declares the connector. */
export function declaredFirst(wanted: WantedConnector, declared: Declared | undefined): WantedConnector {
  const { direction, relations, connector_name } = wanted;
  const names = declared?.[direction] ?? {};
  const isDeclared = (relation: string) => Object.hasOwn(names, `${relation}.${connector_name}`);
  return {
    ...wanted,
    relations: [...relations.filter(isDeclared), ...relations.filter((relation) => !isDeclared(relation))],
  };
}
