import type { SqlPlace } from "../../analysis/operators/sql-places.ts";
import { clip } from "../page/clip.ts";
import { joined, type Words, words } from "../page/words.ts";
import { operatorName } from "../sql/operator-name.ts";
import { sqlName } from "../sql/sql-name.ts";

/** Of one position's code this much is shown. */
const CODE_LINES = 3;
const CODE_LINE_CHARS = 120;

/** "view payments_enriched, line 71, columns 21-49", and whether that is the operator's own place. */
export function placeWords(place: SqlPlace): Words {
  return placedAt(place, positionWords);
}

/** "customer_totals.max@76 (s22): view customer_totals, line 76, columns 83-93": the operator and its place. */
export function operatorAt(place: SqlPlace): Words {
  return words`${operatorName(place.handle)} (${place.operator}): ${placeWords(place)}`;
}

/** "view payments_enriched, line 71", where what stands there is told beside it. */
export function linesWords(place: SqlPlace): Words {
  return placedAt(place, ({ start_line, end_line }) =>
    start_line === end_line ? words`line ${start_line}` : words`lines ${start_line}-${end_line}`,
  );
}

function placedAt(place: SqlPlace, at: (position: Position) => Words): Words {
  const { relation, positions, rule, distance } = place;
  const first = positions[0];
  const parts = [
    ...(relation === undefined
      ? []
      : [
          relation.kind === "table"
            ? words`table ${sqlName(relation.name)}`
            : words`view ${sqlName(relation.name)}`,
        ]),
    ...(first === undefined ? [] : [at(first)]),
    ...(positions.length > 1 ? [words`and ${positions.length - 1} more`] : []),
  ];
  const near = distance === 0 ? undefined : NEAR[rule];
  return words`${parts.length === 0 ? words`no place in the SQL` : joined(parts, words`, `)}${near}`;
}

/** "line 76, columns 61-71, and 1 more": where a place is within its table or view. */
export function positionText({ positions, rule }: SqlPlace): string {
  const [first, ...others] = positions;
  if (first === undefined) return "";
  return `${positionWords(first)}${others.length > 0 ? ` and ${others.length} more` : ""}${NEAR[rule]}`;
}

/** How a place that is not the operator's own was found. */
const NEAR: Readonly<Record<SqlPlace["rule"], Words>> = {
  exact: words``,
  same_plan: words` (same step of the plan)`,
  nearest: words` (nearest)`,
  none: words``,
};

type Position = SqlPlace["positions"][number];

function positionWords({ start_line, start_column, end_line, end_column }: Position): Words {
  if (start_line !== end_line) return words`lines ${start_line}-${end_line}`;
  return words`line ${start_line}, columns ${start_column}-${end_column}`;
}

/** The code of a place, a line each, for a block that quotes. */
export function codeLines(place: SqlPlace, indent: string): string[] {
  return place.positions.flatMap(({ start_line, code }) => {
    if (code === undefined) return [];
    const lines = code.split("\n");
    const shown = lines
      .slice(0, CODE_LINES)
      .map((line, i) => `${indent}${start_line + i}| ${clip(line.trimEnd(), CODE_LINE_CHARS)}`);
    const left = lines.length - shown.length;
    return left > 0 ? [...shown, `${indent}(${left} more ${left === 1 ? "line" : "lines"})`] : shown;
  });
}
