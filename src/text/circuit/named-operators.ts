import type { NamedOperators } from "../../analysis/circuit/named-operators.ts";
import type { SqlPlace } from "../../analysis/operators/sql-places.ts";
import { whyMissing } from "../not-checked.ts";
import { plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { operatorName } from "../sql/operator-name.ts";
import { codeLines, placeWords } from "./circuit-sql.ts";

/** Code of one line and up to this length stands in the line that places it. */
const INLINE_CODE_CHARS = 200;

/** "SQL operator f2b7f34563d2a7a8 is ratios.select@18 (s1, map), view ratios, line 18, columns 57-65: "num / den"." */
export function renderNamedOperators(facts: NamedOperators, page: Page): void {
  const { operators, more, program_version, missing } = facts;
  if (missing) {
    const crates = joined(
      operators.map(({ crate }) => words`${crate}`),
      words`, `,
    );
    page.line(
      words`Not placed in the SQL: ${plural(operators.length, words`operator`, words`operators`)} ${crates}, since the generated Rust was not read: ${whyMissing(missing)}.`,
    );
    return;
  }
  for (const { crate, place } of operators) {
    if (place === undefined) {
      page.line(
        words`SQL operator ${crate} is not in the program's current version${program_version === undefined ? undefined : words` (${program_version})`}: the program was changed since, so its place is not known.`,
      );
      continue;
    }
    page.line(words`SQL operator ${crate} is ${operatorWords(place)}${codeWords(place)}`);
    quoteCode(place, page);
    if (place.also && place.also.length > 0) {
      const others = joined(place.also.map(operatorWords), words`; or `);
      page.line(words`Or, since their code is the same, so that one crate serves them all: ${others}.`);
    }
  }
  if (more > 0)
    page.line(words`${plural(more, words`further operator`, words`further operators`)} not placed.`);
}

function operatorWords(place: SqlPlace): Words {
  return words`${operatorName(place.handle)} (${place.operator}, ${place.operation}), ${placeWords(place)}`;
}

/** The code of a place where it fits into a line. */
function inlineCode({ positions }: SqlPlace): string | undefined {
  const [first, ...others] = positions;
  const code = others.length === 0 ? first?.code : undefined;
  return code === undefined || code.includes("\n") || code.length > INLINE_CODE_CHARS ? undefined : code;
}

function codeWords(place: SqlPlace): Words {
  const inline = inlineCode(place);
  if (inline !== undefined) return words`: ${inline}.`;
  return codeLines(place, "").length > 0 ? words`:` : words`.`;
}

function quoteCode(place: SqlPlace, page: Page): void {
  if (inlineCode(place) === undefined) page.quote(codeLines(place, ""), { unit: words`lines of SQL` });
}
