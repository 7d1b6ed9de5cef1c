import type { DataflowGraph } from "../../feldera/schemas/program.ts";

/**
 * The columns of the subquery of each `NOT IN (SELECT …)` that may bring NULL, by the number of the plan's filter for
 * it. Calcite joins the rows with how many the subquery has, and how many of those are not NULL, before it looks for
 * each among its values: a filter over a LEFT JOIN, of which both sides are from one.
 */
export function notInsOf(plans: DataflowGraph["calcite_plan"]): Map<number, readonly string[]> {
  const all = Object.values(plans ?? {}).flatMap((plan) => plan.rels ?? []);
  const rels = new Map(all.map((rel) => [rel.id, rel]));
  const inputsOf = (rel: (typeof all)[number] | undefined) =>
    (rel?.inputs ?? []).flatMap((id) => rels.get(id) ?? []);
  return new Map(
    all.flatMap((filter) => {
      const [join] = filter.relOp === "LogicalFilter" ? inputsOf(filter) : [];
      const [rows, values] = join?.joinType === "left" ? inputsOf(join) : [];
      const seen = new Set<typeof rows>();
      let counted = rows;
      while (counted?.relOp === "LogicalProject" && !seen.has(counted)) {
        seen.add(counted);
        [counted] = inputsOf(counted);
      }
      const totals = counted?.joinType === "inner" ? inputsOf(counted) : [];
      const [subquery] = values?.relOp === "LogicalAggregate" ? inputsOf(values) : [];
      const isCounted = totals.some(
        (one) => one.relOp === "LogicalAggregate" && one.group?.length === 0 && inputsOf(one)[0] === subquery,
      );
      if (subquery === undefined || !isCounted) return [];
      // Of a UNION, those of its first part: it names what all give.
      const [first] = inputsOf(subquery);
      const fields = subquery.fields ?? first?.fields ?? [];
      return [[filter.id, fields.filter((name) => !name.startsWith("$"))] as const];
    }),
  );
}
