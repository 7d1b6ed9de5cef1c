import { nameOfStream } from "../../sql-identifiers.ts";
import type { Evidence } from "../evidence.ts";
import { inputs } from "./input.ts";

const UNUSED = /^Column '(.+)' of table '(.+)' is unused$/;

/**
 * The columns of a table with a primary key that an insertion of JSON sets to NULL where it leaves them out, without
 * those that no view uses; none where its rows come of another format. An insertion takes the place of the whole row:
 * only {"update": …} keeps what it does not name.
 */
export function leftOutColumns(table: string, evidence: Evidence): string[] {
  const sources = inputs(evidence).filter(({ relation }) => nameOfStream(relation) === table);
  // Of what is sent by HTTP no format is told.
  const isOfJson = sources.some(
    ({ framing, declared }) => (framing?.format ?? (declared ? "" : "json")) === "json",
  );
  const nullable = evidence.circuit_profile?.tables?.find(({ name }) => name === table)?.nullable ?? [];
  const unused = unusedColumns(table, evidence);
  return isOfJson ? nullable.filter((column) => !unused.has(column)) : [];
}

/** As the SQL compiler warns of them. */
function unusedColumns(table: string, { pipeline }: Evidence): Set<string> {
  return new Set(
    (pipeline?.compile_errors?.sql ?? []).flatMap(({ message }) => {
      const [, column, of] = UNUSED.exec(message) ?? [];
      return of === table && column !== undefined ? [column] : [];
    }),
  );
}
