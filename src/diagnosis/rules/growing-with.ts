import type { Integral } from "../../analysis/circuit/integrals.ts";
import type { TableFacts } from "../../analysis/circuit/tables.ts";
import type { Evidence } from "../evidence.ts";
import { isDoubtful, paceSinceStart } from "./backlog.ts";
import { bringsMoreKeys } from "./grows-by.ts";
import type { TwoLooks } from "./two-looks.ts";

/**
 * What state grows with of all that it is made of. Behind a join of rows or groups of one table and keys of another it
 * is the keys, where new ones come of those and of the rows no more is known to come, as of a table that was sent once.
 *
 * @param ended tables to which nothing comes
 */
export function growingWith(
  evidence: Evidence,
  looks: TwoLooks | undefined,
  ended: ReadonlySet<string>,
): (integral: Integral) => Integral {
  const table = byName(evidence.circuit_profile?.tables);
  const before = looks && byName(looks.earlier.tables);
  const come = (names: readonly string[]) => {
    const open = names.filter((name) => !ended.has(name));
    if (open.length === 0) return false;
    return before === undefined
      ? !isDoubtful(paceSinceStart(open, evidence, ended))
      : open.some((name) => !isStill(table.get(name), before.get(name)));
  };
  return (integral) => {
    const keyed = (integral.keyed_tables ?? []).filter((name) => bringsMoreKeys(table.get(name), looks));
    return come(keyed) && !come(integral.tables) ? { ...integral, bound: "keys", tables: keyed } : integral;
  };
}

function byName(tables: readonly TableFacts[] = []): Map<string, TableFacts> {
  return new Map(tables.map((one) => [one.name, one]));
}

/** Whether nothing came between two looks; false also where its rows are not counted. */
function isStill(now: TableFacts | undefined, before: TableFacts | undefined): boolean {
  const came = cameFor(now);
  return came !== undefined && came === cameFor(before);
}

function cameFor(table: TableFacts | undefined): number | undefined {
  return table?.rows ?? table?.merged?.rows;
}
