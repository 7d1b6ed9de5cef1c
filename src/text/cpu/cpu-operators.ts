import type { OperatorFacts } from "../../analysis/firefox/operators/operator-facts-schema.ts";
import type { RestKind } from "../../analysis/firefox/operators/rest-kinds.ts";
import type { SamplyProfileAnswer } from "../../answers/cpu-profile.ts";
import { grouped, percent, plural, span } from "../page/format.ts";
import { namesIn } from "../page/names-in.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { operatorName } from "../sql/operator-name.ts";
import { sqlName } from "../sql/sql-name.ts";
import { callArguments, costText, functionNames, functionSection } from "./cpu.ts";
import { placeText } from "./cpu-places.ts";

type Operator = OperatorFacts["suspended"][number];
type OperatorSide = NonNullable<Operator["foreground"]>;
type Side = OperatorFacts["sides"][number];

const COLUMNS =
  "CPU (share) | operator | by workers or mergers: CPU, the part of the busiest worker (w), runs (+ those over the window's edges), and what Feldera measured of the former";

/** With fewer samples it is chance which worker is the busiest. */
const SAMPLES_TO_COMPARE_WORKERS = 20;

/** A side of an operator with less of its CPU than this says nothing about where it goes. */
const TELLING_SHARE = 0.01;

const RELATIONS_SHOWN = 8;
const REST_SHOWN = 3;
const ACTIVITIES_SHOWN = 10;

/** CPU by operator of the circuit; where one was asked for, that one and the functions within it. */
export function renderOperators(of: SamplyProfileAnswer, facts: OperatorFacts, page: Page): void {
  renderHead(of, facts, page);
  if (facts.within !== undefined) {
    renderWithin(of, facts.within, page);
    return;
  }
  if (facts.window === undefined) {
    renderCrates(facts.crates, page);
    return;
  }
  renderSides(facts, page);
  renderRelations(facts, page);
  page.quote(
    [
      operatorSection(
        `By operator, ${facts.operators.shown} of ${facts.operators.of}: ${COLUMNS}`,
        facts.operators.operators,
      ),
      operatorSection(
        "Apart, suspended while others ran, so that CPU of those and of the scheduler may be in theirs:",
        facts.suspended,
      ),
      restSection(facts.sides),
      activitySection(facts.activities),
    ].filter((section) => section !== ""),
    { unit: words`sections` },
  );
  const [largest] = facts.operators.operators;
  if (largest === undefined) return;
  const within = callArguments(of, { operator: largest.nodeId });
  page.next("summarize_samply_profile", within, words`for the functions within the largest`);
}

function renderHead({ pipeline_name }: SamplyProfileAnswer, facts: OperatorFacts, page: Page): void {
  const { sampled, covered, window, unreadableMarkers, captureNotes, operators } = facts;
  if (window !== undefined) {
    const first = facts.within?.operator ?? operators.operators[0];
    const finding =
      first === undefined
        ? words`no operator`
        : words`${first.kind} ${operatorName(first.nodeId)} ${facts.within === undefined ? words`is the largest operator, with` : words`has`} ${percent(first.share)}`;
    page.line(
      words`${pipeline_name}: ${finding} of the ${costText(facts)} of CPU in workers and mergers, over the ${span(window.toMs - window.fromMs)} that Feldera's markers cover: ${stretch(window)} of ${Math.round(sampled?.toMs ?? 0)}.`,
    );
  } else if (covered !== undefined) {
    page.line(
      words`${pipeline_name}: nothing of the time that was asked for is covered: Feldera's markers and samples go ${stretch(covered)}.`,
    );
  } else {
    page.line(
      words`${pipeline_name}: CPU cannot be told by operator: this profile has ${sampled === undefined ? words`no samples` : words`none of the markers with which Feldera says what ran when`}.`,
    );
  }
  const notes = [
    ...captureNotes.map((note) => words`${note}`),
    ...(unreadableMarkers > 0
      ? [words`${plural(unreadableMarkers, words`marker`, words`markers`)} could not be read`]
      : []),
    ...(facts.rankedBy === "samples" ? [words`the profile tells no CPU time, so samples are counted`] : []),
  ];
  if (notes.length > 0) page.line(words`Note: ${joined(notes, words`; `)}.`);
}

