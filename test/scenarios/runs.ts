import { rowsOf, withJson } from "../support/derive.ts";
import { replayWorld } from "../support/replay-world.ts";
import { type Answer, recording } from "../support/responses.ts";
import type { Scenario } from "./scenario.ts";
import { ago, variantOf } from "./variant.ts";

const RECURRING = "recurring_a";

/** The events of `recurring_a` without the first of the two runs that died. */
function eventsWithOneDeath(): Answer {
  const events = recording(`worlds/${RECURRING}/events_all`);
  const isOfFirst = (time: string) => time > "2026-11-28T09:11:10" && time < "2026-11-28T09:11:50";
  return withJson(
    events,
    rowsOf(events).filter(({ recorded_at }) => !isOfFirst(String(recorded_at))),
  );
}

/** Its log from the second of them on. */
function logWithOneDeath(log: string): string {
  return log.slice(log.indexOf("[manager] 2026-11-28T09:11:51"));
}

const KILLED = {
  deployment_status: "Stopped",
  deployment_desired_status: "Stopped",
  deployment_resources_status: "Stopped",
  deployment_resources_desired_status: "Stopped",
  deployment_runtime_status: null,
  deployment_runtime_desired_status: null,
  deployment_error: {
    message:
      "Pipeline check failed: compute and/or storage resources encountered a fatal error.\n\nPipeline process exited prematurely with signal: 9 (SIGKILL)",
    error_code: "RunnerCheckError",
    details: { error: "Pipeline process exited prematurely with signal: 9 (SIGKILL)" },
  },
};

/** One JSON object a line, as Feldera quotes so long a text: its ends, with the middle left out. */
function longFragment(rows: number): string {
  const row = (i: number) => `{"visit_id": ${i}, "site": "museum", "minutes": 25}`;
  const text = Array.from({ length: rows }, (_, i) => (i === 0 ? row(i).replace("}", "") : row(i))).join(
    "\n",
  );
  const [head, tail] = [text.slice(0, 4000), text.slice(-4000)];
  return `${head}\n... [${text.length - 8000} bytes elided] ...\n${tail}`;
}

/** The file connector of `csv_one_bad` with another format. */
const reading = (format: object) => ({
  "program_info.input_connectors": {
    "readings.readings_gen": { stream: "readings", transport: { name: "datagen", config: {} } },
    "visits.visits_file": { stream: "visits", transport: { name: "file_input", config: {} }, format },
  },
});

/** Three rows were read, and a brace that is not closed took the 1,997 others with it. */
const SWALLOWED = {
  "inputs.1.metrics.total_records": 3,
  "inputs.1.metrics.total_bytes": 3 * 52,
  "inputs.1.parse_errors": [
    {
      timestamp: "2026-11-28T09:09:54.900495Z",
      index: 1,
      tag: "text_envelope_err",
      message: `Parse error: failed to parse string as a JSON document: expected ident at line 2 column 2\nInvalid fragment: '${longFragment(1997)}'`,
    },
  ],
};

const JSON_FORMAT = { name: "json", config: { update_format: "raw" } };

/** The file of visits, read by the format raw without an error. */
const ofRawFile = (config: object) => ({
  pipeline: reading({ name: "raw", config }),
  stats: {
    "inputs.1.metrics.total_records": 1,
    "inputs.1.metrics.total_bytes": 136_132,
    "inputs.1.metrics.num_parse_errors": 0,
    "inputs.1.parse_errors": [],
  },
});

const NOT_DEPLOYED = Object.fromEntries(
  ["stats", "time_series", "metrics", "checkpoint_status"].map((path) => [path, recording("stopped_stats")]),
);

