import type { CratePlace } from "../../analysis/operators/crate-places.ts";
import { placeWords } from "../circuit/circuit-sql.ts";
import { clip } from "../page/clip.ts";
import { operatorName } from "../sql/operator-name.ts";

const CODE_CHARS = 100;

/** "totals.sum@12, view totals, line 12, columns 3-40: SUM(amount)", in one line, for a block that quotes. */
export function placeText(place: CratePlace): string {
  const code = place.positions.find(({ code }) => code !== undefined)?.code;
  const [first = "", ...more] = (code ?? "").trim().split("\n");
  const left = more.length === 0 ? "" : ` (+${more.length} more ${more.length === 1 ? "line" : "lines"})`;
  const also =
    place.also === undefined ? "" : `, or another of ${place.also.length + 1} operators with this code`;
  return `${operatorName(place.handle)}, ${placeWords(place)}${also}${code === undefined ? "" : `: ${clip(first.trim(), CODE_CHARS)}${left}`}`;
}
