import type { CircuitSigns } from "../../../src/analysis/circuit/signs.ts";
import { spreadOf } from "../../../src/analysis/circuit/spread.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const circuit = (signs: Partial<CircuitSigns>): Evidence => {
  const evidence = evidenceOf("healthy");
  const { circuit_profile } = evidence;
  return circuit_profile === undefined
    ? evidence
    : { ...evidence, circuit_profile: { ...circuit_profile, ...signs } };
};

const unnest = (records_in: number, records_out: number) => {
  const [place] = evidenceOf("healthy").kept_state?.map((one) => one.place) ?? [];
  if (place === undefined) throw new Error("no place");
  return circuit({ unnests: [{ place, records_in, records_out }] });
};

const late = (records_out: number, records_in = 127_100) =>
  circuit({ late_filters: [{ id: "nn9", tables: ["t"], of_view: false, records_in, records_out }] });

/** So many rows of a table that its one connector has read so many of, where the filter lacks some. */
const few = (dropped: number, rows: number, waiting = 0, read = 100_000): Evidence => {
  const { circuit_profile } = circuit({
    tables: [{ name: "entries", has_key: false, has_waterline: true, rows }],
    late_filters: [
      { id: "nn9", tables: ["entries"], of_view: false, records_in: rows, records_out: rows - dropped },
    ],
  });
  const evidence = evidenceOf("healthy", {
    stats: {
      "inputs.0.metrics.total_records": read,
      "inputs.0.metrics.buffered_records": waiting,
    },
  });
  return { ...evidence, ...(circuit_profile && { circuit_profile }) };
};

/** As recorded: a join of readings with 300 devices, of which so many rows came, and a late filter on a view of it. */
const updating = (rows: number): Evidence => {
  const [recorded] = evidenceOf("healthy").kept_state?.map((one) => one.place) ?? [];
  if (recorded === undefined) throw new Error("no place");
  const place = { ...recorded, operator: "s41", operation: "join_balanced" };
  const integral = {
    holds: "input" as const,
    used_by: [place],
    bound: "keys" as const,
    tables: ["devices"],
    other_side: [],
    conditions: [],
    distinct: [],
    waterlines: [],
    behind: [],
    records: 300,
    merged_records: 300,
    bytes: 9_000,
  };
  return circuit({
    operators: [
      {
        id: "nn154",
        place,
        numbers: {
          computed_output_records_count: spreadOf([2_106_796, 0]),
          left_input_records_count: spreadOf([29_276, 0]),
        },
      },
    ],
    integrals: [
      { ...integral, id: "nn5", holds: "table" },
      { ...integral, id: "nn150" },
    ],
    tables: [
      { name: "devices", has_key: true, has_waterline: false, rows },
      { name: "readings", has_key: false, has_waterline: true, rows: 49_400 },
    ],
    late_filters: [
      {
        id: "nn295",
        tables: ["readings", "devices"],
        of_view: true,
        records_in: 2_106_796,
        records_out: 110_200,
      },
    ],
  });
};

/** As a recorded pipeline with a clock of a millisecond told it. */
const ticking = (ticks: number, clock_resolution_usecs = 1_000) =>
  evidenceOf("healthy", {
    pipeline: { "runtime_config.clock_resolution_usecs": clock_resolution_usecs },
    stats: {
      "global_metrics.uptime_msecs": 49_700,
      "inputs.0.endpoint_name": "now",
      "inputs.0.config.stream": "now",
      "inputs.0.metrics.total_records": ticks,
    },
  });

const gathering = (enable_output_buffer: boolean, more: Record<string, unknown>) =>
  evidenceOf("healthy", {
    pipeline: {
      "program_info.output_connectors": {
        "balances.balances_out": {
          stream: "balances",
          transport: { name: "null_output" },
          enable_output_buffer,
          max_output_buffer_size_records: 10_000_000,
          ...more,
        },
      },
    },
    stats: {
      "outputs.0.metrics.buffered_records": 2_277,
      "outputs.0.metrics.transmitted_records": 0,
    },
  });

const HOUR = { max_output_buffer_time_millis: 3_600_000 };

