import type { LedgerRow } from "../../analysis/operators/ledger/ledger-schema.ts";
import type { LedgerGroup } from "../../analysis/operators/ledger/measures.ts";
import type { SqlPlace } from "../../analysis/operators/sql-places.ts";
import { positionText } from "../circuit/circuit-sql.ts";
import { clip } from "../page/clip.ts";
import { type Words, words } from "../page/words.ts";
import { operatorName } from "../sql/operator-name.ts";
import { sqlName } from "../sql/sql-name.ts";

type Row = Pick<LedgerRow, "handle" | "place" | "operators">;

/** Of the code of a row this much is shown. */
const CODE_CHARS = 60;

/** A row's name in a table: "enriched.join@9 +2", or its view. */
export function nameText({ handle, place, operators }: Row, group: LedgerGroup): string {
  const relation = place?.relation;
  if (group === "view" && place !== undefined) {
    return relation === undefined ? "no table or view" : `${relation.kind} ${sqlName(relation.name)}`;
  }
  return operators > 1 ? `${handle} +${operators - 1}` : handle;
}

/** The same in a sentence. */
export function whoWords({ handle, place, operators }: Row, group: LedgerGroup): Words {
  const relation = place?.relation;
  if (group === "view" && relation !== undefined) return words`${relation.kind} ${sqlName(relation.name)}`;
  const name = operatorName(handle);
  return operators > 1 ? words`${name} and ${operators - 1} more of its expression` : name;
}

/** "line 76, columns 61-71: SUM(amount)". */
export function placeText(place: SqlPlace): string {
  const code = place.positions[0]?.code?.trim().split("\n")[0];
  return `${positionText(place)}${code === undefined ? "" : `: ${clip(code, CODE_CHARS)}`}`;
}
