import { countTokens } from "gpt-tokenizer";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { TOOLS } from "../../src/tools/all.ts";
import { atLeastOne } from "../support/at-least-one.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { SCENARIOS } from "./all.ts";
import {
  ANSWERED_BY,
  FIRST_LINES,
  findingsIn,
  LINES_AT_ONCE,
  type Scenario,
  verdictsIn,
} from "./scenario.ts";
import { answersIn, answersOf, NAMED } from "./verdicts.ts";

/** What was found in all scenarios together, errors and warnings alone. */
const tally = { expected: 0, found: 0, right: 0 };
/** The verdicts, and those of them that say what is so. */
const verdicts = { told: 0, right: 0 };
let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
});

afterEach(() => feldera.close());

/** Each of the two mixtures of versions has every third scenario. */
const EVERY_THIRD: Readonly<Record<string, number>> = { "0.355": 0, "0.375-old-rows": 1 };

const first = EVERY_THIRD[process.env.FELDERA_VERSION ?? ""];

const TRIED = SCENARIOS.filter((_, i) => first === undefined || i % 3 === first);

test.each(TRIED)("$name", async (scenario) => {
  const pipeline_name = scenario.world(feldera);
  const registry = registryOver({ source: { url: feldera.url } });
  const answers: { text: string; isError: boolean }[] = [];
  for (const { tool, args } of scenario.calls ?? [{ tool: "diagnose_pipeline" }]) {
    answers.push(await registry.call(tool, { pipeline_name, ...args }));
  }
  const last = answers.at(-1) ?? { text: "", isError: true };
  const text = answers.map((answer) => answer.text).join("\n");
  const told = findingsIn(text);
  const wrong = [...new Set(told.filter(({ severity }) => severity !== "INFO").map(({ rule }) => rule))];
  tally.expected += scenario.findings.length;
  tally.found += wrong.length;
  tally.right += wrong.filter((rule) => scenario.findings.includes(rule)).length;

  expect(last.isError, text).toBe(scenario.isError === true);
  const firstLines = last.text.split("\n").slice(0, FIRST_LINES).join("\n");
  for (const said of atLeastOne(scenario.says)) expect(firstLines).toMatch(said);
  for (const told of [...(scenario.eval?.cause ?? []), ...(scenario.eval?.evidence ?? [])]) {
    expect(text).toMatch(told);
  }
  for (const forbidden of scenario.never ?? []) expect(text).not.toMatch(forbidden);
  expect(wrong[0]).toBe(scenario.findings[0]);
  expect(new Set(wrong)).toEqual(new Set(scenario.findings));
  if ((scenario.calls ?? []).every(({ tool }) => tool === "diagnose_pipeline")) {
    const expected = Object.values(answersOf(scenario.name));
    const told = Object.values(answersIn(last.text));
    verdicts.told += told.length;
    verdicts.right += told.filter((answer, i) => answer === expected[i]).length;
    expect(answersIn(last.text), last.text).toEqual(answersOf(scenario.name));
    expectAtOnce(last.text, scenario);
  }
  expect(callsIn(last.text).filter(({ accepted }) => !accepted)).toEqual([]);
  expect(countTokens(text)).toBeLessThanOrEqual(scenario.maxTokens ?? 1200);
});

/** Whoever reads no further than the first lines knows the answer, and the cause where anything is wrong. */
/** What is said first where no error or warning was found: never that nothing is wrong beside a verdict that is yes, or rows that are missed. */
function cleanHead(atOnce: string): RegExp {
  const conceded = CONCEDED.filter(([told]) => told.test(atOnce)).map(([, said]) => said);
  return conceded.length === 0
    ? /^\S+: nothing wrong was found \(/
    : new RegExp(String.raw`^\S+: no error or warning was found \(.*\), but ${conceded.join(" and ")}\.`);
}

const CONCEDED: readonly (readonly [told: RegExp, said: string])[] = [
  [/^Grows: yes/m, "it grows"],
  // At the rate at which a warning would be due, if it were known that they never end.
  [
    /^Grows: with new keys of .*, (?:[1-9]\d\d|[\d.]+ G)[\w. ]*iB more an hour/m,
    String.raw`it grows with new keys of [\w, ]+`,
  ],
  [/^Loses rows: yes/m, "it loses rows"],
  [
    /^Loses rows: (?:none|not known).*, but .*\b(?:given out nothing|views? \S+ gives? nothing)/m,
    String.raw`(?:view \S+ gives|views .+ give|\d+ views give) out no rows`,
  ],
  [
    /^Loses rows: (?:none|not known).*, but .*\ba part of the UNION in view \S+ gives nothing/m,
    "a part of a UNION gives nothing",
  ],
  [
    /^Loses rows: (?:none|not known).*, but .*\b(?:have found no row|leaves out)/m,
    "a join leaves out many rows",
  ],
  [
    /^Loses rows: (?:none|not known).*, but .*\bhas made [\d,]+ pairs of/m,
    "rows on both sides of a join find several of the other",
  ],
];

function expectAtOnce(answer: string, { findings: [worst], saysAtOnce, eval: expected }: Scenario) {
  const lines = answer.split("\n");
  const atOnce = lines.slice(0, LINES_AT_ONCE).join("\n");
  for (const [question, verdict] of Object.entries(ANSWERED_BY)) {
    expect(verdictsIn(atOnce), question).toContain(verdict);
  }
  expect(lines[0]).toMatch(worst === undefined ? cleanHead(atOnce) : /^\S+: \d+ (?:error|warning)s? \(/);
  if (worst !== undefined) expect(lines[0]).toContain(worst);
  const says = saysAtOnce ?? (worst === undefined ? [] : expected?.cause);
  expect(says, "what the first lines must say of the cause").toBeDefined();
  for (const said of says ?? []) expect(atOnce).toMatch(said);
}

test("the verdicts that are expected are of scenarios that there are", () => {
  const names = SCENARIOS.map(({ name }) => name);
  for (const name of NAMED) expect(names).toContain(name);
});

/** The calls that an answer points to, and whether they could be made as they stand. */
function callsIn(answer: string) {
  return [...answer.matchAll(/^Next: ([a-z_]+) (\{.*\}) /gm)].map(([call, name, args = ""]) => ({
    call,
    accepted: TOOLS.find((tool) => tool.name === name)?.input.safeParse(JSON.parse(args)).success === true,
  }));
}

afterAll(() => {
  const precision = tally.found === 0 ? 1 : tally.right / tally.found;
  const recall = tally.expected === 0 ? 1 : tally.right / tally.expected;
  process.stdout.write(
    `${TRIED.length} scenarios: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} of ${tally.expected} errors and warnings\n`,
  );
  process.stdout.write(`${verdicts.right} of ${verdicts.told} verdicts say what is so\n`);
  expect(precision).toBeGreaterThanOrEqual(0.97);
  expect(recall).toBeGreaterThanOrEqual(0.97);
  expect(verdicts.right / verdicts.told).toBeGreaterThanOrEqual(0.97);
});
