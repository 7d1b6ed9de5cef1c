import type { LedgerChanges } from "../../analysis/operators/ledger/ledger-changes.ts";
import type { LedgerBy } from "../../analysis/operators/ledger/measures.ts";
import { bytes, grouped, plural, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { nameText, placeText, whoWords } from "./row-words.ts";

/** What changed of each ranking, and how an amount of it is written. */
const CHANGED: Readonly<
  Record<LedgerBy, { readonly of: Words; readonly amount: (amount: number) => Words }>
> = {
  time: { of: words`time`, amount: (seconds) => span(seconds * 1000) },
  cpu: { of: words`CPU`, amount: (seconds) => span(seconds * 1000) },
  memory: { of: words`memory`, amount: bytes },
  heap: { of: words`heap`, amount: bytes },
  state: { of: words`records in state`, amount: (records) => grouped(Math.round(records)) },
  storage: { of: words`storage`, amount: bytes },
  filters: { of: words`key filters`, amount: bytes },
  cache: { of: words`cache misses`, amount: (misses) => words`${misses.toPrecision(3)}` },
  waits: { of: words`waiting`, amount: (seconds) => span(seconds * 1000) },
};

type Row = LedgerChanges["rows"][number];

/** What operators cost more, or less, than in the baseline. */
export function renderLedgerChanges(
  pipeline_name: string,
  named: string,
  changes: LedgerChanges,
  page: Page,
): void {
  const { by, group, unit, rows, rows_in_all, total, matched, before_s, after_s } = changes;
  const { of, amount } = CHANGED[by];
  const per = unit === "per second" ? words` a second` : undefined;
  const signed = (change: number) =>
    words`${change < 0 ? words`-` : words`+`}${amount(Math.abs(change))}${per}`;
  const [first] = rows;
  const most =
    first === undefined
      ? words`no operator's ${of} changed`
      : words`${of} changed most in ${whoWords(first, group)}, by ${signed(first.change)} (${fromTo(first)})`;
  page.line(
    words`${pipeline_name}, against ${named}: ${most}; of all operators by ${signed(total.after - total.before)}, from ${amount(total.before)} to ${amount(total.after)}${per}.`,
  );
  if (before_s !== undefined && after_s !== undefined) {
    page.line(
      words`Sums are divided by what they were gathered in: ${span(before_s * 1000)} in the baseline, ${span(after_s * 1000)} now.`,
    );
  } else if (by === "time" || by === "cpu" || by === "waits" || by === "cache") {
    page.line(
      words`Sums since the start are compared as they are: how long they were gathered is not known of both.`,
    );
  }
  if (rows.length > 0) {
    page.quotedTable(
      [
        { title: words`change`, align: "right" },
        { title: words`baseline to now`, align: "right" },
        { title: group === "view" ? words`table or view` : words`operator` },
        { title: words`where` },
      ],
      rows.map((row) => [
        signed(row.change),
        fromTo(row),
        nameText(row, group) + (row.before_handle === undefined ? "" : ` (was ${row.before_handle})`),
        `${whereText(row, group)}${row.matched === undefined ? "" : MATCHED[row.matched]}`,
      ]),
      { unit: words`rows` },
    );
  }
  const left = rows_in_all - rows.length;
  if (left > 0)
    page.line(words`${plural(left, words`more row`, words`more rows`)} that changed not listed (limit).`);
  const counts = [
    words`${matched.id} by id`,
    ...(matched.sql > 0 ? [words`${matched.sql} by their SQL, since their ids are others`] : []),
    ...(matched.new > 0 ? [words`${matched.new} new`] : []),
    ...(matched.gone > 0 ? [words`${matched.gone} gone`] : []),
  ];
  page.line(words`Operators matched: ${joined(counts, words`, `)}.`);

  function fromTo({ before, after }: Row): Words {
    const ratio = before > 0 && after > 0 ? words`, x${Number((after / before).toPrecision(3))}` : undefined;
    return words`${amount(before)} to ${amount(after)}${ratio}`;
  }
}

function whereText({ place, operators }: Row, group: LedgerChanges["group"]): Words | string {
  if (group === "view") return plural(operators, words`operator`, words`operators`);
  return place === undefined ? "" : placeText(place);
}

const MATCHED = { id: "", sql: ", found by its SQL", new: ", new", gone: ", gone" } as const;
