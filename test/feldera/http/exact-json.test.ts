import fc from "fast-check";
import { parse } from "lossless-json";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { limitsWith } from "../../../src/config/limits.ts";
import { fetchJson } from "../../../src/feldera/api/call.ts";
import { listCheckpoints } from "../../../src/feldera/api/checkpoints.ts";
import { parseExactJson } from "../../../src/feldera/json.ts";
import { stringifyExactJson } from "../../../src/feldera/json-text.ts";
import { bytes, gzippedZeros, type json, text } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { clientOver, failureOf, loopback, requestOf, within } from "./client-over.ts";

const DEPTH = limitsWith().jsonDepth;
const LONG = "12345678901234567890";

async function answering(answer: ReturnType<typeof json>) {
  const feldera = await loopback();
  feldera.on("GET", "/v0/pipelines", answer);
  feldera.on("GET", "/v0/pipelines/payments/checkpoints", answer);
  const { source } = clientOver(feldera.url);
  return { source, scope: within(), limits: limitsWith(), learn: () => {} };
}

/** What `fetchJson` makes of a body. */
async function received(body: string | Uint8Array, schema: z.ZodType = z.unknown()): Promise<unknown> {
  const feldera = await answering(bytes(200, Buffer.from(body), { "content-type": "application/json" }));
  return fetchJson(feldera, requestOf.pipelines, schema);
}

describe("integers", () => {
  test("beyond 2^53 keep every digit", async () => {
    const feldera = await answering(synthetic("checkpoints_three"));
    const fingerprints = (await listCheckpoints(feldera, "payments")).map(({ fingerprint }) => fingerprint);
    expect(fingerprints.some((one) => typeof one === "bigint" && one > 2n ** 53n)).toBe(true);
    const sent = synthetic("checkpoints_three").body.toString();
    for (const one of fingerprints) expect(sent).toContain(`"fingerprint":${one}`);
  });

  test.each([
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["9007199254740993", 9007199254740993n],
    ["18446744073709551615", 18446744073709551615n],
    ["-9223372036854775808", -9223372036854775808n],
    ["-9007199254740991", -9007199254740991],
    ["0", 0],
    ["-0", -0],
  ])("%s is %s", async (digits, value) => {
    expect(await received(`{"n": ${digits}}`)).toEqual({ n: value });
    expect(await received(`{"n": ${digits}, "fingerprint": ${LONG}}`)).toMatchObject({ n: value });
  });
});

describe("other numbers are what JSON.parse makes of them", () => {
  test.each([
    "1e400",
    "-1e400",
    "1e-400",
    "0.1234567890123456789",
    "1234567890123456.5",
    "1E2",
    "2e15",
    "-0.0",
  ])("%s", async (number) => {
    expect(await received(`[${number}]`)).toEqual([Number(number)]);
    expect(await received(`[${number}, ${LONG}]`)).toEqual([Number(number), BigInt(LONG)]);
  });
});

describe("keys", () => {
  test.each(["", `, "n": ${LONG}`])("named __proto__ are keys and nothing else (%j)", async (rest) => {
    const body = `{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}${rest}}`;
    const value = z.object({ polluted: z.unknown() }).safeParse(await received(body, z.looseObject({})));
    expect(value.data?.polluted).toBeUndefined();
    expect({}).not.toHaveProperty("polluted");
    const parsed = parseExactJson(body, DEPTH);
    expect(Object.keys(Object(parsed))).toContain("__proto__");
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });

  test("that come twice have the later value", () => {
    expect(parseExactJson('{"a": 1, "a": 2}', DEPTH)).toEqual({ a: 2 });
    expect(parseExactJson(`{"a": 1, "a": 2, "n": ${LONG}}`, DEPTH)).toEqual({ a: 2, n: BigInt(LONG) });
  });
});

describe("nesting", () => {
  const nested = (levels: number, core: string) => "[".repeat(levels) + core + "]".repeat(levels);

  test.each([10_000, 1_000_000])("of %i levels is a typed error", async (levels) => {
    for (const body of [
      nested(levels, ""),
      nested(levels, LONG),
      '{"a":'.repeat(levels),
      "[".repeat(levels),
    ]) {
      const error = await failureOf(received(body));
      expect(error).toMatchObject({ kind: "malformed_json", retryable: false });
      expect(error.message).toContain("nested more than 1000 levels deep");
    }
  });

  test("of a thousand is read", async () => {
    await expect(received(nested(1000, ""))).resolves.toBeInstanceOf(Array);
    await expect(received(nested(1000, LONG))).resolves.toBeInstanceOf(Array);
  });

  test("within a string is none", () => {
    const braces = `\\"${"[{".repeat(5000)}\\\\`;
    expect(parseExactJson(`["${braces}"]`, DEPTH)).toEqual([JSON.parse(`"${braces}"`)]);
  });
});

