import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type Cleaned, createCleaner } from "../../src/untrusted/cleaner.ts";
import { forbiddenIn, stringsOf } from "./support.ts";

describe("facts", () => {
  const facts = (value: unknown) => createCleaner().facts({ value }).facts.value;

  test("under a secret's key become a mark, whatever they are", () => {
    expect(facts({ password: "x", "sasl.password": "a b\nc", tokenCount: "x" })).toEqual({
      password: "[redacted]",
      "sasl.password": "[redacted]\n",
      tokenCount: "x",
    });
  });

  test("that give nothing away stay", () => {
    const value = {
      password: "",
      token: 5,
      secret: 12345678901234567890n,
      api_key: true,
      jwt: null,
      pwd: `\${secret:kubernetes:a/b}`,
      access_token: "false",
      client_secret: "[redacted]",
    };
    expect(facts(value)).toEqual(value);
  });

  test("in a list or an object under a secret's key are secret, but for the user's name and the like", () => {
    expect(
      facts({
        passwords: ["a", ["b"], { c: "d" }],
        credentials: { FromString: "x", type: "nkey", user: "bob", nested: { any: "y", count: 3 } },
      }),
    ).toEqual({
      passwords: ["[redacted]", ["[redacted]"], { c: "[redacted]" }],
      credentials: {
        FromString: "[redacted]",
        type: "nkey",
        user: "bob",
        nested: { any: "[redacted]", count: 3 },
      },
    });
  });

  test("under a connector that has a secret's name are not", () => {
    const value = { "users.token": { stream: "users", transport: { name: "url_input" } } };
    expect(facts(value)).toEqual(value);
  });

  test("named by the member beside them are secret", () => {
    expect(
      facts([
        { name: "DB_PASSWORD", value: "x" },
        { value: "y", key: "Authorization" },
        { name: "DB_USER", value: "bob" },
        { name: "token", columntype: "VARCHAR" },
      ]),
    ).toEqual([
      { name: "DB_PASSWORD", value: "[redacted]" },
      { value: "[redacted]", key: "Authorization" },
      { name: "DB_USER", value: "bob" },
      { name: "token", columntype: "VARCHAR" },
    ]);
  });

  test("after an option of a command are secret", () => {
    expect(facts(["run", "--password", "x", "--user", "bob"])).toEqual([
      "run",
      "--password",
      "[redacted]",
      "--user",
      "bob",
    ]);
  });

  test("have clean keys, of which none is lost and none is special", () => {
    expect(facts({ "pass\u200bword": "x", "\x1b[31ma": 1, a: 2, "http://u:p1q2r3@h": 3 })).toEqual({
      password: "[redacted]",
      a: 1,
      "a (2)": 2,
      "http://u:[redacted]@h": 3,
    });
    const copy = facts(JSON.parse('{"__proto__": {"polluted": "yes"}, "constructor": "c"}'));
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":"yes"},"constructor":"c"}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  test("are a copy, and what was given is as it was", () => {
    const value = { password: "hunter2-SECRET-9", list: [{ text: "a\x1b[0mb" }] };
    const before = structuredClone(value);
    createCleaner().learn(value);
    expect(facts(value)).toEqual({ password: "[redacted]", list: [{ text: "ab" }] });
    expect(value).toEqual(before);
  });

  test("that are one value are cleaned as well", () => {
    expect(facts("a\x07")).toBe("a");
    expect(facts(7)).toBe(7);
    expect(facts(null)).toBe(null);
    expect(facts(undefined)).toBe(undefined);
  });

  test("are of a type that only the cleaner makes", () => {
    interface Facts {
      readonly name: string;
    }
    expectTypeOf(createCleaner().facts({ name: "a" })).toExtend<Cleaned<Facts>>();
    expectTypeOf<Facts>().not.toExtend<Cleaned<Facts>>();
    expectTypeOf<{ readonly facts: Facts }>().not.toExtend<Cleaned<Facts>>();
  });

  test("may be nested 100,000 deep", () => {
    let deep: unknown = { password: "hunter2-SECRET-9" };
    for (let level = 0; level < 50_000; level++) deep = [{ a: deep }];
    const cleaner = createCleaner();
    let copy = cleaner.facts({ deep }).facts.deep;
    for (let level = 0; level < 50_000; level++) {
      const list: unknown[] = Array.isArray(copy) ? copy : [];
      copy = Object.values(list[0] ?? {})[0];
    }
    expect(copy).toEqual({ password: "[redacted]" });
    expect(cleaner.text("hunter2-SECRET-9")).toBe("[redacted]");
  });
});