/** What ended earlier runs, and whether it will come again. */
export const RUNS: readonly Scenario[] = [
  {
    name: "it died twice of the same error, and runs again with nothing changed",
    eval: {
      question: "Pipeline PIPELINE keeps stopping, and runs just now. Is it all right?",
      cause: [/again/i, /12,50|CAST|DECIMAL/i],
      evidence: [/30 s/, /2 times|twice/],
    },
    world: (feldera) => replayWorld(feldera, RECURRING),
    findings: ["runtime/recurrence"],
    says: [/it will die again in about 21 s/, /each time 30 s after/, /SQL line 12: .*CAST\(kwh_text/],
    never: [/nothing wrong was found/],
  },
  {
    name: "it died twice of the same error, and its program was changed since",
    world: (feldera) =>
      variantOf(feldera, RECURRING, { pipeline: { program_status_since: "2026-11-28T09:12:27Z" } }),
    findings: [],
    says: [/It may be over: its program was changed at 2026-11-28 09:12:27 UTC, after that/],
    never: [/will die again/],
  },
  {
    name: "it died twice of the same error long ago, and has outlived that by far",
    world: (feldera) =>
      variantOf(feldera, RECURRING, { stats: { "global_metrics.uptime_msecs": 7_200_000 } }),
    findings: [],
    says: [/it has now been up for 2 h, longer than before it died/],
    never: [/will die again/],
  },
  {
    name: "it died once",
    world: (feldera) =>
      variantOf(feldera, RECURRING, { responses: { events: eventsWithOneDeath() }, log: logWithOneDeath }),
    findings: [],
    says: [
      /it died once, 30 s after it began to run/,
      /whether it is over shows once it has been up for more than 45\.3 s/,
    ],
    never: [/will die again/],
  },
  {
    name: "it was killed from outside, and nothing speaks of memory",
    eval: {
      cause: [/killed from outside|SIGKILL|signal 9/i],
      evidence: [/nothing.{0,60}memory|no .{0,40}memory/i],
    },
    world: (feldera) => variantOf(feldera, "healthy", { pipeline: KILLED, responses: NOT_DEPLOYED }),
    findings: ["runtime/killed"],
    says: [
      /killed from outside, nothing here shows that it was for lack of memory/,
      /How large it was at the end is not known/,
    ],
    never: [/most likely for lack of memory/],
  },
  {
    name: "it was killed from outside, and its log speaks of memory",
    saysAtOnce: [/its process was killed from outside, most likely for lack of memory/],
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        pipeline: KILLED,
        responses: NOT_DEPLOYED,
        log: (log) =>
          `${log}[manager] ${ago(60_000)} ERROR pipeline_manager::runner: Resources error: container was OOMKilled, exit code 137\n`,
      }),
    findings: ["runtime/killed"],
    says: [/killed from outside, most likely for lack of memory/, /its log says "container was OOMKilled/],
  },
  {
    name: "one row of 3,000 does not parse",
    eval: { cause: [/1734/, /minutes|1h10/i], evidence: [/1 (row )?of 3,?000|num_parse_errors/] },
    world: (feldera) => replayWorld(feldera, "csv_one_bad"),
    findings: ["input/parse-errors"],
    says: [/lost 1 row of 3,000/, /row 1734, field minutes/, /no more is lost/],
    never: [/\d\. ERROR/],
  },
  {
    name: "a row does not parse, and in the same pipeline an output has no server: both are told at once",
    eval: {
      question: "Is anything wrong with pipeline PIPELINE?",
      cause: [/minutes/, /visits_per_site_out/],
      evidence: [/1 (row )?of 3,?000|1734/, /\b12\b/],
    },
    world: (feldera) =>
      variantOf(feldera, "csv_one_bad", {
        stats: {
          "outputs.1.metrics.num_transport_errors": 12,
          "outputs.1.health": { status: "Unhealthy", description: "connection refused" },
        },
      }),
    findings: ["connector/transport-errors", "input/parse-errors"],
    says: [/visits_per_site_out has met 12 transport errors/],
    saysAtOnce: [
      /foremost: visits_per_site\.visits_per_site_out reports that it is Unhealthy.*; also what visits\.visits_file sends does not all parse, row 1734, field minutes/,
    ],
  },
  {
    name: "one parse error swallowed 1,997 of 2,000 rows",
    eval: {
      question: "Pipeline PIPELINE reads a file of 2,000 rows. Where are they?",
      cause: [/brace|quote|not closed/i, /lines/],
      evidence: [/(1,?9|2,?0)\d\d rows/],
    },
    world: (feldera) =>
      variantOf(feldera, "csv_one_bad", { pipeline: reading(JSON_FORMAT), stats: SWALLOWED }),
    findings: ["input/parse-errors"],
    says: [
      /1\. ERROR input\/parse-errors: .*lost about (1,9|2,0)\d\d rows of (1,9|2,0)\d\d/,
      /set lines to single/,
    ],
  },
  {
    name: "a quote that is not closed made three rows of a file, without an error",
    saysAtOnce: [/^Loses rows: yes: lines of visits\.visits_file have most likely become one row/m],
    world: (feldera) =>
      variantOf(feldera, "csv_one_bad", {
        stats: {
          "inputs.1.metrics.total_records": 3,
          "inputs.1.metrics.total_bytes": 136_132,
          "inputs.1.metrics.num_parse_errors": 0,
          "inputs.1.parse_errors": [],
        },
      }),
    findings: ["input/lines-joined"],
    says: [/made only 3 rows of 133 KiB/],
  },
  {
    name: "its twin, a file of which every row was read",
    world: (feldera) =>
      variantOf(feldera, "csv_one_bad", {
        stats: { "inputs.1.metrics.num_parse_errors": 0, "inputs.1.parse_errors": [] },
      }),
    findings: [],
    says: [/nothing wrong was found/],
  },
  {
    name: "a file of many lines became one row, since its format takes it as a whole",
    eval: {
      question: "Table visits of pipeline PIPELINE has one row, and the file has thousands of lines. Why?",
      cause: [/raw/, /mode/, /lines/],
      evidence: [/133 KiB|136,?132/, /\bone row\b|\b1\b/],
    },
    world: (feldera) => variantOf(feldera, "csv_one_bad", ofRawFile({})),
    findings: [],
    says: [/INFO input\/one-row: .*Set mode to lines/],
    saysAtOnce: [
      /^Loses rows: none of .* visits\.visits_file made one row of 133 KiB \(raw, without mode lines\)/m,
    ],
  },
  {
    name: "its twin, a file that is to be one row",
    world: (feldera) => variantOf(feldera, "csv_one_bad", ofRawFile({ mode: "blob" })),
    findings: [],
    says: [/nothing wrong was found/],
    never: [/made one row/],
  },
  {
    name: "a connector that its configuration pauses starves a join",
    eval: {
      question: "The view valve_state of pipeline PIPELINE is empty. Why?",
      cause: [/flow/, /paused/i],
      evidence: [/configuration/i],
    },
    world: (feldera) => replayWorld(feldera, "paused_config"),
    findings: ["input/paused"],
    says: [/flow\.flow_gen, by its configuration, before it read a row/],
  },
  {
    name: "somebody paused a connector by hand",
    saysAtOnce: [/readings\.readings_gen is paused by a call of the API, visits\.visits_file has ended/],
    world: (feldera) => replayWorld(feldera, "paused_hand"),
    findings: ["input/none-active"],
    says: [/readings\.readings_gen, by a call of the API .*after 550 rows/],
  },
  {
    name: "every source has ended, and all was processed",
    world: (feldera) => replayWorld(feldera, "end_of_input"),
    findings: [],
    says: [/which is no fault/],
  },
];
