import type { SqlPlace } from "../../analysis/operators/sql-places.ts";
import type { SitesFacts } from "../../analysis/pprof/sites/sites.ts";
import type { Resident } from "../../analysis/stats/resident.ts";
import { nameInSql } from "../../sql-identifiers.ts";
import { codeLines, linesWords, placeWords } from "../circuit/circuit-sql.ts";
import { clip } from "../page/clip.ts";
import { bytes, percent } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { operatorName } from "../sql/operator-name.ts";
import { amountOf } from "./heap-words.ts";

const OPERATORS_SHOWN = 6;
const CODE_CHARS = 60;

/** The memory of the whole process beside that of the profile. */
export function renderResident(resident: Resident, page: Page): void {
  const { rss_bytes, memory_pressure, buffered_input_bytes, output_bytes } = resident;
  const told = [
    ...(memory_pressure === undefined ? [] : [words`memory pressure ${memory_pressure}`]),
    ...(buffered_input_bytes === undefined ? [] : [words`inputs queue ${bytes(buffered_input_bytes)}`]),
    ...(output_bytes === undefined ? [] : [words`outputs hold ${bytes(output_bytes)}`]),
  ];
  page.line(
    words`Resident: ${bytes(rss_bytes)} with code, stacks and free memory${told.length === 0 ? undefined : words` (${joined(told, words`, `)})`}.`,
  );
}

/** What can be told by SQL operator, as lines of a block that quotes; none where no frame names one. */
export function operatorLines({ operators, placed, sampleType, total }: SitesFacts): string[] {
  if (operators.length === 0) return [];
  const amount = amountOf(sampleType.unit);
  const shown = operators.slice(0, OPERATORS_SHOWN);
  const all = operators.reduce((sum, { weight }) => sum + weight, 0);
  const count = shown.length === operators.length ? "" : `, ${shown.length} of ${operators.length}`;
  const inSql =
    placed === undefined
      ? ", not placed in the SQL"
      : placed.weight === all
        ? ""
        : `, ${amount(placed.weight)} placed in the SQL`;
  return [
    `SQL operators${count}, in the frames of ${amount(all)} (${percent(all / (total || 1))})${inSql}: size | crate${placed === undefined ? "" : " | operator"}`,
    ...shown.map((operator) => operatorText(operator, placed !== undefined, amount)),
  ];
}

type Operator = SitesFacts["operators"][number];

function operatorText(
  { hash, weight, place }: Operator,
  isPlaced: boolean,
  amount: (weight: number) => Words,
): string {
  const figures = `${amount(weight)} | ${hash}`;
  if (!isPlaced) return figures;
  if (place === undefined) return `${figures} | not in this version of the program`;
  const also = place.also?.length ? `, or ${place.also.length} more with the same code` : "";
  const code = codeOf(place);
  const where = code === undefined ? placeWords(place) : linesWords(place);
  return `${figures} | ${operatorName(place.handle)} (${place.operator}), ${where}${also}${code ? `: ${code}` : ""}`;
}

/** What an operator computes, if that is a part of one line: empty of a table, whose name is all that there is. */
function codeOf(place: SqlPlace): string | undefined {
  if (isItsName(place)) return "";
  const code = place.positions.find(({ code }) => code !== undefined)?.code;
  const [first, ...more] = code?.trim().split("\n") ?? [];
  return first === undefined || more.length > 0 ? undefined : clip(first, CODE_CHARS);
}

/** The SQL that an operator is of. */
export function operatorCode(place: SqlPlace): string[] {
  return isItsName(place) ? [] : codeLines(place, "  ");
}

/** A table's operators have the position of its name, which stands there already. */
function isItsName({ positions, relation }: SqlPlace): boolean {
  return (
    relation !== undefined &&
    positions.every(({ code }) => code !== undefined && nameInSql(code) === relation.name)
  );
}
