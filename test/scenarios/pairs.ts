import { replayOfPair } from "../support/replay-world.ts";
import type { Scenario } from "./scenario.ts";

const DEEP = [{ tool: "diagnose_pipeline", args: { depth: "deep" } }];

/**
 * Pipelines as they ran, and after each its twin: the same program with rows or settings that are right. What is
 * expected was written down when they were made, before any answer about them was read.
 */
export const PAIRS: readonly Scenario[] = [
  {
    name: "a division by zero ended both of its runs, each 20 s after its start",
    eval: {
      question: "PIPELINE does not stay up. Why, and will it if it is started again?",
      cause: [/division by zero/i, /cents \/ items/],
      evidence: [/5901 \/ 0/, /18 s to 20 s/],
    },
    world: (feldera) => replayOfPair(feldera, "zero_later"),
    findings: ["runtime/panic"],
    says: [/panicked at "cents \/ items" \(line 7/, /A division by zero/],
    saysAtOnce: [/the next run will die too: its last 2 deaths were of one error/, /cents \/ items/],
  },
  {
    name: "its twin, started again with rows that divide by no zero",
    world: (feldera) => replayOfPair(feldera, "corrected"),
    findings: [],
    says: [/nothing wrong was found/, /INFO runtime\/earlier-deaths: it died once.*It seems to be over/],
    never: [/will die/],
  },
  {
    name: "a CAST to INT meets a row with n/a",
    eval: {
      question: "Why did PIPELINE stop?",
      cause: [/CAST\(opened AS INT\)/, /n\/a/],
      evidence: [/line 5 column 58|WorkerPanic/],
    },
    world: (feldera) => replayOfPair(feldera, "ledger_cast"),
    findings: ["runtime/panic"],
    says: [/SAFE_CAST/],
    saysAtOnce: [/panicked at "CAST\(opened AS INT\)": .*Error converting 'n\/a' to INTEGER/],
    never: [/will die/],
  },
  {
    name: "its twin, whose accounts are written anew again and again and are bounded by their keys",
    world: (feldera) => replayOfPair(feldera, "ledger_upsert"),
    calls: DEEP,
    findings: [],
    says: [/nothing wrong was found/],
    saysAtOnce: [/^Grows: no: the program bounds all that it remembers, by the keys of its tables/m],
    never: [/dropped as late/],
  },
  {
    name: "one row of 2099 makes all that come after it late",
    eval: {
      question: "Since some time nothing of what I send to PIPELINE shows in its views. Where are my rows?",
      cause: [/2098-12-31|2099/, /late/i],
      evidence: [/130,?000/, /26,?33\d|nn24/],
    },
    world: (feldera) => replayOfPair(feldera, "parcel_2099"),
    calls: DEEP,
    findings: ["input/row-far-ahead"],
    says: [/^Loses rows: yes: about 130,000 rows of 150,001 of scans dropped as late, since one far ahead/m],
    saysAtOnce: [/1 warning \(input\/row-far-ahead\)/],
  },
  {
    name: "its twin, whose rows come in order",
    world: (feldera) => replayOfPair(feldera, "parcel_ok"),
    calls: DEEP,
    findings: [],
    says: [/nothing wrong was found/, /^Loses rows: none of the 178,000 rows read/m],
    saysAtOnce: [/^Grows: no: the program bounds all that it remembers, by LATENESS/m],
  },
  {
    name: "one visitor has most rows of both sides of a join",
    eval: {
      question: "PIPELINE gets slower and slower. Why?",
      cause: [/join/i, /influence/, /explod|463|multipl/i],
      evidence: [/32,?149,?611|nn28/],
    },
    world: (feldera) => replayOfPair(feldera, "carts_hot"),
    calls: DEEP,
    findings: ["engine/exploding-join", "engine/costliest-sql"],
    says: [/influence\.join@5 makes 32,149,611 rows out of 69,396, 463 for each/],
    saysAtOnce: [/engine\/exploding-join/, /^Grows: yes, .*the join in view influence on line 5/m],
  },
  {
    name: "its twin, whose visitors have as many rows each: the join keeps them, and multiplies nothing",
    world: (feldera) => replayOfPair(feldera, "carts_even"),
    calls: DEEP,
    findings: ["engine/unbounded-state"],
    says: [/keeps every row of views/],
    saysAtOnce: [/^Keeps up: yes/m, /^Grows: yes, with every row of views/m],
    never: [/exploding-join/, /costliest-sql/],
  },
];
