import uPlot from "uplot";
import type { PictureOf } from "../../answers/pictures.ts";
import { Colours } from "../dom/colours.ts";
import { element } from "../dom/element.ts";
import { listenToKeys } from "../dom/keys.ts";
import { onSizeChange } from "../dom/size-changes.ts";
import { onThemeChange } from "../dom/theme-changes.ts";
import { momentText, spanText } from "../figures/figures.ts";
import { tickText } from "../time/ticks.ts";
import { pathsOf } from "./paths.ts";
import { scaleOf } from "./scale.ts";
import { FIGURE_TITLES, MARK_COLOURS, type Series, seriesValue, valueText } from "./words.ts";

type History = PictureOf<"history">;

const CHART_HEIGHT = 150;
const LEAST_WIDTH = 200;
/** Distances of ticks: those of bytes are round in KiB, MiB and so on. */
const BYTE_STEPS = Array.from({ length: 50 }, (_, power) => 2 ** power);
/** Marks so near to the cursor, as a part of what is seen, are told with the figures. */
const NEAR = 0.012;
/** Points at the ends are seen whole. */
const ROOM_FOR_POINTS = 0.02;
/** What lasts is shown as a band. */
const BAND_OPACITY = 0.12;

/** One chart for each series, below each other, along the same time. */
export class HistoryCharts {
  readonly element: HTMLElement;
  readonly #facts: History;
  readonly #say: (text: string) => void;
  readonly #colours: Colours;
  readonly #holders: readonly HTMLElement[];
  #charts: uPlot[] = [];

