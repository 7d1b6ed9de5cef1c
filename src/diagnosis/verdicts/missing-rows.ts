import * as z from "zod";
import { EmptyPart } from "../../analysis/circuit/empty-parts.ts";
import { NullKeys } from "../../analysis/circuit/null-keys.ts";
import { UnequalNulls } from "../../analysis/circuit/unequal-nulls.ts";
import { Union } from "../../analysis/circuit/unions.ts";
import { CountedAddition } from "../../analysis/program/counted-additions.ts";
import { UndoneJoin } from "../../analysis/program/undone-joins.ts";
import type { Finding } from "../../answers/diagnosis.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { CONSTANT_VIEW, ConstantViews, constantViewWords } from "../rules/constant-views.ts";
import { COUNTED_ADDITION, countedAdditionWords } from "../rules/counted-additions.ts";
import { EMPTY_PART, emptyPartWords } from "../rules/empty-parts.ts";
import { EQUAL_ROWS, EqualRows, equalWords } from "../rules/equal-rows.ts";
import { FEW_LATE_ROWS, FewLateRows, fewLateWords } from "../rules/few-late-rows.ts";
import {
  HELD_BACK,
  HeldBack,
  heldBackWords,
  TIME_STANDS,
  TimeStands,
  timeStandsWords,
} from "../rules/held-views.ts";
import { LAST_ROWS, LastRows, lastRowsBriefly } from "../rules/last-rows.ts";
import { MANY_PAIRS, ManyPairs, manyPairsWords } from "../rules/many-pairs.ts";
import { NO_OUTPUTS, NOTHING_SENT } from "../rules/no-outputs.ts";
import { NO_PARTNER, noPartnerWords, Unpaired } from "../rules/no-partner.ts";
import { NOTHING_OUT, NothingOut, nothingOutWords } from "../rules/nothing-out.ts";
import { NULL_KEYS, nullKeyWords } from "../rules/null-keys.ts";
import { ONE_GROUP, OneGroupOfRows, oneGroupWords } from "../rules/one-group.ts";
import { ONE_ROW, OneRow, oneRowBriefly } from "../rules/one-row.ts";
import { meantAgainWords, REPEATED_ROWS, RepeatedRows, repeatedWords } from "../rules/repeated-rows.ts";
import { REPEATED_SUM, RepeatedSums, repeatedSumWords } from "../rules/repeated-sums.ts";
import {
  DELETED_ROWS,
  DeletedRows,
  deletedWords,
  meantWords,
  REPLACED_ROWS,
  ReplacedRows,
  replacedWords,
} from "../rules/replaced-rows.ts";
import { meantAheadWords, TIMES_AHEAD, TimesAhead, timesAheadWords } from "../rules/times-ahead.ts";
import { UNDONE_JOIN, undoneJoinWords } from "../rules/undone-joins.ts";
import { UNEQUAL_NULLS, unequalNullsWords } from "../rules/unequal-nulls.ts";
import { UNION, unionWords } from "../rules/unions.ts";
import { WHOLE_QUOTIENT, WholeQuotients, wholeQuotientWords } from "../rules/whole-quotients.ts";

/** What a finding says of rows that are missed, though none was lost on its way in. */
export const MissingRows = z.object({ rule: z.string(), about: z.unknown() });

export type MissingRows = z.infer<typeof MissingRows>;

interface Missing {
  readonly rule: string;
  /** Whether it is left out where another finding explains it. */
  readonly isOfItself: boolean;
  readonly tell: (about: unknown) => Words | undefined;
}

function missing<About extends z.ZodType>(
  rule: string,
  shape: About,
  tell: (about: z.output<About>) => Words | undefined,
  { isOfItself = false } = {},
): Missing {
  return { rule, isOfItself, tell: (about) => tell(shape.parse(about)) };
}