describe("what is learned", () => {
  test.each([
    ["by its key", { "sasl.password": "Zq81xK" }],
    ["by its key in a string", '{"sasl.password": "Zq81xK"}'],
    ["by its key in a string in a string", { connectors: '[{"sasl.password": "Zq81xK"}]' }],
    ["by a key of the object", { "http://u:Zq81xK@host/": 1 }],
    ["by its place in a URL", { path: "http://u:Zq81xK@host/" }],
    ["by its place in a URL, encoded", { path: "http://u:%5aq81xK@host/" }],
    ["by the words around it", { description: "the password is Zq81xK" }],
    ["within a login of JAAS", { "sasl.jaas.config": 'x.Plain required username="u" password="Zq81xK";' }],
    ["within a connection string", { connection_string: "redis://bob:Zq81xK@redis.example.com:6379/0" }],
    ["within a header", { headers: [{ name: "Authorization", value: "Bearer apikey:Zq81xK" }] }],
    ["though unseen characters split it", { password: "Zq8\u200b1\x1b[0mxK" }],
  ])("%s is removed elsewhere", (_, body) => {
    const cleaner = createCleaner();
    cleaner.learn(body);
    expect(cleaner.text("login of bob: Zq81xK, at redis.example.com:6379")).toBe(
      "login of bob: [redacted], at redis.example.com:6379",
    );
    expect(cleaner.facts({ Zq81xK: ["(Zq81xK)"] }).facts).toEqual({ "[redacted]": ["([redacted])"] });
  });

  test("in the facts themselves is removed from what comes before it", () => {
    const { list } = createCleaner().facts({ list: ["Zq81xK", { password: "Zq81xK" }] }).facts;
    expect(list).toEqual(["[redacted]", { password: "[redacted]" }]);
  });

  test("in a text is removed from it and from those after it", () => {
    const cleaner = createCleaner();
    expect(cleaner.text("Zq81xK password=Zq81xK")).toBe("[redacted] password=[redacted]");
    expect(cleaner.text("Zq81xK")).toBe("[redacted]");
  });

  test("over many lines is removed from each of them, as when a log is cleaned line by line", () => {
    const body = ["MIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onL", "RnrqxIJEd9xy"];
    const log = ["-----BEGIN RSA PRIVATE KEY-----", ...body, "-----END RSA PRIVATE KEY-----"];
    const cleaner = createCleaner();
    cleaner.learn(log.join("\n"));
    expect(log.map(cleaner.text)).toEqual([log[0], "[redacted]", "[redacted]", log[3]]);
    expect(cleaner.text(log.join("\\n"))).toBe(`${log[0]}[redacted]${log[3]}`);
    expect(cleaner.text(body.join(""))).toBe("[redacted]");
  });

  test("by one cleaner is unknown to another", () => {
    createCleaner().learn({ password: "Zq81xK" });
    expect(createCleaner().text("Zq81xK")).toBe("Zq81xK");
  });
});

/** Letters, digits and signs that need no escape anywhere; `q7Zx-` makes them unlike anything around them. */
const plainSecret = fc.stringMatching(/^[A-Za-z0-9!*+~_]{6,60}$/).map((text) => `q7Zx-${text}9`);
/** Signs that every format escapes in its own way. */
const wildSecret = fc
  .string({ unit: fc.constantFrom(..."aB3$\"'\\/:@ &=#?%,;{}[]()<>é\n\t"), minLength: 6, maxLength: 40 })
  .map((text) => `q7Zx-${text}-9y`);

const json = (text: string) => JSON.stringify(text);
const sql = (text: string) => `'${text.replaceAll("'", "''")}'`;