function renderSides({ sides, elsewhere, agreement }: OperatorFacts, page: Page): void {
  for (const side of sides) page.line(sideLine(side));
  if (elsewhere.length > 0) {
    const groups = elsewhere.map(
      ({ group, threads, ...cost }) =>
        words`${group} ${costText(cost)} in ${plural(threads, words`thread`, words`threads`)}`,
    );
    page.line(words`Threads that run no operators: ${joined(groups, words`, `)}.`);
  }
  if (agreement !== undefined) page.line(agreementLine(agreement));
}

const SIDE_NAMES = { foreground: words`Workers`, background: words`Mergers` } as const;

export const REST_NAMES: Record<RestKind, Words> = {
  scheduler: words`scheduler`,
  operator_code: words`operators' code outside their markers`,
  waiting_and_waking: words`waiting and waking`,
  hashing: words`hashing`,
  exchange: words`exchange between workers`,
  merge_code: words`merge code between markers`,
  dbsp_profiler: words`DBSP's own profiler`,
  marker_recording: words`recording of markers`,
  allocator: words`allocator`,
  random_numbers: words`random numbers`,
  other: words`other`,
};

/** Which part of what is charged no marker holds. */
export const BESIDE = words`outside of their markers, by what their stacks tell`;

function sideLine({
  side,
  threads,
  attributedShare,
  suspendedShare,
  besideShare,
  rest,
  ...all
}: Side): Words {
  const name = SIDE_NAMES[side];
  if (all.samples === 0) return words`${name}: no CPU.`;
  const suspended =
    suspendedShare > 0 ? words` (${percent(suspendedShare)} to those that were suspended)` : words``;
  const beside = besideShare > 0 ? words` (${percent(besideShare)} ${BESIDE})` : words``;
  const kinds = rest.map(({ kind, share }) => words`${REST_NAMES[kind]} ${percent(share)}`);
  const left = kinds.length === 0 ? words`` : words`, the rest is ${joined(kinds, words`, `)}`;
  return words`${name}: ${costText(all)} in ${plural(threads, words`thread`, words`threads`)}, ${percent(attributedShare)} charged to operators${suspended}${beside}${left}.`;
}

function agreementLine({
  compared,
  minMicros,
  noiseDeviations,
  apart,
}: NonNullable<OperatorFacts["agreement"]>) {
  const others =
    apart.length === 0
      ? words``
      : words`; not for ${joined(
          apart.map((id) => words`${id}`),
          words`, `,
        )}`;
  return words`Samples and Feldera's own sums agree within ${noiseDeviations} standard deviations for ${grouped(compared - apart.length)} of ${grouped(compared)} operators of ${span(minMicros / 1000)} or more${others}.`;
}

/** How much is placed in the SQL, and where. */
function renderRelations({ placed, relations }: OperatorFacts, page: Page): void {
  if (placed === undefined) return;
  const nearest =
    placed.nearestShare > 0
      ? words`, ${percent(placed.nearestShare)} only at the nearest place that is known`
      : undefined;
  const shown = relations
    .slice(0, RELATIONS_SHOWN)
    .map(
      ({ relation, share }) =>
        words`${relation === undefined ? words`no table or view` : words`${relation.kind} ${sqlName(relation.name)}`} ${percent(share)}`,
    );
  const more = relations.length > shown.length ? [words`${relations.length - shown.length} more`] : [];
  const by = shown.length === 0 ? undefined : words`: ${joined([...shown, ...more], words`, `)}`;
  page.line(words`Placed in the SQL: ${percent(placed.share)} of this CPU${nearest}${by}.`);
}

function operatorSection(head: string, operators: readonly Operator[]): string {
  return operators.length === 0 ? "" : [head, ...operators.map(operatorText)].join("\n");
}

function operatorText(operator: Operator): string {
  const { nodeId, kind, share, place, foreground, background, crates, ...cost } = operator;
  const sides = [
    ...(isTelling(foreground, operator) ? [`workers ${sideText(foreground, words`evals`)}`] : []),
    ...(isTelling(background, operator) ? [`mergers ${sideText(background, words`merges`)}`] : []),
  ];
  const [crate] = crates;
  const where =
    place === undefined
      ? crate === undefined
        ? ""
        : `\n    crate ${crate.hash}`
      : `\n    ${placeText(place)}${place.by === "crate" ? " (by its frames)" : ""}`;
  return `${[`${costText(cost)} (${percent(share)})`, `${kind} ${nodeId}`, ...sides].join(" | ")}${where}`;
}

