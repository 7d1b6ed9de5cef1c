import type { PictureOf } from "../../../src/answers/pictures.ts";
import { numbers } from "./numbers.ts";

const OPERATIONS = ["map", "filter", "join", "aggregate", "distinct"];

/** Facts of a dataflow of so many views with so many operators each, every view being fed by some before it. */
export function madeDataflow({ views, each }: { views: number; each: number }): PictureOf<"dataflow"> {
  const random = numbers(11);
  const below = (most: number) => Math.floor(random() * most);
  const all = Array.from({ length: views * each }, (_, at) => at);
  const edges = new Map<string, readonly [number, number]>();
  const link = (from: number, to: number) => edges.set(`${from} ${to}`, [from, to]);
  for (const at of all) {
    const [view, place] = [Math.floor(at / each), at % each];
    if (place > 0) link(at - 1 - below(Math.min(place, 3)), at);
    if (place < 3 && view > 0) link(Math.max(0, view - 1 - below(20)) * each + each - 1, at);
  }
  const runtime = all.map(() => random() ** 8);
  const sum = runtime.reduce((total, seconds) => total + seconds, 0);
  const pairs = [...edges.values()];
  const name = (view: number) => `view_${view}`;
  return {
    picture: "dataflow",
    pipeline_name: "orders",
    source: { kind: "live", at_ms: Date.UTC(2026, 10, 21, 7, 46, 19) },
    missing: [],
    notes: [],
    measures: ["runtime_s"],
    totals: { runtime_s: sum },
    places: all.map((at) => {
      const operation = OPERATIONS[at % OPERATIONS.length] ?? "map";
      const view = name(Math.floor(at / each));
      return {
        handle: `${view}.${operation}@${at}`,
        operation,
        relation: { kind: "view" as const, name: view },
        line: at,
        code: `SELECT ${operation} FROM ${view}`,
      };
    }),
    costs: { runtime_s: runtime },
    shares: { runtime_s: runtime.map((seconds) => seconds / sum) },
    records_in: all.map(() => 1000),
    records_out: all.map(() => 1000),
    workers: 4,
    busiest_worker: all.map(() => null),
    busiest_times_average: all.map(() => null),
    none: [],
    relations: Array.from({ length: views }, (_, view) => ({
      kind: "view" as const,
      name: name(view),
      operators: each,
      costs: {},
      shares: {},
    })),
    relation: all.map((at) => Math.floor(at / each)),
    edges: { from: pairs.map(([from]) => from), to: pairs.map(([, to]) => to) },
    relation_edges: { from: [], to: [] },
  };
}
