import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createLearned,
  LONGEST_LEARNED_VALUE,
  MAX_LEARNED_CHARACTERS,
  MAX_LEARNED_VALUES,
} from "../../src/untrusted/learned.ts";
import { redactSpans } from "../../src/untrusted/redact.ts";

function without(secret: string, text: string): string {
  const learned = createLearned();
  learned.remember(secret);
  return redactSpans(text, learned.find(text));
}

describe("a remembered secret is found", () => {
  const SECRET = `p"ss w/ord'é+1`;
  test.each([
    ["as it is", SECRET],
    ["in JSON", JSON.stringify(SECRET).slice(1, -1)],
    ["in JSON in JSON", JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
    [
      "in JSON with escapes for all",
      [...SECRET].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
    ],
    ["in SQL", SECRET.replaceAll("'", "''")],
    ["percent-encoded", encodeURIComponent(SECRET)],
    ["percent-encoded twice", encodeURIComponent(encodeURIComponent(SECRET))],
    ["percent-encoded in small letters", encodeURIComponent(SECRET).toLowerCase()],
    ["as a form's field", new URLSearchParams({ a: SECRET }).toString().slice(2)],
  ])("%s", (_, written) => {
    expect(without(SECRET, `a=${written};`)).toBe("a=[redacted];");
  });

  test("over a line break, raw or escaped", () => {
    expect(without("MIIEowIBAAKCAQ9", "MIIEow\nIBAAKCAQ9")).toBe("[redacted]\n");
    expect(without("MIIEow\nIBAAKCAQ9", "x MIIEow\\nIBAAKCAQ9 y")).toBe("x [redacted] y");
  });

  test("however often, side by side", () => {
    expect(without("Zq81xK", "Zq81xKZq81xK, xZq81xKx")).toBe("[redacted], x[redacted]x");
  });

  test("in the longest form of several", () => {
    const learned = createLearned();
    for (const secret of ["Zq81xK", "Zq81xK-more", "x9Zq81xK"]) learned.remember(secret);
    expect(redactSpans("Zq81xK-more x9Zq81xK-m", learned.find("Zq81xK-more x9Zq81xK-m"))).toBe(
      "[redacted] [redacted]-m",
    );
  });

  test("by 32 characters of a long one, for messages are cut in the middle", () => {
    const secret = Array.from({ length: 40 }, (_, index) => `k${index}`).join("-");
    const cut = `${secret.slice(0, 40)}... [70 bytes elided] ...${secret.slice(-36)}`;
    expect(without(secret, secret)).toBe("[redacted]");
    expect(without(secret, cut)).toMatch(
      /^\[redacted\].{8}\.\.\. \[70 bytes elided\] \.\.\..{0,4}\[redacted\]$/,
    );
  });
});

test("a remembered secret is found wherever it stands, whatever else is remembered", () => {
  const character = fc.constantFrom(..."abcXYZ019 +-_/.:@#&=$[]{}'\"\t\né😀");
  const string = (minLength: number) =>
    fc.array(character, { minLength, maxLength: 50 }).map((characters) => characters.join(""));
  const written = fc.constantFrom(
    (secret: string) => secret,
    (secret: string) => JSON.stringify(secret).slice(1, -1),
    encodeURIComponent,
  );
  fc.assert(
    fc.property(
      fc.array(string(6), { minLength: 1, maxLength: 5 }),
      string(0),
      string(0),
      written,
      (secrets, before, after, write) => {
        const learned = createLearned();
        for (const secret of secrets) {
          if (!learned.remember(secret)) continue;
          // What stands at its ends is left out or not, by what stands beside it.
          const inner = secret.replace(/^[\s'"]+|[\s'"]+$/g, "");
          if (inner !== secret) continue;
          // A reference or a mark may begin before the secret and reach into it.
          if (/[$[]/.test(before + secret)) continue;
          const text = `${before}${write(inner)}${after}`;
          expect(redactSpans(text, learned.find(text))).not.toContain(write(inner));
        }
      },
    ),
  );
});

test("what one memory knows, another takes over, this server's own for good", () => {
  const first = createLearned(["own-Key-123"]);
  first.remember("Zq81xK-secret");
  const second = createLearned();
  second.remember("other-9-secret");
  second.takeOver(first.known());
  const text = "own-Key-123, Zq81xK-secret, other-9-secret";
  expect(redactSpans(text, second.find(text))).toBe("[redacted], [redacted], [redacted]");
  for (let number = 0; number < MAX_LEARNED_VALUES; number++) second.remember(`secret ${number} of many.`);
  expect(redactSpans(text, second.find(text))).toBe("[redacted], Zq81xK-secret, other-9-secret");
  expect(second.known().own).toEqual(first.known().own);
});

describe("what is too common is not looked for", () => {
  test.each([
    ["short", "a1B2c"],
    ["a number", "1234567890123"],
    ["a date", "2026-11-21"],
    ["a time", "2026-11-21T09:18:13Z"],
    ["a word", "postgres"],
    ["a table", "order_items_of_all_customers"],
    ["a key of the answers", "deployment_status_since"],
    ["a class", "PlainLoginModuleFactory"],
    ["a path", "/etc/feldera/credentials"],
    ["a word and a number", "kafka01"],
    ["few characters over and over", "a1a1a1a1a1a1a1"],
  ])("%s", (_, value) => {
    expect(createLearned().remember(value)).toBe(false);
    expect(without(value, `x ${value} y`)).toBe(`x ${value} y`);
  });

  test.each([
    "Zq81xK",
    "a1b2c3",
    "pa$sword",
    "hunter22",
    "correct horse battery staple",
    "deadbeef01",
    "xKqZpLmWvTyRaBcD",
  ])("but %s is", (value) => {
    expect(without(value, `x ${value} y`)).toBe("x [redacted] y");
  });
});

test("nothing is found across a mark or within a reference", () => {
  expect(without("redacted]9x", "[redacted]9x")).toBe("[redacted]9x");
  expect(without("kafka/password1", `\${secret:kubernetes:kafka/password1}`)).toBe(
    `\${secret:kubernetes:kafka/password1}`,
  );
  expect(createLearned().remember(`\${secret:kubernetes:kafka/password1}`)).toBe(false);
});

test("what is the server's own is looked for however usual it is, and never forgotten", () => {
  const learned = createLearned(["production", "short"]);
  for (let number = 0; number <= 2 * MAX_LEARNED_VALUES; number++) learned.remember(`s3cr3t.${number}.`);
  expect(redactSpans("in production, in short", learned.find("in production, in short"))).toBe(
    "in [redacted], in short",
  );
});

describe("memory is bounded", () => {
  const secret = (number: number, length: number) => `s3cr3t.${number}.`.padEnd(length, `${number}x`);

  test("in number: the older half is forgotten, and one that was seen again is not old", () => {
    const learned = createLearned();
    for (let number = 0; number <= MAX_LEARNED_VALUES; number++) {
      learned.remember(secret(number, 20));
      learned.remember(secret(0, 20));
    }
    expect(learned.find(secret(1, 20))).toEqual([]);
    expect(learned.find(secret(0, 20))).toEqual([{ start: 0, end: 20 }]);
    expect(learned.find(secret(MAX_LEARNED_VALUES, 20))).toEqual([{ start: 0, end: 20 }]);
  });

  test("in characters", () => {
    const learned = createLearned();
    const fit = MAX_LEARNED_CHARACTERS / LONGEST_LEARNED_VALUE;
    for (let number = 0; number < fit; number++) learned.remember(secret(number, LONGEST_LEARNED_VALUE));
    expect(learned.find(secret(0, LONGEST_LEARNED_VALUE))).toEqual([
      { start: 0, end: LONGEST_LEARNED_VALUE },
    ]);
    learned.remember(secret(fit, LONGEST_LEARNED_VALUE));
    expect(learned.find(secret(0, 32))).toEqual([]);
  });

  test("in characters, also when the old ones are short", () => {
    const learned = createLearned();
    const short = MAX_LEARNED_VALUES - 20;
    for (let number = 0; number < short; number++) learned.remember(secret(number, 12));
    for (let number = 0; number < 32; number++)
      learned.remember(secret(short + number, LONGEST_LEARNED_VALUE));
    const kept = Array.from({ length: 32 }, (_, number) =>
      secret(short + number, LONGEST_LEARNED_VALUE),
    ).filter((long) => learned.find(long).some(({ start, end }) => end - start === long.length));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThanOrEqual(MAX_LEARNED_CHARACTERS / LONGEST_LEARNED_VALUE);
    expect(learned.find(secret(0, 12))).toEqual([]);
  });

  test("in the length of one", () => {
    const long = Array.from({ length: 2000 }, (_, index) => `k${index}.`).join("");
    expect(without(long, long.slice(0, LONGEST_LEARNED_VALUE))).toBe("[redacted]");
    expect(without(long, long.slice(LONGEST_LEARNED_VALUE))).toBe(long.slice(LONGEST_LEARNED_VALUE));
  });
});
