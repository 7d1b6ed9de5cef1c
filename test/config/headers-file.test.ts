import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../../src/config/error.ts";
import { parseHeaders } from "../../src/config/headers-file.ts";

const FROM = "FELDERA_HEADERS_FILE";

function refusalOf(text: string): string {
  try {
    parseHeaders(text, FROM);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

describe("a file of headers", () => {
  test("has one a line; blank lines and comments are left out", () => {
    const text = "\ufeffX-Gate:  one two \r\n\r\n# for the gate\n  Cookie: a=b; c=d\nX-Empty-Not:\t:x:\n";
    expect(parseHeaders(text, FROM)).toEqual([
      { name: "x-gate", value: "one two" },
      { name: "cookie", value: "a=b; c=d" },
      { name: "x-empty-not", value: ":x:" },
    ]);
  });

  test.each([
    ["", `${FROM}: the file holds no header; write one Name: value a line`],
    ["# X-Gate: hunter2\n\n", `${FROM}: the file holds no header; write one Name: value a line`],
    ["X-Gate: a\nhunter2", `${FROM}: line 2 has no colon; write Name: value`],
    [
      "hunter2 hunter2: a",
      `${FROM}: line 1: what stands before the colon is no header's name; write Name: value`,
    ],
    [": hunter2", `${FROM}: line 1: what stands before the colon is no header's name; write Name: value`],
    ["\n\nX-Gate:  ", `${FROM}: line 3: x-gate has no value; write Name: value`],
    [
      "X-Gate: h\u00fcnter2",
      `${FROM}: line 1: the value of x-gate holds characters that no header can carry; write it in plain ASCII`,
    ],
    [
      "X-Gate: hunter2\r X-More: hunter2",
      `${FROM}: line 1: the value of x-gate holds characters that no header can carry; write it in plain ASCII`,
    ],
    [
      "X-Gate: hunter2\n\nx-gate: hunter2",
      `${FROM}: line 3: x-gate stands in line 1 already; keep one of them`,
    ],
  ])("%j is refused by its line, without what stands there", (text, message) => {
    expect(refusalOf(text)).toBe(message);
    expect(refusalOf(text)).not.toContain("hunter2");
  });

  test.each([
    ...[
      "Host",
      "Content-Length",
      "Connection",
      "Transfer-Encoding",
      "Content-Type",
      "Accept-Encoding",
      "Expect",
    ],
    ...["Upgrade", "TE", "Trailer", "Keep-Alive", "Proxy-Connection", "HTTP2-Settings", "Range"],
  ])("%s is refused: this server decides how a message is sent", (name) => {
    expect(refusalOf(`${name}: hunter2`)).toBe(
      `${FROM}: line 1: ${name.toLowerCase()} is for this server alone to set; leave the line out`,
    );
  });

  test("of any text gives only headers that can be sent, or is refused in one line", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom("a: b", "x-gate: 1", ":")), { maxLength: 5 }),
        (lines) => {
          try {
            const headers = parseHeaders(lines.join("\n"), FROM);
            for (const { name, value } of headers) new Headers().set(name, value);
            expect(headers.map(({ value }) => value.trim())).toEqual(headers.map(({ value }) => value));
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
            expect(String(error)).not.toContain("\n");
          }
        },
      ),
    );
  });
});
