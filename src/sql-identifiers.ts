/**
 * Tables and views have a name and ways to write it. SQL and Feldera's paths write an identifier: in quotes it is the
 * name as it stands, without them the name in lower case. Statistics, logs, graphs and endpoint names
 * (`table.connector`) have the bare name. A program writes "" for a quote within quotes; Feldera's paths take what
 * stands within the outer quotes as it is.
 */

/** A name that SQL needs no quotes for. */
const PLAIN = /^[a-z_][a-z0-9_]*$/;

const QUOTED = /^"(.*)"$/s;

/** What Feldera reads an identifier in a path or in its own configuration (`stream`) as. */
export function nameInPath(identifier: string): string {
  return QUOTED.exec(identifier)?.[1] ?? identifier.toLowerCase();
}

/** The name of the table or view of a connector, as its configuration has it (`stream`); undefined where that is not known. */
export function nameOfStream(stream: string | undefined): string | undefined {
  return stream === undefined ? undefined : nameInPath(stream);
}

/** The identifier that Feldera's paths take for a name: `nameInPath` gives the name again. */
export function identifierForPath(name: string): string {
  return PLAIN.test(name) ? name : `"${name}"`;
}

/** What an identifier in a program's SQL names. */
export function nameInSql(identifier: string): string {
  return QUOTED.exec(identifier)?.[1]?.replaceAll('""', '"') ?? identifier.toLowerCase();
}

/** A name as SQL writes it: `nameInSql` gives the name again. */
export function sqlIdentifier(name: string): string {
  return PLAIN.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/**
 * The names that somebody may mean who writes an identifier or a bare name, the likeliest first: `"Orders"` is Orders;
 * `Orders` is Orders where there is one, and otherwise orders, as SQL would have it.
 */
export function namesMeant(written: string): string[] {
  const quoted = QUOTED.exec(written)?.[1];
  return quoted === undefined
    ? unique([written, written.toLowerCase()])
    : unique([quoted.replaceAll('""', '"'), quoted]);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

export interface EndpointName {
  /** `relation.connector`, by their bare names. */
  readonly name: string;
  readonly direction: "input" | "output";
  /** The identifier of its table or view, as Feldera's configuration has it (`stream`). */
  readonly relation?: string | undefined;
}

/** The arguments by which the tools take a connector. */
export type ConnectorArguments =
  | { readonly table_name: string; readonly connector_name: string }
  | { readonly view_name: string; readonly connector_name: string };

/**
 * What names a connector to a tool; undefined where its name cannot be taken apart. Where its table or view is not
 * known, its own name is what follows the last dot: Feldera lets no connector's name have one.
 */
export function connectorArguments({
  name,
  direction,
  relation,
}: EndpointName): ConnectorArguments | undefined {
  const owner = relation === undefined ? name.slice(0, name.lastIndexOf(".")) : nameInPath(relation);
  if (owner === "" || !name.startsWith(`${owner}.`)) return undefined;
  const connector_name = name.slice(owner.length + 1);
  const identifier = sqlIdentifier(owner);
  return direction === "input"
    ? { table_name: identifier, connector_name }
    : { view_name: identifier, connector_name };
}
