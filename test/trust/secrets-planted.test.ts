import { describe, expect, test } from "vitest";
import { stringsOf } from "../untrusted/support.ts";
import { type Answered, askAll, callsIn, lab, partOf } from "./corpus/lab.ts";
import { isStructure, type Plant } from "./corpus/planting.ts";
import { FORMS, KEYS, SIGN, secretOf, TELL_NO_WORDS } from "./corpus/secrets.ts";
import type { TrustedRegistry } from "./corpus/trusted.ts";
import type { World } from "./corpus/worlds.ts";
import { AGAIN, LONG, report, WAYS } from "./report.ts";

const { live, offline } = lab();

/** Where a secret, or a part of one, stands in what a client or the operator gets to see. */
function seenIn(answers: readonly Answered[], registry: TrustedRegistry, secret = SIGN): string[] {
  const inAnswers = answers.flatMap(({ call: [tool, args], answer }) =>
    [answer.text, ...stringsOf(answer.facts)]
      .filter((text) => text.includes(secret))
      .map((text) => {
        const at = text.indexOf(secret);
        return `${tool} ${JSON.stringify(args)}: ${text.slice(Math.max(0, at - 150), at + 60)}`;
      }),
  );
  return [...new Set([...inAnswers, ...registry.stderr.filter((line) => line.includes(secret))])];
}

/** A password that looks like a word: it is known where it stands, and not looked for elsewhere. */
const WORD = "zqletmein";
const TELL_WORDS = Object.entries(FORMS).filter(([name]) => !TELL_NO_WORDS.has(name));

describe("in every place, each known by what stands around it,", () => {
  /** Another form, and where it is random another secret, for each place. */
  function plantOf(round: number, kind: string): Plant & { count: () => number } {
    const forms = kind === "a word" ? TELL_WORDS : Object.entries(FORMS);
    let count = 0;
    const plant: Plant = (place) => {
      if (isStructure(place)) return undefined;
      const [, form] = forms[(count++ + round) % forms.length] ?? [];
      return form?.(kind === "a word" ? WORD : secretOf(count));
    };
    return Object.assign(plant, { count: () => count });
  }

  test.each(
    (
      [
        ["a random secret", "injection", "live", 2],
        ["a random secret", "udf_panic", "live", 1],
        ["a random secret", "slow_sink", "live", 1],
        ["a random secret", "injection", "offline", 1],
        ["a word", "injection", "live", 1],
        ["a word", "udf_panic", "live", 1],
        ["a word", "injection", "offline", 1],
      ] as const
    ).filter(([, , how]) => !AGAIN || how === "live"),
  )(
    "%s of the world %s, %s, is in no output",
    async (kind, world, how, short) => {
      const wrong: string[] = [];
      let places = 0;
      let cases = 0;
      let marked = 0;
      for (let round = 0; round < (LONG ? 10 : short); round++) {
        const plant = plantOf(round * 5, kind);
        const registry = how === "live" ? live(world, plant) : offline(world, plant);
        const answers = await askAll(registry, partOf(callsIn(world), round, 2));
        wrong.push(...seenIn(answers, registry, kind === "a word" ? WORD : SIGN));
        marked += answers.filter(({ answer }) => answer.text.includes("[redacted]")).length;
        cases += answers.length;
        places += plant.count();
        await registry.close();
      }
      const what = `secrets: ${kind}, ${world}, ${how}, in all places at once`;
      report({ what: `${what} (calls)`, cases, failed: wrong.length });
      report({ what: `${what} (secrets planted)`, cases: places, failed: wrong.length });
      expect(wrong).toEqual([]);
      expect(marked).toBeGreaterThan(cases / 3);
    },
    600_000,
  );
});

/** What each key of a configuration is given: a secret each, and one that a reference stands for. */
function configuration(): Record<string, string> {
  return Object.fromEntries(KEYS.map((key, i) => [key, secretOf(10_000 + i)]));
}