function isTelling(side: OperatorSide | undefined, operator: Operator): side is OperatorSide {
  if (side === undefined) return false;
  const [cost, whole] =
    operator.cpuMicros === undefined
      ? [side.samples, operator.samples]
      : [side.cpuMicros ?? 0, operator.cpuMicros];
  return whole === 0 || cost >= TELLING_SHARE * whole;
}

function sideText({ byWorker, told, ...cost }: OperatorSide, runs: Words): string {
  const [busiest] = byWorker;
  const worker =
    busiest === undefined || cost.samples < SAMPLES_TO_COMPARE_WORKERS
      ? ""
      : ` (w${busiest.worker} ${percent(busiest.share)})`;
  const count = `${grouped(told.count)}${told.overEdge > 0 ? `+${grouped(told.overEdge)}` : ""} ${runs}`;
  const sums =
    told.count === 0
      ? ""
      : `: CPU ${micros(told.cpuMicros)}, real ${micros(told.realMicros)}, longest ${micros(told.maxRealMicros)}`;
  return `${costText(cost)}${worker}; ${count}${sums}`;
}

function restSection(sides: readonly Side[]): string {
  const nameOf = namesIn(
    sides.flatMap(({ rest }) => rest.flatMap(({ functions }) => functions.map(({ name }) => name))),
  );
  const lines = sides.flatMap((side) =>
    side.rest.slice(0, REST_SHOWN).map((rest) => restText(side, rest, nameOf)),
  );
  return lines.length === 0
    ? ""
    : [
        `Charged to no operator, the ${REST_SHOWN} largest kinds by the functions that tell them:`,
        ...lines,
      ].join("\n");
}

function restText(
  { side }: Side,
  { kind, functions, share, ...cost }: Side["rest"][number],
  nameOf: (name: string) => string,
): string {
  const named = functions.map(({ name, ...own }) => `${nameOf(name)} ${costText(own)}`);
  return `${SIDE_NAMES[side]}: ${REST_NAMES[kind]} ${costText(cost)} (${percent(share)}): ${named.join(", ")}`;
}

function activitySection(activities: OperatorFacts["activities"]): string {
  if (activities.length === 0) return "";
  const lines = activities
    .slice(0, ACTIVITIES_SHOWN)
    .map(
      ({ category, name, count, totalMs, maxMs }) =>
        `${category}/${name}: ${grouped(count)}, ${span(totalMs)}, longest ${span(maxMs)}`,
    );
  const more = activities.length - lines.length;
  const head = "Feldera's other markers: how many, for how long over all threads";
  return [`${head}:`, ...lines, ...(more > 0 ? [`${more} more kinds`] : [])].join("\n");
}

function renderCrates({ crates, shown, of }: OperatorFacts["crates"], page: Page): void {
  if (of === 0) return;
  page.quote(
    crates.map(
      ({ hash, place, ...cost }) =>
        `${hash}: ${costText(cost)}${place === undefined ? "" : `\n    ${placeText(place)}`}`,
    ),
    {
      unit: words`crates`,
      head: `In frames of SQL operators' own crates (feldera_pipe_operator_…), all threads, ${shown} of ${of}:`,
    },
  );
}

function renderWithin(
  of: SamplyProfileAnswer,
  { operator, mainLibrary, functionsBySelf, functionsByTotal }: NonNullable<OperatorFacts["within"]>,
  page: Page,
): void {
  const nameOf = namesIn([...functionNames(functionsBySelf), ...functionNames(functionsByTotal)]);
  page.quote(
    [
      operatorSection(COLUMNS, [operator]),
      functionSection(words`Functions within it by self`, functionsBySelf, "self", { mainLibrary, nameOf }),
      functionSection(words`Functions within it by total`, functionsByTotal, "total", {
        mainLibrary,
        nameOf,
      }),
    ].filter((section) => section !== ""),
    { unit: words`sections` },
  );
  const tree = callArguments(of, { view: "callees", operator: operator.nodeId });
  page.next("summarize_samply_profile", tree, words`for its call tree`);
}

function micros(cost: number): Words {
  return span(cost / 1000);
}

function stretch({ fromMs, toMs }: { fromMs: number; toMs: number }): Words {
  return words`from ${Math.round(fromMs)} to ${Math.round(toMs)} ms`;
}
