import { describe, expect, test } from "vitest";
import { stringsOf } from "../untrusted/support.ts";
import { type Answered, askAll, callsIn, lab, partOf } from "./corpus/lab.ts";
import type { Plant } from "./corpus/planting.ts";
import { FORMS, SIGN, secretOf, TELL_NO_WORDS, TWINS } from "./corpus/secrets.ts";
import { AGAIN, report } from "./report.ts";

const { live, offline } = lab();

const PREAMBLE =
  "Operation failed because the pipeline failed to initialize. Error details: Error on input endpoint 'offers.in': ";

/** A start that failed, as its error, its events and its log tell it; `textAt` says what stands in each place. */
function failedStart(textAt: (place: string) => string): Plant {
  const plant: Plant = (place) => {
    if (/deployment_error\.message$/.test(place)) return PREAMBLE + textAt(place);
    if (/deployment_error\.error_code$/.test(place)) return "InitializationError";
    if (/logs(?:\.txt)?:line$/.test(place)) {
      return `2026-11-21T09:14:45.500Z ERROR [risk_scoring] dbsp_adapters: FATAL error: ${textAt(place)}`;
    }
    return undefined;
  };
  return Object.assign(plant, {
    members: (place: string) =>
      /deployment_error\.details$/.test(place) ? { error: textAt(place) } : undefined,
  });
}

const SHOWN_BY = new Set([
  ...["diagnose_pipeline", "list_pipelines", "get_pipeline", "get_pipeline_logs", "list_events", "get_event"],
]);
const calls = partOf(
  callsIn("udf_panic").filter(([tool]) => SHOWN_BY.has(tool)),
  0,
  2,
);

function shown({ answer }: Answered): string[] {
  return [answer.text, ...stringsOf(answer.facts)];
}

/** How many forms stand in one text, each in lines of its own and with a secret of its own. */
const TOGETHER = 8;

type Form = (typeof FORMS)[string];

const inEights = (names: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(names.length / TOGETHER) }, (_, i) =>
    names.slice(i * TOGETHER, (i + 1) * TOGETHER),
  );

/** What comes through of these forms, with the words around it. */
async function leaked(how: typeof live, names: readonly string[], word?: string): Promise<string[]> {
  const forms = names.map((name): Form => FORMS[name] ?? String);
  const places: string[] = [];
  const textAt = (place: string) => {
    if (!places.includes(place)) places.push(place);
    const number = places.indexOf(place) * forms.length;
    return forms.map((form, i) => form(word ?? secretOf(number + i))).join("\n");
  };
  const registry = how("udf_panic", failedStart(textAt));
  const answers = await askAll(registry, calls);
  await registry.close();
  const secret = word ?? SIGN;
  const wrong = answers.flatMap((answered) =>
    shown(answered)
      .filter((text) => text.includes(secret))
      .map(
        (text) => `${answered.call[0]}: ${text.slice(text.indexOf(secret) - 80, text.indexOf(secret) + 40)}`,
      ),
  );
  report({
    what: `secrets: a failed start, ${names.join(", ")}`,
    cases: answers.length,
    failed: wrong.length,
  });
  return [...new Set(wrong)];
}

describe("a failed start shows no secret, in its error, its events or its log, by any tool that tells them:", () => {
  test.each(inEights(Object.keys(FORMS)).map((names) => [names.join(", "), names] as const))(
    "%s",
    async (_, names) => {
      expect(await leaked(live, names)).toEqual([]);
    },
  );

  const wordForms = Object.keys(FORMS).filter((name) => !TELL_NO_WORDS.has(name));
  test.each(inEights(wordForms).map((names) => [names.join(", "), names] as const))(
    "a word, in %s",
    async (_, names) => {
      expect(await leaked(live, names, "zqletmein")).toEqual([]);
    },
  );

  test.skipIf(AGAIN).each(inEights(Object.keys(FORMS)).map((names) => [names.join(", "), names] as const))(
    "offline, %s",
    async (_, names) => {
      expect(await leaked(offline, names)).toEqual([]);
    },
  );
});

test("what only looks like a secret is read as it is in a failed start's error, event and log", async () => {
  const text = TWINS.join("\n");
  const registry = live(
    "udf_panic",
    failedStart(() => text),
  );
  const answers = await askAll(registry, calls);
  for (const tool of ["get_pipeline", "get_pipeline_logs", "get_event"]) {
    const all = answers.filter(({ call }) => call[0] === tool).flatMap(shown);
    const missing = TWINS.filter(
      (twin) => !all.some((one) => twin.split("\n").every((line) => one.includes(line))),
    );
    expect(missing, tool).toEqual([]);
  }
  const marked = answers.flatMap(shown).flatMap((one) => one.match(/.{0,60}\[redacted\].{0,20}/) ?? []);
  expect(marked).toEqual([]);
});