describe("a secret under every name", () => {
  const world: World = "injection";
  const config = { ...configuration(), reference: `\${secret:kubernetes:kafka/password}`, topic: "offers" };
  const plant: Plant = (place, original) => {
    if (place.endsWith(".connectors.value")) {
      return JSON.stringify([{ name: "c", transport: { name: "kafka_input", config }, labels: [] }]);
    }
    if (/logs:line$/.test(place)) return JSON.stringify(config, null, 2);
    if (/logs:message$/.test(place)) return `${JSON.stringify(config)} ${original.length}`;
    return undefined;
  };
  const asMembers = (place: string) =>
    /(?:transport|format)\.config$|\.runtime_config(?:\.env)?$|_details$|\.details$/.test(place)
      ? config
      : undefined;

  test.each(WAYS)("is in no output, and references and plain values are, %s", async (how) => {
    const withKeys: Plant = Object.assign(plant, { members: asMembers });
    const registry = how === "live" ? live(world, withKeys) : offline(world, withKeys);
    const answers = await askAll(registry, partOf(callsIn(world), how === "live" ? 0 : 1, 2));
    const wrong = seenIn(answers, registry);
    report({
      what: `secrets: under ${KEYS.length} names, ${how} (calls)`,
      cases: answers.length,
      failed: wrong.length,
    });
    expect(wrong).toEqual([]);
    const all = answers.map(({ answer }) => answer.text).join("\n");
    expect(all).toContain(`\${secret:kubernetes:kafka/password}`);
    expect(all).toMatch(/topic\W{1,6}offers/);
    expect(all).toMatch(/sasl\.password\W{1,6}\[redacted\]/);
  });
});

describe("a secret that was recognised once", () => {
  const secret = secretOf(77_777);
  const everywhere: Plant = (place, original) =>
    /\.env\.|env$/.test(place) || isStructure(place)
      ? undefined
      : `${original.slice(0, 40)} ${secret} said the row`;

  test("is removed wherever else it turns up, in a later call of any tool", async () => {
    const registry = live("injection", (place, original) =>
      // Not shown by the call that reads it: it is learned from the body, not from the answer.
      place === "pipeline:.udf_rust" ? `const API_KEY: &str = "${secret}";` : everywhere(place, original),
    );
    await registry.call("get_pipeline", { pipeline_name: "support_tickets" });
    const answers = await askAll(registry, partOf(callsIn("injection"), 1, 2));
    const wrong = seenIn(answers, registry);
    report({
      what: "secrets: one that an earlier call recognised (calls)",
      cases: answers.length,
      failed: wrong.length,
    });
    expect(wrong).toEqual([]);
    expect(answers.filter(({ answer }) => answer.text.includes("[redacted]")).length).toBeGreaterThan(
      answers.length / 2,
    );
  });

  test("is removed from a log that came before it in the same call", async () => {
    const calls = callsIn("injection").filter(([tool]) => /diagnose|get_pipeline_logs/.test(tool));
    const wrong: string[] = [];
    for (const call of calls) {
      let lines = 0;
      const inLog: Plant = (place) => {
        if (!place.startsWith("logs:")) return undefined;
        return ++lines === 80 ? `{"sasl.password": "${secret}"}` : `row ${secret} ERROR`;
      };
      const inConfiguration: Plant = (place) => {
        if (place === "pipeline:.description") return `password=${secret}`;
        return /logs:|message$/.test(place)
          ? `2026-11-21T09:23:20.0Z ERROR [pipeline] dbsp: row ${secret}`
          : undefined;
      };
      for (const plant of call[0] === "diagnose_pipeline" ? [inConfiguration] : [inLog]) {
        const registry = live("injection", plant);
        wrong.push(...seenIn(await askAll(registry, [call]), registry));
        await registry.close();
      }
    }
    report({
      what: "secrets: in a log before they are recognised (calls)",
      cases: calls.length,
      failed: wrong.length,
    });
    expect(wrong).toEqual([]);
  });
});
