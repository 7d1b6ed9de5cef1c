import type { Changes, DiffFacts } from "../../analysis/program/diff.ts";
import type { ValidationFacts } from "../../analysis/program/validation.ts";
import type { ProgramDiffAnswer, ProgramValidationAnswer } from "../../answers/sql.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Value, type Words, words } from "../page/words.ts";
import { sqlName } from "../sql/sql-name.ts";
import { renderCompileErrors } from "./compile-errors.ts";
import { renderKeptState } from "./kept-state.ts";

export function renderValidation({ facts }: Cleaned<ProgramValidationAnswer>, page: Page): void {
  if (facts.outcome === "valid") {
    renderSchema(facts, page);
    return;
  }
  page.line(
    facts.outcome === "invalid"
      ? words`The program is not valid.`
      : words`The program was not validated: whether it is valid is not known.`,
  );
  if (facts.errors) renderCompileErrors(facts.errors, Number.POSITIVE_INFINITY, page);
}

function renderSchema({ tables, views, connectors, state }: ProgramValidationAnswer, page: Page): void {
  if (tables === undefined || views === undefined || connectors === undefined) {
    page.line(words`The program is valid. Feldera's answer does not tell its tables, views and connectors.`);
    return;
  }
  const counts = [
    plural(tables.length, words`table`, words`tables`),
    plural(views.length, words`view`, words`views`),
    plural(connectors.length, words`connector`, words`connectors`),
  ];
  page.line(words`The program is valid: ${joined(counts, words`, `)}.`);
  const rows: Value[][] = [
    ...tables.map((table) => [words`table`, sqlName(table.name), relationWords(table)]),
    ...views.map((view) => [words`view`, sqlName(view.name), relationWords(view)]),
    ...connectors.map(({ name, transport }) => [words`connector`, name, transport ?? words`?`]),
  ];
  if (rows.length > 0) {
    page.table([{ title: words`what` }, { title: words`name` }, { title: words`details` }], rows, {
      unit: words`tables, views and connectors`,
    });
  }
  if (state) renderKeptState(state, page);
  page.line(
    words`Checked by the SQL compiler alone: Rust code (UDFs) is not compiled, and no connector is tried.`,
  );
}

function relationWords({ columns, materialized }: NonNullable<ValidationFacts["tables"]>[number]): Words {
  return words`${plural(columns, words`column`, words`columns`)}${materialized ? words`, materialized` : undefined}`;
}

export function renderDiff({ facts }: Cleaned<ProgramDiffAnswer>, page: Page): void {
  const kinds: Kind[] = [
    { changes: facts.tables, one: words`table`, many: words`tables`, spell: sqlName },
    { changes: facts.views, one: words`view`, many: words`views`, spell: sqlName },
    { changes: facts.input_connectors, one: words`input connector`, many: words`input connectors` },
    { changes: facts.output_connectors, one: words`output connector`, many: words`output connectors` },
  ];
  page.line(words`${facts.pipeline_name}: ${summary(facts, kinds)}.`);
  const rows = kinds.flatMap(({ changes, one, spell }) =>
    ACTIONS.flatMap(({ action, did }) =>
      (changes?.[action] ?? []).map((name): Value[] => [did, one, spell?.(name) ?? name]),
    ),
  );
  if (rows.length > 0) {
    page.table([{ title: words`change` }, { title: words`what` }, { title: words`name` }], rows, {
      unit: words`changes`,
    });
  }
  for (const consequence of consequences(facts)) page.line(consequence);
  page.line(
    words`Compared with the program as it is configured now, of which the last checkpoint need not be.`,
  );
}

const ACTIONS = [
  { action: "added", did: words`added` },
  { action: "removed", did: words`removed` },
  { action: "modified", did: words`modified` },
] as const;

interface Kind {
  readonly changes: Changes | undefined;
  readonly one: Words;
  readonly many: Words;
  /** How its names are written, other than they stand. */
  readonly spell?: (name: string) => Words;
}

function summary(facts: DiffFacts, kinds: readonly Kind[]): Words {
  if (facts.not_compared !== undefined) {
    return words`Feldera could not compare the tables and views of the two programs: ${facts.not_compared || words`it does not say why`}`;
  }
  if (facts.same) return words`no table, view or connector would change`;
  const parts = kinds.flatMap(({ changes, one, many }) =>
    ACTIONS.flatMap(({ action, did }) => {
      const count = changes?.[action].length ?? 0;
      return count === 0 ? [] : words`${plural(count, one, many)} ${did}`;
    }),
  );
  return words`deploying this would change: ${joined(parts, words`, `)}`;
}

/** What Feldera does to a pipeline that starts from a checkpoint of another program. */
function consequences({ tables, views, input_connectors }: DiffFacts): Words[] {
  const lines: Words[] = [];
  if ((tables?.modified.length ?? 0) > 0) {
    lines.push(
      words`Modified tables lose what they hold, as do the views over them, and fill again from their connectors, which start over.`,
    );
  }
  if ((views?.added.length ?? 0) + (views?.modified.length ?? 0) > 0) {
    lines.push(
      words`Started from its checkpoint, the pipeline bootstraps the added and modified views: it computes them again from the tables and sends their whole contents to their connectors, without retracting the old.`,
    );
  }
  if ((tables?.removed.length ?? 0) + (views?.removed.length ?? 0) > 0) {
    lines.push(words`What is removed loses its state.`);
  }
  if (input_connectors.modified.length > 0) {
    lines.push(words`Modified input connectors start over from where their configuration says.`);
  }
  return lines;
}
