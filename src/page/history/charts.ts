import uPlot from "uplot";
import type { PictureOf } from "../../answers/pictures.ts";
import { Colours } from "../dom/colours.ts";
import { element } from "../dom/element.ts";
import { listenToKeys } from "../dom/keys.ts";
import { onThemeChange } from "../dom/theme-changes.ts";
import { momentText } from "../figures/figures.ts";
import { tickText } from "../time/ticks.ts";
import { MARK_COLOURS, type Series, seriesValue, valueText } from "./words.ts";

type History = PictureOf<"history">;

const CHART_HEIGHT = 150;
const LEAST_WIDTH = 200;
/** Distances of ticks: those of bytes are round in KiB, MiB and so on. */
const BYTE_STEPS = Array.from({ length: 50 }, (_, power) => 2 ** power);
/** Marks so near to the cursor, as a part of what is seen, are told with the figures. */
const NEAR = 0.012;
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
      ...facts.series.flatMap((series, at) => [
        element(
          "p",
          { class: "chart-title" },
          `${series.name} (last ${valueText(series.last, series.unit)})`,
        ),
        this.#holders[at],
      ]),
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
    const sizes = new ResizeObserver(() => {
      for (const chart of this.#charts) chart.setSize({ width: this.#width(), height: CHART_HEIGHT });
    });
    sizes.observe(this.element);
    signal.addEventListener("abort", () => sizes.disconnect());
  }

  /** Makes the charts; they take their width and colours from where they stand. */
  place(): void {
    for (const chart of this.#charts) chart.destroy();
    this.#charts = this.#facts.series.map(
      (series, at) => new uPlot(this.#options(series), dataOf(series), this.#holders[at]),
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
    const { from_ms, to_ms } = this.#facts;
    const most = Math.max(series.max, series.limit?.value ?? 0);
    return {
      width: this.#width(),
      height: CHART_HEIGHT,
      ms: 1,
      legend: { show: false },
      cursor: { sync: { key: "history" }, drag: { x: true, y: false }, points: { size: 7 } },
      scales: {
        x: { time: true, range: (_chart, min, max) => (min === max ? [from_ms, to_ms] : [min, max]) },
        y: { range: [0, most === 0 ? 1 : most * 1.08] },
      },
      axes: [
        { ...axis, space: 80, values: (_chart, splits) => splits.map((ms) => tickText(ms, stepOf(splits))) },
        {
          ...axis,
          ...(series.unit === "bytes" && { incrs: BYTE_STEPS }),
          size: 92,
          space: 34,
          values: (_chart, splits) =>
            splits.map((value) => valueText(value, series.unit).replace(" records", "")),
        },
      ],
      series: [
        {},
        {
          stroke: this.#colours.of("--accent"),
          width: 1.5,
          spanGaps: false,
          points: { show: series.value.length < 30 },
        },
      ],
      hooks: {
        drawAxes: [(chart) => this.#drawMarks(chart, series)],
        setCursor: [(chart) => this.#told(chart, series)],
      },
    };
  }

  /** What happened as lines through the chart, and what the figure must not pass. */
  #drawMarks(chart: uPlot, { limit }: Series): void {
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
    if (limit !== undefined) {
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
    const ms = dataOf(series)[0][at];
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
    const [times] = dataOf(first);
    this.#at = Math.max(0, Math.min(times.length - 1, this.#at + by));
    const left = chart.valToPos(times[this.#at] ?? 0, "x");
    chart.setCursor({ left, top: CHART_HEIGHT / 2 });
    this.#tell(first, this.#at);
  }

  #showAll(): void {
    for (const each of this.#charts) each.setData(each.data, true);
  }
}

/** Times and values, with a gap where a restart is between two points. */
function dataOf({ at_ms, value, breaks }: Series): [number[], (number | null)[]] {
  const gaps = new Set(breaks);
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
