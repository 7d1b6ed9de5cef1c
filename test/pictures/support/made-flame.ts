import type { PictureOf } from "../../../src/answers/pictures.ts";
import { numbers } from "./numbers.ts";

const ROOTS = [
  "std::thread::Builder::spawn",
  "dbsp::circuit::dbsp_handle::Runtime::run",
  "tokio::runtime::run",
];
const PARTS = [
  "trace::spine_async::merger",
  "operator::join",
  "operator::aggregate",
  "storage::buffer_cache",
];
const ENDS = ["read_block", "seek_key", "push_tuple", "compare", "hash_keys", "copy_batch", "decode"];

export interface MadeFlame {
  readonly frames: number;
  readonly depth?: number;
  readonly isCompared?: boolean;
  /** Put into every name. */
  readonly name?: string;
}

/** Facts of a flame graph as wide and deep as asked for: the same each time. */
export function madeFlame({
  frames: count,
  depth = 30,
  isCompared,
  name = "",
}: MadeFlame): PictureOf<"flame"> {
  const random = numbers(7);
  const names: string[] = [];
  const functionOf: number[] = [];
  const parent: number[] = [];
  const total: number[] = [];
  const row: number[] = [];
  const free: number[] = [];
  const operator: number[] = [];
  const OPERATORS = 9;
  const add = (above: number, weight: number) => {
    const at = row.length;
    const deep = above < 0 ? 0 : (row[above] ?? 0) + 1;
    const made =
      deep < 2
        ? `${ROOTS[at % ROOTS.length]}${name}`
        : `dbsp::${PARTS[at % PARTS.length]}::Level${deep}::${ENDS[at % ENDS.length]}${name}`;
    const known = names.indexOf(made);
    functionOf.push(known < 0 ? names.push(made) - 1 : known);
    parent.push(above);
    total.push(weight);
    free.push(weight);
    row.push(deep);
    operator.push(deep === 3 ? at % OPERATORS : deep < 3 ? -1 : (operator[above] ?? -1));
    return at;
  };
  add(-1, 2 ** 40);
  while (row.length < count) {
    const above = random() < 0.5 ? row.length - 1 : Math.floor(random() * row.length);
    const room = free[above] ?? 0;
    if ((row[above] ?? 0) >= depth || room < 1000) continue;
    const weight = Math.floor(room * (0.3 + 0.6 * random()));
    free[above] = room - weight;
    add(above, weight);
  }
  const zeros = row.map(() => 0);
  return {
    picture: "flame",
    profile: "heap",
    weighs: "inuse_space",
    unit: "bytes",
    direction: "callees",
    of: 2 ** 40,
    total: 2 ** 40,
    functions: {
      id: names.map((_, at) => at),
      name: names,
      library: names.map(() => ""),
      operator: names.map(() => -1),
      is_glue: names.map((each) => (each.startsWith("std") || each.startsWith("tokio") ? 1 : 0)),
    },
    operators: Array.from({ length: OPERATORS }, (_, at) => ({
      handle: `customer_totals${name}.join@${at * 7 + 3}`,
      operation: "join",
      relation: { kind: "view" as const, name: `customer_totals${name}` },
      line: at * 7 + 3,
      code: `SELECT * FROM orders${name} JOIN customers USING (id)`,
    })),
    frames: {
      function: functionOf,
      parent,
      total,
      self: free,
      ...(isCompared && {
        change: total.map((weight) => Math.round(weight * (random() - 0.5))),
        is_noise: total.map((weight) => (weight < 2 ** 24 ? 1 : 0)),
      }),
      operator,
      left_out: zeros,
      left_out_total: zeros,
    },
    left_out: { frames: 0, total: 0 },
    pipeline_name: `orders${name}`,
    source: { kind: "live", at_ms: Date.UTC(2026, 10, 21, 7, 46, 19) },
    missing: [],
    notes: [],
  };
}
