import { type Column, type TableOf, tableDetails } from "../dom/table.ts";
import { MEASURE_WORDS } from "../figures/figures.ts";
import type { OperatorFacts } from "./facts.ts";
import { busiestText, costText, flowText, whereText } from "./words.ts";

export function operatorColumns(facts: OperatorFacts): readonly Column<number>[] {
  return [
    { title: "operator", cell: (at) => facts.places[at]?.handle ?? "" },
    ...facts.measures.map((measure) => ({
      title: MEASURE_WORDS[measure].title,
      cell: (at: number) => costText(facts, measure, at),
      isNumber: true,
    })),
    { title: "records in → out", cell: (at) => flowText(facts, at), isNumber: true },
    ...(facts.workers > 1 ? [{ title: "busiest", cell: (at: number) => busiestText(facts, at) }] : []),
    {
      title: "where",
      cell: (at) => {
        const place = facts.places[at];
        return place === undefined ? "" : whereText(place);
      },
    },
  ];
}

export function operatorTable(facts: OperatorFacts, pick?: TableOf<number>["pick"]): HTMLElement {
  return tableDetails({
    caption: "Operators, with what each costs and its share of the sum",
    columns: operatorColumns(facts),
    rows: [...facts.places.keys()],
    ...(pick && { pick }),
  });
}
