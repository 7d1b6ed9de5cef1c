import { describe, expect, test } from "vitest";
import { atLeastOne } from "../support/at-least-one.ts";
import { stringsOf } from "../untrusted/support.ts";
import { type Answered, askAll, callsIn, lab, partOf } from "./corpus/lab.ts";
import { report } from "./report.ts";

const { live, offline } = lab();

const PLANTED = /hunter2-SECRET-\d+|AKIAhunter2SECRET\d+/g;
/** A login in a comment of the SQL: no name, no URL and no form tells it from other words. SECURITY.md names it. */
const ONLY_A_READER_KNOWS = "hunter2-SECRET-1";

function secretsIn({ call: [tool, args], answer }: Answered): string[] {
  const seen = [answer.text, ...stringsOf(answer.facts)].flatMap((text) => text.match(PLANTED) ?? []);
  return [...new Set(seen)].map((secret) => `${tool} ${JSON.stringify(args)}: ${secret}`);
}

describe("the world full of secrets", () => {
  test.each(["live", "offline"] as const)(
    "shows none in any answer, %s",
    async (how) => {
      const open = how === "live" ? live : offline;
      const calls = callsIn("secrets");
      const registry = open("secrets");
      const answers = await askAll(registry, calls);
      // Each by a server that has seen nothing before, so that what one call learns cannot hide what another leaks.
      for (const call of atLeastOne(partOf(calls, 0, 3))) {
        const fresh = open("secrets");
        answers.push(...(await askAll(fresh, [call])));
        for (const line of fresh.stderr) expect(line).not.toMatch(PLANTED);
        await fresh.close();
      }
      const seen = answers.flatMap(secretsIn);
      const wrong = seen.filter((one) => !one.endsWith(`: ${ONLY_A_READER_KNOWS}`));
      report({ what: `secrets: the world secrets, ${how}`, cases: answers.length, failed: wrong.length });
      expect(wrong).toEqual([]);
      expect(seen.filter((one) => !/section":"program"/.test(one))).toEqual([]);
      expect(registry.stderr.join("\n")).not.toMatch(PLANTED);
      const marked = answers
        .filter(({ answer }) => answer.text.includes("[redacted]"))
        .map(({ call }) => call[0]);
      expect([...new Set(marked)]).toEqual(
        expect.arrayContaining(["get_pipeline", "get_pipeline_logs", "get_connector_stats"]),
      );
    },
    600_000,
  );
});