const FORMS: Record<string, (secret: string) => string> = {
  "SQL property": (s) => `WITH ('sasl.password' = ${sql(s)}, 'topic' = 't')`,
  "SQL property with connectors": (s) =>
    `'connectors' = ${sql(JSON.stringify([{ config: { aws_secret_access_key: s } }]))}`,
  "SQL user": (s) => `CREATE USER u IDENTIFIED BY ${sql(s)};`,
  JSON: (s) => `{"name": "x", "client_secret": ${json(s)}, "y": 1}`,
  "JSON in JSON": (s) => JSON.stringify({ config: JSON.stringify({ token: s, x: 1 }) }),
  "JSON in JSON in JSON": (s) => JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ api_key: s }) }) }),
  "JSON with variables": (s) => JSON.stringify([{ name: "DB_PASSWORD", value: s }]),
  Rust: (s) => `Config { token: Some(${json(s)}), x: None }`,
  "URL userinfo": (s) => `failed: http://bob:${encodeURIComponent(s)}@host:80/x?y=z`,
  "URL parameter": (s) =>
    `path="https://host/x?token=${encodeURIComponent(s)}&sig=${encodeURIComponent(s)}#z"`,
};
const PLAIN_FORMS: Record<string, (secret: string) => string> = {
  ...FORMS,
  properties: (s) => `sasl.password=${s}\nuser=bob`,
  environment: (s) => `export PARTNER_TOKEN=${s}; run`,
  YAML: (s) => `password: ${s}\nuser: bob`,
  libpq: (s) => `host=db password=${s} dbname=x`,
  option: (s) => `run --password ${s} --user bob`,
  header: (s) => `> Authorization: Bearer ${s}\n> Host: h`,
  JAAS: (s) => `PlainLoginModule required username="bob" password="${s}";`,
  "connection string": (s) => `AccountName=a;AccountKey=${s};EndpointSuffix=x`,
  PEM: (s) => `-----BEGIN PRIVATE KEY-----\n${s}\n-----END PRIVATE KEY-----`,
  sentence: (s) => `sync of partners, password ${s}`,
};

/** No part of it that is six characters long. */
function expectGone(secret: string, output: string, where: string): void {
  for (let start = 0; start + 6 <= secret.length; start++) {
    const part = secret.slice(start, start + 6);
    if (output.includes(part)) expect.fail(`${where}: ${part} of ${secret} is in ${output}`);
  }
}

describe("a planted secret is gone", () => {
  test.each(Object.entries(PLAIN_FORMS))("from %s, and then from every place", (name, form) => {
    fc.assert(
      fc.property(plainSecret, (secret) => {
        const cleaner = createCleaner();
        cleaner.learn({ log: form(secret) });
        expectGone(secret, cleaner.text(form(secret)), name);
        for (const [place, plant] of Object.entries(PLAIN_FORMS)) {
          expectGone(secret, cleaner.text(`[x] ${plant(secret)} and ${secret}`), place);
        }
        expectGone(
          secret,
          JSON.stringify(cleaner.facts({ [secret]: [{ a: `-${secret}-` }] }).facts),
          "facts",
        );
      }),
      { numRuns: 30 },
    );
  });

  test.each(Object.entries(FORMS))("from %s whatever signs it is made of", (name, form) => {
    fc.assert(
      fc.property(wildSecret, (secret) => {
        const cleaner = createCleaner();
        const text = form(secret);
        expectGone("q7Zx-", cleaner.text(text), name);
        cleaner.learn({ password: secret });
        for (const [place, plant] of Object.entries(FORMS)) {
          const output = cleaner.text(plant(secret));
          expect(output, place).not.toContain("q7Zx");
          expect(output, place).not.toContain("-9y");
        }
      }),
      { numRuns: 100 },
    );
  });
});