/** In the order in which the verdict tells them. */
const MISSING: readonly Missing[] = [
  missing(EQUAL_ROWS, EqualRows, equalWords),
  missing(DELETED_ROWS, DeletedRows, deletedWords),
  missing(TIMES_AHEAD, TimesAhead, timesAheadWords),
  missing(ONE_ROW, OneRow, oneRowBriefly),
  missing(HELD_BACK, HeldBack, heldBackWords),
  missing(TIME_STANDS, TimeStands, (stands) =>
    // The newest row of each key is what an ASOF JOIN takes of a table that was read once, too.
    stands.as_of && !stands.is_past ? undefined : timeStandsWords(stands),
  ),
  missing(LAST_ROWS, LastRows, lastRowsBriefly),
  missing(FEW_LATE_ROWS, FewLateRows, (few) => (areLost(few) ? undefined : fewLateWords(few))),
  missing(NOTHING_OUT, NothingOut, (about) => nothingOutWords(about), { isOfItself: true }),
  missing(EMPTY_PART, EmptyPart, (about) => emptyPartWords(about), { isOfItself: true }),
  missing(CONSTANT_VIEW, ConstantViews, constantViewWords),
  missing(ONE_GROUP, OneGroupOfRows, oneGroupWords),
  missing(NULL_KEYS, NullKeys, nullKeyWords),
  missing(UNEQUAL_NULLS, UnequalNulls, unequalNullsWords),
  missing(REPEATED_ROWS, RepeatedRows, repeatedWords),
  missing(MANY_PAIRS, ManyPairs, manyPairsWords),
  missing(NO_PARTNER, Unpaired, noPartnerWords, { isOfItself: true }),
  missing(UNION, Union, unionWords),
  missing(REPLACED_ROWS, ReplacedRows, replacedWords),
  missing(UNDONE_JOIN, UndoneJoin, undoneJoinWords),
  missing(WHOLE_QUOTIENT, WholeQuotients, wholeQuotientWords),
  missing(COUNTED_ADDITION, CountedAddition, countedAdditionWords),
  missing(REPEATED_SUM, RepeatedSums, repeatedSumWords),
  missing(NO_OUTPUTS, z.unknown(), () => NOTHING_SENT),
];

/** Whether rows that came late are surely lost, and not merged with equal ones. */
export function areLost({ seems_merged, is_heard }: z.infer<typeof FewLateRows>): boolean {
  return is_heard || seems_merged === false;
}

export function missingRows(findings: readonly Finding[]): MissingRows[] {
  return MISSING.flatMap(({ rule, isOfItself }) =>
    findings.flatMap(({ about, follows_from, ...finding }) =>
      finding.rule === rule && !(isOfItself && follows_from !== undefined) ? [{ rule, about }] : [],
    ),
  );
}

/** In a few words of a headline what may be a fault, and may be meant; undefined where it is nothing of that kind. */
export function missingBriefly(missing: readonly MissingRows[]): Words | undefined {
  const kinds = BRIEFLY.flatMap(([rules, briefly]) => {
    const those = missing.filter(({ rule }) => rules.includes(rule));
    return those.length === 0 ? [] : [briefly(those)];
  });
  return kinds.length === 0 ? undefined : joined(kinds, words` and `);
}

/** What has to be meant where nothing is wrong. */
export function presumedWords(missing: readonly MissingRows[]): Words | undefined {
  const meant = missing.flatMap(({ rule, about }) => {
    if (rule === REPLACED_ROWS) return meantWords(ReplacedRows.parse(about)) ?? [];
    if (rule === REPEATED_ROWS) return meantAgainWords(RepeatedRows.parse(about));
    return rule === TIMES_AHEAD ? meantAheadWords(TimesAhead.parse(about)) : [];
  });
  return meant.length === 0 ? undefined : joined(meant, words`, and `);
}

/** More views than so many are told by their number. */
const NAMED = 3;

function silentBriefly(missing: readonly MissingRows[]): Words {
  const views = [
    ...new Set(
      missing.flatMap(({ rule, about }) =>
        rule === NOTHING_OUT
          ? NothingOut.parse(about).views
          : ConstantViews.parse(about).views.map(({ view }) => view),
      ),
    ),
  ];
  if (views.length === 1) return words`view ${nameList(views)} gives out no rows`;
  return words`${views.length > NAMED ? words`${views.length} views` : words`views ${nameList(views)}`} give out no rows`;
}

const BRIEFLY: readonly (readonly [
  rules: readonly string[],
  briefly: (missing: readonly MissingRows[]) => Words,
])[] = [
  [[NOTHING_OUT, CONSTANT_VIEW], silentBriefly],
  [[EMPTY_PART], () => words`a part of a UNION gives nothing`],
  [[UNEQUAL_NULLS], () => words`a condition that NULL does not meet leaves out many rows`],
  [[NO_PARTNER, NULL_KEYS], () => words`a join leaves out many rows`],
  [[MANY_PAIRS], () => words`rows on both sides of a join find several of the other`],
];

export function missingWords({ rule, about }: MissingRows): Words[] {
  return MISSING.flatMap((one) => (one.rule === rule ? (one.tell(about) ?? []) : []));
}
