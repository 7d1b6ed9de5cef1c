import type { SqlPlace } from "../../analysis/circuit/sql-join.ts";
import type { Subsystem } from "../../analysis/owners/subsystem.ts";
import type { SitesFacts } from "../../analysis/pprof/sites/sites.ts";
import type { Resident } from "../../analysis/stats/resident.ts";
import { nameInSql } from "../../sql-identifiers.ts";
import { codeLines, placeWords } from "../circuit/circuit-sql.ts";
import { bytes, percent, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { amountOf } from "./heap-words.ts";
import { partWords, SUBSYSTEM_NAMES } from "./subsystem-words.ts";

const PARTS_SHOWN = 4;
const CRATES_SHOWN = 8;
const OPERATORS_SHOWN = 6;

/** What the parts are whose names do not say it to those who do not know Feldera's engine. */
const EXPLAINED: Partial<Record<Subsystem, Words>> = {
  merger: words`merger: batches written by merges in the background, which operators keep as their state`,
  operators: words`operators: batches and state built as the circuit runs`,
  storage: words`storage: blocks of batches in files, and their cache`,
  input: words`input connectors: values stay here while tables and indexes hold them`,
  profiling: words`profiling and metrics: CPU and circuit profiles, statistics`,
  query: words`ad-hoc queries: DataFusion and what it is given`,
  heap_profiler: words`heap profiler: symbols that earlier profiles loaded`,
  runtime: words`threads and tasks: of no known purpose`,
  untold: words`not known: the functions have no names, or names without paths`,
};

/** The memory of the whole process beside that of the profile. */
export function renderResident(resident: Resident | undefined, page: Page): void {
  if (resident === undefined) {
    page.line(words`Not the process's resident size, which is more.`);
    return;
  }
  const { rss_bytes, memory_pressure, buffered_input_bytes, output_bytes } = resident;
  const told = [
    ...(memory_pressure === undefined ? [] : [words`memory pressure ${memory_pressure}`]),
    ...(buffered_input_bytes === undefined ? [] : [words`inputs queue ${bytes(buffered_input_bytes)}`]),
    ...(output_bytes === undefined ? [] : [words`outputs hold ${bytes(output_bytes)}`]),
  ];
  page.line(
    words`The process's resident size is ${bytes(rss_bytes)} by its statistics${told.length === 0 ? undefined : words` (${joined(told, words`, `)})`}; beside the heap that counts code, stacks and memory that the allocator keeps free.`,
  );
}

/** Which part of Feldera allocated the memory. */
export function renderSubsystems({ subsystems, sampleType }: SitesFacts, page: Page): void {
  const amount = amountOf(sampleType.unit);
  page.table(
    [
      { title: words`size`, align: "right" },
      { title: words`share`, align: "right" },
      { title: words`stacks`, align: "right" },
      { title: words`allocated by; of which` },
    ],
    subsystems.map(({ subsystem, weight, share, stacks, parts }) => {
      const told = parts.filter(({ part }) => Object.keys(part).length > 0);
      const shown = told
        .slice(0, PARTS_SHOWN)
        .map(({ part, weight: size }) =>
          parts.length === 1 ? partWords(part) : words`${amount(size)} ${partWords(part)}`,
        );
      const left = told.length - shown.length;
      const all = [...shown, ...(left > 0 ? [words`${left} more`] : [])];
      const title = EXPLAINED[subsystem] ?? SUBSYSTEM_NAMES[subsystem];
      return [
        amount(weight),
        percent(share),
        stacks,
        all.length === 0 ? title : words`${title}; ${joined(all, words`, `)}`,
      ];
    }),
    { unit: words`parts of Feldera` },
  );
}

const UNKNOWN_CRATE = words`not known`;
const NO_CRATE = words`code that is not Rust`;

/** The crates of the sites, in one line. */
export function renderCrates({ crates }: SitesFacts, page: Page): void {
  if (crates.every(({ isBare }) => isBare)) return;
  const shown = crates
    .slice(0, CRATES_SHOWN)
    .map(
      ({ crate, isBare, share }) => words`${crate ?? (isBare ? UNKNOWN_CRATE : NO_CRATE)} ${percent(share)}`,
    );
  const left = crates.length - shown.length;
  page.line(
    words`By crate of the first function: ${joined(shown, words`, `)}${left > 0 ? words`, ${left} more` : undefined}.`,
  );
}

/** What can be told by SQL operator, and where these come from. */
export function renderSqlOperators({ operators, placed, sampleType, total }: SitesFacts, page: Page): void {
  if (operators.length === 0) return;
  const amount = amountOf(sampleType.unit);
  const shown = operators.slice(0, OPERATORS_SHOWN);
  const weightOf = (rows: readonly Operator[]) => rows.reduce((sum, { weight }) => sum + weight, 0);
  const all = weightOf(operators);
  const rest = operators.slice(OPERATORS_SHOWN);
  const found = words`${plural(operators.length, words`SQL operator`, words`SQL operators`)} named in the frames of ${amount(all)} (${percent(all / (total || 1))})`;
  if (placed === undefined) {
    const hashes = shown.map(({ hash, weight }) => words`${hash} ${amount(weight)}`);
    const more = rest.length === 0 ? undefined : words`, ${rest.length} more ${amount(weightOf(rest))}`;
    page.line(words`${found}: ${joined(hashes, words`, `)}${more}. Not placed in the SQL.`);
    return;
  }
  const largest = rest.length === 0 ? undefined : words`; the largest ${shown.length}`;
  page.line(words`${found}, of which ${amount(placed.weight)} placed in the SQL${largest}:`);
  page.quote(
    shown.map((operator) => operatorText(operator, amount)),
    { unit: words`SQL operators`, head: "size (share) | crate | operator" },
  );
}

type Operator = SitesFacts["operators"][number];

function operatorText({ hash, weight, share, place }: Operator, amount: (weight: number) => Words): string {
  const figures = `${amount(weight)} (${percent(share)}) | ${hash}`;
  if (place === undefined) return `${figures} | not in this version of the program`;
  const also = place.also?.length ? `, or ${place.also.length} more with the same code` : "";
  const head = `${figures} | ${place.operator} (${place.operation}), ${placeWords(place)}${also}`;
  return [head, ...operatorCode(place)].join("\n");
}

/** The SQL that an operator is of. A table's operators have the position of its name, which stands there already. */
export function operatorCode(place: SqlPlace): string[] {
  const { positions, relation } = place;
  const isItsName =
    relation !== undefined &&
    positions.every(({ code }) => code !== undefined && nameInSql(code) === relation.name);
  return isItsName ? [] : codeLines(place, "  ");
}
