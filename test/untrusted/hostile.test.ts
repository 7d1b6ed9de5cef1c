import { describe, expect, test } from "vitest";
import { createCleaner } from "../../src/untrusted/cleaner.ts";

/**
 * In characters: text that takes a quarter of a second at most, and three times as long as a test may if time grew
 * with the square (a million then took 1,000 s).
 */
const LONG = 300_000;

/** A cleaner whose memory holds secrets made to be begun everywhere. */
function learnedCleaner() {
  const cleaner = createCleaner();
  cleaner.learn([
    { password: "password=password=password=9" },
    { password: `${"a".repeat(31)}b1c${"a".repeat(100)}` },
    { password: "%%%%a1b2%%%%" },
  ]);
  return cleaner;
}

describe("a long text takes no longer than its length demands", () => {
  test.each([
    ...[
      "'",
      '"',
      "`",
      "'''",
      ":",
      "=",
      "\\",
      '\\"',
      "\\n",
      "%",
      "%25",
      "\\u0041",
      ",",
      ";)]}",
      "-",
      "a",
      "a1",
      " ",
      "\t",
    ],
    ...["\x1b", "\x1b[", "\x1b]", "\x1bP", "\x9b1;", "\r", "\u200b", "\ud83d"],
    ...[
      "password",
      "password=",
      'password="',
      'password=\\"',
      "password='x'",
      "password ",
      "password\n",
      "password is ",
    ],
    ...[
      "password.",
      "password=[",
      'password=["a",',
      "password=Some(",
      "password=\\",
      "password=a,b",
      "token: string(",
    ],
    ...[
      "secret/",
      "token 'x/token \"y/",
      "api key ",
      "--password ",
      '"--password",',
      '"password", "value":',
      "identified by ",
    ],
    ...[
      "authorization: basic ",
      "cookie=",
      "bearer ",
      "Basic ",
      "eyJ",
      "eyJ-",
      "eyJaaaaaaaa.",
      "AKIA",
      "sk-",
      "ghp_",
    ],
    ...[
      "://",
      "a://u:x/",
      "a://u:p@",
      "aa:/u:p@",
      "aa:/u:",
      "http://a:b",
      "?key=",
      "&sig=a",
      "${",
      "${secret:",
      "[redacted]",
    ],
    ...[
      "-p",
      " -p",
      " -pX1y",
      "curl -u a:",
      "mysql ",
      "mysql -p",
      "docker login ",
      '"-u","a:b",',
      "--user a:b ",
    ],
    ...["nats://", "nats://a@", "a@b:1,", "nats:/a@", "<password>", "<password", "password: |\n ", "|\n "],
    ...["name: token\n value:", "AUTH ", "AUTH a ", "user=a pass=", "pass='", "machine a login b password "],
    ...["a.b:5432:", "setenv a ", "a.password b\n", "Bearer ", "sqlplus a/", "jdbc:oracle:a:", "a:b@tcp("],
    ...["-----BEGIN X-----", "-----BEGIN X-----\nab\n", "-----END X-----", "-----"],
  ])("of %j", (unit) => {
    const text = unit.repeat(Math.ceil(LONG / unit.length));
    const cleaner = learnedCleaner();
    const output = cleaner.text(text);
    expect(output.length).toBeLessThanOrEqual(text.length + (output.split("[redacted]").length - 1) * 10);
  });

  test("of secrets in one list", () => {
    const list = (value: string) => `passwords = [${Array.from({ length: 200_000 }, () => value).join(",")}]`;
    expect(createCleaner().text(list('"a"'))).toBe(list('"[redacted]"'));
  });

  test("of different secrets, at once and line by line", () => {
    const lines = Array.from({ length: 40_000 }, (_, number) => `password=x${number}y${number * 7919}`);
    const cleaner = createCleaner();
    expect(cleaner.text(lines.join("\n"))).toBe(lines.map(() => "password=[redacted]").join("\n"));
    for (const line of lines) expect(cleaner.text(line)).toBe("password=[redacted]");
  });

  test("of keys that become the same", () => {
    const unseen = ["\u200b", "\u200c", "\u200d", "\u2060"];
    const keys = Array.from({ length: 20_000 }, (_, number) =>
      number.toString(4).replace(/\d/g, (digit) => unseen[Number(digit)] ?? ""),
    );
    const copy = createCleaner().facts(Object.fromEntries(keys.map((key) => [key, 1]))).facts;
    expect(Object.keys(copy ?? {}).length).toBe(20_000);
  });
});