const fragment = fc.oneof(
  fc.constantFrom(
    ...[
      "password",
      "token",
      "secret",
      "api key",
      "bearer",
      "cookie",
      "authorization",
      "access_key_id",
      "nkey",
      "count",
    ],
    ...[
      "=",
      ":",
      ": ",
      "::",
      "://",
      "http://u:",
      "@h/",
      "?key=",
      "&sig=",
      "--password ",
      "identified by ",
      "Some(",
      '"value"',
    ],
    ...[
      '"',
      "'",
      "`",
      '\\"',
      "\\",
      "''",
      ",",
      ", ",
      ";",
      ")",
      "[",
      "]",
      "{",
      "}",
      " ",
      "_",
      "is ",
      "%41",
      "%",
      "\\n",
      "\n",
    ],
    ...[
      `\${secret:k:a/b}`,
      `\${secret:`,
      "[redacted]",
      "AKIAhunter2SECRET6",
      "eyJhbGciOiJ9.eyJhbGciOiJ9.ab",
      "Zq81xK",
    ],
    ...[
      "-----BEGIN X-----",
      "-----END X-----",
      "\x1b[31m",
      "\x1b]0;",
      "\x9b",
      "\r",
      "\u200b",
      "\u202e",
      "\ud83d",
      "\ude00",
    ],
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
);
const hostileText = fc.array(fragment, { maxLength: 20 }).map((parts) => parts.join(""));

describe("any text, cleaned,", () => {
  const cleanerOf = (learned: string | undefined) => {
    const cleaner = createCleaner();
    if (learned !== undefined) cleaner.learn({ password: learned });
    return cleaner;
  };
  const cases = {
    text: hostileText,
    learned: fc.option(fc.constantFrom("Zq81xK", "hunter2SECRET6"), { nil: undefined }),
  };

  test("does not change when cleaned again", () => {
    fc.assert(
      fc.property(fc.record(cases), ({ text, learned }) => {
        const cleaner = cleanerOf(learned);
        const once = cleaner.text(text);
        expect(cleaner.text(once)).toBe(once);
      }),
      { numRuns: 5000 },
    );
  });

  test("holds nothing unseen and is longer only by its marks", () => {
    fc.assert(
      fc.property(fc.record(cases), ({ text, learned }) => {
        const output = cleanerOf(learned).text(text);
        expect(forbiddenIn(output)).toEqual([]);
        const marks = output.split("[redacted]").length - 1;
        expect(output.length).toBeLessThanOrEqual(text.length + marks * "[redacted]".length);
      }),
      { numRuns: 5000 },
    );
  });

  test("has the lines that it had", () => {
    fc.assert(
      fc.property(
        fc.array(
          fragment.filter((part) => !/[\r\u2028\u2029\x1b]/.test(part)),
          { maxLength: 20 },
        ),
        (parts) => {
          const text = parts.join("");
          expect(createCleaner().text(text).split("\n").length).toBe(text.split("\n").length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("is the same in facts as in text", () => {
    fc.assert(
      fc.property(fc.anything({ values: [hostileText], key: hostileText, withBigInt: true }), (value) => {
        expect(stringsOf(createCleaner().facts({ value }).facts).flatMap(forbiddenIn)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("lines that follow each other", () => {
  const linesOf = (...lines: string[]) => [...createCleaner().lines(lines)];
  const textsOf = (...lines: string[]) => linesOf(...lines).map(({ text }) => text);

  test("are cleaned of what a later one, or several together, show for a secret", () => {
    expect(textsOf("tried Zq81xK-77", "password=Zq81xK-77")).toEqual([
      "tried [redacted]",
      "password=[redacted]",
    ]);
    const key = ["-----BEGIN PRIVATE KEY-----", "MIIEvQIBADANBgkqhkiG9w0B", "x: MIIEvQIBADANBgkqhkiG9w0B"];
    expect(textsOf(...key)).toEqual([key[0], "[redacted]", "x: [redacted]"]);
  });

  test("and of what was known before, in whatever form, alone or over the break between two", () => {
    const cleaner = createCleaner();
    cleaner.learn({ password: "p/ss Zq81xK+77" });
    const lines = ["a", "p%2Fss%20Zq81xK%2B77", "p/ss Zq8", "1xK+77", "b"];
    expect([...cleaner.lines(lines)]).toEqual([
      { text: "a", isPlain: true },
      { text: "[redacted]", isPlain: false },
      { text: "p/ss Zq8", isPlain: false },
      { text: "1xK+77", isPlain: false },
      { text: "b", isPlain: true },
    ]);
  });

  test("have no colours, and are as many as before, with a break within one or without any", () => {
    expect(textsOf("\u001b[31mred\u001b[0m", "a\rb", "", "c")).toEqual(["red", "a\nb", "", "c"]);
    expect(linesOf()).toEqual([]);
  });

  const part = fc.constantFrom(
    ...[
      "password",
      "token: ",
      "=",
      " ",
      "-p",
      "mysql ",
      "--user ",
      "a:b",
      "http://",
      "@h/",
      "?sig=",
      "\n",
      "\r",
      "'",
      '"',
    ],
    ...[
      "-----BEGIN KEY-----",
      "-----END KEY-----",
      "QUJDRA1234xyz",
      "hunter2-SECRET-9",
      "AUTH ",
      "set -x ",
      "%",
      "\\",
      "[",
    ],
  );
  const aLine = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(""));

  test("hold nothing afterwards that cleaning one of them would still take out", () => {
    fc.assert(
      fc.property(fc.array(aLine, { maxLength: 8 }), (lines) => {
        const cleaner = createCleaner(["hunter2-SECRET-9"]);
        const cleaned = [...cleaner.lines(lines)];
        expect(cleaned).toHaveLength(lines.length);
        for (const { text } of cleaned) expect(cleaner.text(text)).toBe(text);
      }),
    );
  });

  test("that are plain hold nothing together, either", () => {
    fc.assert(
      fc.property(fc.array(aLine, { maxLength: 8 }), (lines) => {
        const cleaner = createCleaner(["hunter2-SECRET-9"]);
        const plain = [...cleaner.lines(lines)].flatMap(({ text, isPlain }) => (isPlain ? [text] : []));
        expect(cleaner.text(plain.join("\n"))).toBe(plain.join("\n"));
      }),
    );
  });
});