describe("text", () => {
  test("with a lone surrogate is read", async () => {
    expect(await received('["\\ud800"]')).toEqual(["\ud800"]);
    expect(await received(`["\\ud800", ${LONG}]`)).toEqual(["\ud800", BigInt(LONG)]);
  });

  test("after a byte order mark is read", async () => {
    expect(await received("\ufeff[1]")).toEqual([1]);
  });

  test("that is no UTF-8 is malformed", async () => {
    const error = await failureOf(received(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])));
    expect(error).toMatchObject({ kind: "malformed_json" });
  });

  test.each(["", "[1", "[1]]", "{'a': 1}", "NaN", "[1,]", "01", "null null", `[${LONG},]`, `{"n": ${LONG}`])(
    "that is no JSON is malformed: %j",
    async (body) => {
      const error = await failureOf(received(body));
      expect(error).toMatchObject({ kind: "malformed_json", endpoint: "list_pipelines" });
      expect(error.message).toContain(`(body of ${body.length} bytes)`);
    },
  );

  test("of another content type is read as JSON all the same", async () => {
    const feldera = await answering(text(200, "[1]"));
    expect(await fetchJson(feldera, requestOf.pipelines, z.unknown())).toEqual([1]);
  });

  test("of another shape says where", async () => {
    const error = await failureOf(received('[{"name": 7}]', z.array(z.object({ name: z.string() }))));
    expect(error).toMatchObject({ kind: "unexpected_shape" });
    expect(error.message).toContain("0.name: ");
  });
});

describe("for any text", () => {
  test("what is read beside a long integer can be written again, digit by digit", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const sent = `[${JSON.stringify(value)},${LONG}]`;
        expect(stringifyExactJson(parseExactJson(sent, DEPTH))).toBe(sent);
      }),
    );
  });

  test("it is read as a parser reads it that takes every number by its digits", () => {
    const numbers = fc.constantFrom(
      LONG,
      `-${LONG}`,
      "9007199254740991",
      "1234567890123456.5",
      "12345678901234567e2",
    );
    const keys = fc.constantFrom('"a"', '"b\\"c"', '"é\\u0041"', '"__proto__"', `", ${LONG}: [{"`);
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof({ depthSize: "small" }, numbers, keys, tie("list"), tie("object")),
      list: fc.array(tie("json"), { maxLength: 4 }).map((some) => `[ ${some.join(" ,")}]`),
      object: fc
        .array(fc.tuple(keys, tie("json")), { maxLength: 4 })
        .map((some) => `{${some.map(([key, value]) => `${key} :${value}`).join(",")}}`),
    }));
    fc.assert(
      fc.property(json, (sent) => {
        const text = String(sent);
        const byDigits = parse(text, undefined, {
          parseNumber: (digits) => {
            const value = Number(digits);
            return Number.isSafeInteger(value) || !/^-?\d+$/.test(digits) ? value : BigInt(digits);
          },
          onDuplicateKey: ({ newValue }) => newValue,
        });
        expect(parseExactJson(text, DEPTH)).toEqual(byDigits);
      }),
      { numRuns: 500 },
    );
  });

  test("it is read or refused as JSON.parse does", () => {
    const parts = fc.constantFrom(...'{}[]:,"\\ \n\te-+.0123456789', "\\u00", "true", "null", LONG, '"a"');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (some) => {
        const body = some.join("");
        expect(outcomeOf(() => parseExactJson(body, DEPTH))).toBe(outcomeOf(() => JSON.parse(body)));
      }),
      { numRuns: 2000 },
    );
  });
});

test("zeros by the megabyte are malformed, not slow", async () => {
  const feldera = await answering(
    bytes(200, gzippedZeros(2 ** 24), { "content-type": "application/json", "content-encoding": "gzip" }),
  );
  const call = fetchJson(feldera, requestOf.pipelines, z.unknown());
  expect(await failureOf(call)).toMatchObject({ kind: "malformed_json" });
});

function outcomeOf(parse: () => unknown): "read" | "refused" {
  try {
    parse();
    return "read";
  } catch {
    return "refused";
  }
}
