import * as z from "zod";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { type SelectItem, selectItems } from "../sql/select-items.ts";

/** A column of a view that divides whole numbers, so that what comes after the point is cut off. */
export const WholeQuotient = z.object({
  view: z.string(),
  column: z.string(),
  /** By the compiler. */
  type: z.string(),
  /** What it is in the program, on one line. */
  code: z.string(),
  /**
   * `share`: a part is divided by the whole, which gives 0 or 1; `unit`: by a number that stands in the program; `mean`:
   * AVG of whole numbers.
   */
  kind: z.enum(["share", "quotient", "unit", "mean"]),
});

export type WholeQuotient = z.infer<typeof WholeQuotient>;

/** By the types that the compiler gives the columns of views, and the items of their SELECT. */
export function wholeQuotients(places: SqlPlaces): WholeQuotient[] {
  const { viewTypes = {}, localStatements } = places;
  return Object.entries(viewTypes).flatMap(([view, columns]) => {
    const statement = viewStatement(view, places);
    const items = selectItems(statement);
    const source = localStatements.get(FROM_ONE.exec(statement)?.[1] ?? "");
    const behind = source === undefined ? [] : selectItems(source);
    return columns.flatMap(({ name: column, type }, index) => {
      const own = items.length === columns.length ? items[index] : named(column, items);
      // A column as it is, of one local view, is what that makes it of.
      const item = own && COLUMN.test(own.code) ? named(own.name ?? "", behind) : own;
      const kind = item && kindOf(item, isWhole(type));
      return item === undefined || kind === undefined ? [] : [{ view, column, type, code: item.text, kind }];
    });
  });
}

function isWhole(type: string): boolean {
  return /^(?:U?(?:TINY|SMALL|BIG)INT|U?INT(?:EGER)?)(?: UNSIGNED)?$/.test(type);
}

function named(column: string, items: readonly SelectItem[]): SelectItem | undefined {
  const [only, ...others] = items.filter(({ name }) => name?.toLowerCase() === column.toLowerCase());
  return others.length === 0 ? only : undefined;
}

const COLUMN = /^(?:[\w$"]+\.)?"?[\w$]+"?$/;
const FROM_ONE = /\bFROM\s+"?([\w$]+)"?\s*(?:;|$|\b(?:AS\s+\w+\s*)?(?:WHERE|ORDER|LIMIT)\b)/i;

/** What a CASE asks, what is counted, and by what it is chosen, is not what comes out. */
const ASIDE =
  /\bWHEN\b.*?\bTHEN\b|\b(?:COUNT|FILTER) ?\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\bOVER ?\((?:[^()]|\([^()]*\))*\)/gi;
/** Says of itself that no fraction is wanted. */
const ROUNDS = /^(?:CAST|SAFE_CAST|FLOOR|CEIL|CEILING|TRUNC|TRUNCATE|SIGN|MOD) ?\(|:: ?\w+$|%/i;

const ARGUMENT = String.raw`\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)`;
const COUNTED = String.raw`(?:COUNT ?${ARGUMENT}(?: FILTER ?${ARGUMENT})?|SUM ?\( ?CASE WHEN [^()]*(?:\([^()]*\)[^()]*)* THEN 1 ELSE 0 END ?\))`;
const ALL = String.raw`(?:NULLIF ?\( ?)?COUNT ?\( ?(?:\*|1) ?\)(?! ?FILTER)`;
/** What is multiplied before may be more than the whole. */
const SHARE = new RegExp(String.raw`(?<!\* ?)(?<!\w)(${COUNTED}) ?/ ?${ALL}`, "i");
const COUNTS_ALL = /^COUNT ?\( ?(?:\*|1) ?\)$/i;
const BY_NUMBER = /\/ ?\d+(?![\d.])/;

function kindOf({ code }: SelectItem, isOfWhole: boolean): WholeQuotient["kind"] | undefined {
  const part = SHARE.exec(code)?.[1];
  if (part !== undefined && !COUNTS_ALL.test(part)) return "share";
  const bare = code.replace(ASIDE, (piece) => "_".repeat(piece.length));
  if (!isOfWhole || ROUNDS.test(bare)) return undefined;
  if (bare.includes("/")) return BY_NUMBER.test(bare) ? "unit" : "quotient";
  return /\bAVG ?\(/i.test(bare) ? "mean" : undefined;
}