export const MORE_CIRCUIT_CASES: readonly RuleCase[] = [
  {
    rule: "engine/exploding-join",
    when: "a table that it joins is updated all the time",
    evidence: () => updating(30_754),
    says: [/72 for each/, /Each update of a row of devices takes back all rows that it is joined with/],
  },
  {
    rule: "engine/exploding-join",
    when: "it makes as many rows of a table that is not updated",
    evidence: () => updating(300),
    says: [/72 for each/, /a key with many rows on both sides/],
  },
  {
    rule: "input/late-rows",
    when: "a join makes rows again that are late by then",
    evidence: () => updating(30_754),
    says: [/More rows went in than came for readings, devices: each update of a row of devices/],
  },
  {
    rule: "input/late-rows",
    when: "a join makes late rows of a table that is not updated",
    evidence: () => updating(300),
    says: [/Event times further behind the newest than LATENESS allows/],
  },
  {
    rule: "engine/exploding-unnest",
    when: "arrays of a thousand become rows",
    evidence: () => unnest(12_133, 12_133_000),
    severity: "warning",
    says: [
      / makes 1,000 rows of each \(UNNEST or HOP\): 12,133,000 of 12,133/,
      /Filter or shorten the arrays/,
    ],
  },
  { rule: "engine/exploding-unnest", when: "arrays are short", evidence: () => unnest(100_000, 250_000) },
  {
    rule: "input/perhaps-late-rows",
    when: "a hundredth of the rows is missing after the filter",
    evidence: () => late(125_870),
    severity: "info",
    says: [
      /1,230 of 127,100 rows \(1 %\) of t may be dropped as late; whether equal ones have merged instead is not known/,
      /hears late rows of error_view/,
    ],
  },
  {
    rule: "input/perhaps-late-rows",
    when: "they are rows of a view that joins two tables",
    evidence: () => {
      const rows = { records_in: 127_100, records_out: 125_870 };
      return circuit({ late_filters: [{ id: "nn9", tables: ["t", "u"], of_view: true, ...rows }] });
    },
    says: [/1,230 of 127,100 rows \(1 %\) of a view over t, u may be dropped as late/],
  },
  {
    rule: "input/perhaps-late-rows",
    when: "a thousand are missing, and none met its like on the way",
    evidence: () => few(1_000, 100_000),
    severity: "warning",
    says: [/1,000 of 100,000 rows \(1 %\) of entries are dropped as late; no counter/],
  },
  {
    rule: "input/perhaps-late-rows",
    when: "a thousand are missing, and a thousand wait to be taken in",
    evidence: () => few(1_000, 99_000, 1_000),
    severity: "warning",
    says: [/are dropped as late/],
  },
  {
    rule: "input/perhaps-late-rows",
    when: "a thousand are missing, and half as many met their like on the way",
    evidence: () => few(1_000, 99_500),
    severity: "info",
    says: [/may be dropped as late, though equal ones seem to merge/],
  },
  {
    rule: "input/perhaps-late-rows",
    when: "a few are missing, and none met its like on the way",
    evidence: () => few(150, 100_000),
    severity: "info",
    says: [/150 of 100,000 rows \(0\.2 %\) of entries are dropped as late/],
  },
  {
    rule: "input/perhaps-late-rows",
    when: "a large part of few rows is missing",
    evidence: () => late(1_137, 1_200),
    severity: "info",
    says: [/63 of 1,200 rows \(5\.3 %\) of t may be dropped as late; whether equal ones have merged/],
  },
  {
    rule: "input/perhaps-late-rows",
    when: "as many of more rows are missing",
    evidence: () => late(11_937, 12_000),
  },
  {
    rule: "input/perhaps-late-rows",
    when: "a large part of few rows is missing, and none met its like on the way",
    evidence: () => few(63, 1_200, 0, 1_200),
    severity: "warning",
    says: [/^63 of 1,200 rows \(5\.3 %\) of entries are dropped as late/],
  },
  { rule: "input/perhaps-late-rows", when: "all come out", evidence: () => late(127_090) },
  { rule: "input/perhaps-late-rows", when: "many do not", evidence: () => late(60_000) },
  {
    rule: "settings/fast-clock",
    when: "the clock ticks hundreds of times a second",
    evidence: () => ticking(20_000),
    severity: "info",
    says: [/ticks 402 times a second \(clock_resolution_usecs, 1 ms\)/, /set clock_resolution_usecs higher/],
  },
  { rule: "settings/fast-clock", when: "it ticks once a second", evidence: () => ticking(50) },
  {
    rule: "settings/fast-clock",
    when: "rows make hundreds of steps a second, and the clock is set to a second",
    evidence: () => ticking(20_000, 1_000_000),
  },
  {
    rule: "output/held-in-buffer",
    when: "an output gathers changes for an hour",
    evidence: () => gathering(true, HOUR),
    severity: "warning",
    says: [
      /balances_out gathers changes before it sends them, for up to 1 h \(max_output_buffer_time_millis\) or until there are 10,000,000/,
      /2,277 wait now, 0 were sent/,
    ],
  },
  {
    rule: "output/held-in-buffer",
    when: "it gathers them without any limit of time",
    evidence: () => gathering(true, {}),
    says: [/for as long as it takes or until there are 10,000,000/, /sends once enough have come/],
  },
  {
    rule: "output/held-in-buffer",
    when: "it gathers them for a second",
    evidence: () => gathering(true, { max_output_buffer_time_millis: 1_000 }),
  },
  { rule: "output/held-in-buffer", when: "it does not", evidence: () => gathering(false, HOUR) },
];
