import { describe, expect, test } from "vitest";
import { limitsWith } from "../../../src/config/limits.ts";
import type { Feldera } from "../../../src/feldera/api/call.ts";
import { readCircuitProfile } from "../../../src/feldera/api/circuit.ts";
import { type Answer, bytes, resetWithinBody, sequence } from "../../support/responses.ts";
import { clientOver, failureOf, loopback, PAYMENTS, within } from "./client-over.ts";

const AT = `${PAYMENTS}/circuit_json_profile`;
const LIMITS = { bodyIdleMs: 100, retries: 1 };

const LARGE = Buffer.from(Uint8Array.from({ length: 5_000_001 }, (_, i) => i % 251));

const chunked = (body: Uint8Array): Answer => ({ ...bytes(200, body), framing: "chunked" });

function felderaAt(url: string): Feldera {
  const { source } = clientOver(url, LIMITS);
  return { source, scope: within(), limits: limitsWith(LIMITS), learn() {} };
}

async function all(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe("a circuit profile that is read as it comes", () => {
  test.each([
    ["small", LARGE.subarray(0, 1000)],
    ["large", LARGE],
  ])("comes whole: a %s one", async (_, body) => {
    const feldera = await loopback();
    feldera.on("GET", AT, chunked(body));
    const read = await readCircuitProfile(felderaAt(feldera.url), "payments", all);
    expect(Buffer.compare(read, body)).toBe(0);
  });

  test("is read from its beginning again where its connection is lost", async () => {
    const feldera = await loopback();
    feldera.on("GET", AT, sequence(resetWithinBody(chunked(LARGE), 4_900_000), chunked(LARGE)));
    const read = await readCircuitProfile(felderaAt(feldera.url), "payments", all);
    expect(Buffer.compare(read, LARGE)).toBe(0);
  });

  test("is not begun to be read while there is little of it: one that hangs holds nothing up", async () => {
    const feldera = await loopback();
    feldera.on("GET", AT, { ...chunked(LARGE.subarray(0, 1000)), thenHang: true });
    let readings = 0;
    const read = async () => readings++;
    expect(await failureOf(readCircuitProfile(felderaAt(feldera.url), "payments", read))).toMatchObject({
      kind: "timeout",
    });
    expect(readings).toBe(0);
  });

  test("throws what its reader throws, and is not asked for again", async () => {
    const feldera = await loopback();
    feldera.on("GET", AT, chunked(LARGE));
    const refused = new Error("refused");
    const read = () => Promise.reject(refused);
    await expect(readCircuitProfile(felderaAt(feldera.url), "payments", read)).rejects.toBe(refused);
    expect(feldera.requests).toHaveLength(1);
  });
});