  constructor(facts: History, say: (text: string) => void, signal: AbortSignal) {
    this.#facts = facts;
    this.#say = say;
    this.#holders = facts.series.map(() => element("div", { class: "chart" }));
    this.element = element(
      "div",
      {
        class: "charts",
        tabindex: 0,
        role: "application",
        "aria-roledescription": "charts over time",
        "aria-label":
          "Charts over time. Left and right go from point to point, Escape shows all. The tables below have the same figures.",
      },
      ...facts.series.flatMap((series, at) => [titleElement(series), this.#holders[at]]),
    );
    this.#colours = new Colours(this.element);
    const deeds = {
      ArrowRight: () => this.#step(1),
      ArrowLeft: () => this.#step(-1),
      Escape: () => this.#showAll(),
    };
    listenToKeys(this.element, deeds, signal);
    onThemeChange(() => {
      this.#colours.forget();
      this.place();
    }, signal);
    onSizeChange(
      this.element,
      () => {
        for (const chart of this.#charts) chart.setSize({ width: this.#width(), height: CHART_HEIGHT });
      },
      signal,
    );
  }

  /** Makes the charts; they take their width and colours from where they stand. */
  place(): void {
    for (const chart of this.#charts) chart.destroy();
    this.#charts = this.#facts.series.map(
      (series, at) => new uPlot(this.#options(series), this.#dataOf(series), this.#holders[at]),
    );
  }

  #width(): number {
    return Math.max(LEAST_WIDTH, this.element.clientWidth);
  }

  #options(series: Series): uPlot.Options {
    const quiet = this.#colours.of("--quiet");
    const grid = { stroke: this.#colours.of("--line"), width: 1 };
    const font = `12px ${getComputedStyle(this.element).fontFamily}`;
    const axis = { stroke: quiet, font, grid, ticks: grid };
    const { from, to } = scaleOf(series);
    const isOfMoments = this.#facts.told_by === "collections";
    return {
      width: this.#width(),
      height: CHART_HEIGHT,
      ms: 1,
      legend: { show: false },
      cursor: { sync: { key: "history" }, drag: { x: true, y: false }, points: { size: 7 } },
      scales: {
        x: { time: true, range: (_chart, min, max) => this.#seen(series, min, max) },
        y: { range: [from, to] },
      },
      axes: [
        { ...axis, space: 80, values: (_chart, splits) => splits.map((ms) => tickText(ms, stepOf(splits))) },
        {
          ...axis,
          ...(series.unit === "bytes" && { incrs: BYTE_STEPS }),
          size: 92,
          space: 20,
          values: (_chart, splits) =>
            splits.map((value) => valueText(value, series.unit).replace(/ records\b/, "")),
        },
      ],
      series: [
        {},
        {
          stroke: this.#colours.of("--accent"),
          width: isOfMoments ? 2.5 : 1.5,
          spanGaps: false,
          points: { show: series.value.length < 30, ...(isOfMoments && { size: 9 }) },
          ...((isOfMoments || series.averaged_from_ms) && { paths: pathsOf(series) }),
        },
      ],
      hooks: {
        drawAxes: [(chart) => this.#drawMarks(chart, series)],
        setCursor: [(chart) => this.#told(chart, series)],
      },
    };
  }

  /** All charts have the same time, whatever each has points of. */
  #seen({ at_ms }: Series, min: number, max: number): [number, number] {
    const { from_ms, to_ms, told_by } = this.#facts;
    if (min > (at_ms[0] ?? min) || max < (at_ms.at(-1) ?? max)) return [min, max];
    const room = told_by === "collections" ? (to_ms - from_ms) * ROOM_FOR_POINTS : 0;
    return [from_ms - room, to_ms + room];
  }

  /** What happened as lines through the chart, and what the figure must not pass. */
  #drawMarks(chart: uPlot, series: Series): void {
    const { limit } = series;
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.lineWidth = Math.max(1, Math.round(window.devicePixelRatio));
    const line = (colour: string, dash: readonly number[], from: [number, number], to: [number, number]) => {
      ctx.strokeStyle = this.#colours.of(colour);
      ctx.setLineDash([...dash]);
      ctx.beginPath();
      ctx.moveTo(...from);
      ctx.lineTo(...to);
      ctx.stroke();
    };
    for (const { at_ms, until_ms = at_ms, kind } of this.#facts.marks) {
      const [x, until] = [at_ms, until_ms].map((ms) => Math.round(chart.valToPos(ms, "x", true)) + 0.5);
      if (x === undefined || until === undefined) continue;
      const from = Math.max(bbox.left, x);
      const width = Math.min(bbox.left + bbox.width, until) - from;
      if (width > 0) {
        ctx.globalAlpha = BAND_OPACITY;
        ctx.fillStyle = this.#colours.of(MARK_COLOURS[kind]);
        ctx.fillRect(from, bbox.top, width, bbox.height);
        ctx.globalAlpha = 1;
      }
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      line(MARK_COLOURS[kind], [], [x, bbox.top], [x, bbox.top + bbox.height]);
    }
    if (limit !== undefined && scaleOf(series).hasLimit) {
      const y = Math.round(chart.valToPos(limit.value, "y", true)) + 0.5;
      line("--bad", [6, 4], [bbox.left, y], [bbox.left + bbox.width, y]);
    }
    ctx.restore();
  }

  #told({ cursor: { idx, event } }: uPlot, series: Series): void {
    if (idx === null || idx === undefined || event === undefined) return;
    this.#tell(series, idx);
  }

  /** The figures of all series at a moment, and what happened about then. */
  #tell(series: Series, at: number): void {
    const ms = this.#dataOf(series)[0][at];
    if (ms === undefined) return;
    const figures = this.#facts.series.map(
      (each) => `${each.name} ${seriesValue(each, nearest(each.at_ms, ms))}`,
    );
    const near = (this.#facts.to_ms - this.#facts.from_ms) * NEAR;
    const marks = this.#facts.marks
      .filter(({ at_ms, until_ms = at_ms }) => at_ms - near <= ms && ms <= until_ms + near)
      .map(({ says }) => says);
    this.#say([`${momentText(ms)} UTC: ${figures.join(", ")}`, ...marks].join(". "));
  }

  #at = -1;

  #step(by: number): void {
    const [first] = this.#facts.series;
    const [chart] = this.#charts;
    if (first === undefined || chart === undefined) return;
    const [times] = this.#dataOf(first);
    this.#at = Math.max(0, Math.min(times.length - 1, this.#at + by));
    const left = chart.valToPos(times[this.#at] ?? 0, "x");
    chart.setCursor({ left, top: CHART_HEIGHT / 2 });
    this.#tell(first, this.#at);
  }

  #showAll(): void {
    for (const each of this.#charts) each.setData(each.data, true);
  }

  /** Times and values, with a gap where a restart is between two points that a line would lead to. */
  #dataOf({ at_ms, value, breaks }: Series): [number[], (number | null)[]] {
    return withGaps(at_ms, value, new Set(this.#facts.told_by === "collections" ? [] : breaks));
  }
}

function withGaps(
  at_ms: readonly number[],
  value: readonly number[],
  gaps: ReadonlySet<number>,
): [number[], (number | null)[]] {
  const times: number[] = [];
  const values: (number | null)[] = [];
  for (const [at, ms] of at_ms.entries()) {
    if (gaps.has(at)) {
      times.push(ms - 1);
      values.push(null);
    }
    times.push(ms);
    values.push(value[at] ?? null);
  }
  return [times, values];
}

function titleElement(series: Series): HTMLElement {
  const { name, unit, last, limit, idle_ms } = series;
  const { from, hasLimit } = scaleOf(series);
  const said = [
    idle_ms === undefined ? `last ${valueText(last, unit)}` : `none for the last ${spanText(idle_ms)}`,
    limit && (hasLimit ? `dashed: ${limit.says}` : `${limit.says}, far above the chart`),
    from > 0 ? "the axis does not begin at 0" : undefined,
  ].filter((part) => part !== undefined);
  return element(
    "p",
    { class: "chart-title" },
    element("strong", {}, FIGURE_TITLES[name]),
    ` (${said.join("; ")})`,
  );
}

function nearest(times: readonly number[], ms: number): number {
  return times.reduce(
    (best, time, at) =>
      Math.abs(time - ms) < Math.abs((times[best] ?? Number.POSITIVE_INFINITY) - ms) ? at : best,
    0,
  );
}

function stepOf(splits: readonly number[]): number {
  const [first = 0, second = 0] = splits;
  return second - first;
}
