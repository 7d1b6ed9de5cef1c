import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import fc from "fast-check";
import { isLosslessNumber, parse } from "lossless-json";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { callText, startServer } from "../support/built-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { SharedWire } from "../support/shared-wire.ts";
import { replayAll } from "../support/worlds.ts";
import { mutatedLine } from "./mutated-lines.ts";

const CASES = Number(process.env.FELDERA_MCP_WIRE_CASES ?? 150);

/** Ten times what an answer takes on a busy machine. */
const LONGEST_ANSWER_MS = 15_000;

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  replayAll(feldera);
});

afterEach(async () => {
  await feldera.close();
});

const Message = z.looseObject({
  jsonrpc: z.unknown().optional(),
  id: z.unknown().optional(),
  method: z.unknown().optional(),
});

/** The ids under which a line must be answered, by JSON-RPC alone; of a batch those of its members. */
function idsAnswered(line: string): string[] {
  const text = line.replace(/^\ufeff/, "");
  if (text.trim() === "") return [];
  let value: unknown;
  try {
    JSON.parse(text);
    value = parse(text);
  } catch {
    return ["null"];
  }
  if (!Array.isArray(value)) return idAnswered(value);
  return value.flatMap(idAnswered).filter((id) => id !== "null");
}

function idAnswered(value: unknown): string[] {
  const message = Array.isArray(value) ? undefined : Message.safeParse(value).data;
  if (message === undefined) return ["null"];
  const { jsonrpc, id, method } = message;
  if (id === undefined && jsonrpc === "2.0" && typeof method === "string") return [];
  if (isLosslessNumber(id)) return [id.value];
  return typeof id === "string" ? [JSON.stringify(id)] : ["null"];
}

function counted(ids: readonly string[], counts: Map<string, number>): void {
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
}

test.each([["2025-11-25"], ["2025-03-26"]])(
  "no request with an id is left without an answer, whatever else is wrong with it, and the SDK's client on the same wire is served (%s)",
  async (revision) => {
    const server = startServer([], { FELDERA_HOST: feldera.url });
    const wire = new SharedWire(server, revision);
    const client = new Client({ name: "feldera-mcp-test", version: "1.0.0" });
    await client.connect(wire);
    const expected = new Map<string, number>();
    let n = 0;
    const list = (await callText(client, "list_pipelines", {})).text;

    await fc.assert(
      fc.asyncProperty(fc.array(mutatedLine, { minLength: 1, maxLength: 4 }), async (makers) => {
        const lines = makers.map((make) => make(n++));
        for (const { bytes, text } of lines) {
          for (const line of text.split("\n")) counted(idsAnswered(line), expected);
          wire.write(Buffer.concat([bytes, Buffer.from("\n")]));
        }
        const call = callText(client, "list_pipelines", {});
        await wire.answered(expected, LONGEST_ANSWER_MS).catch((error: unknown) => {
          throw new Error(`${String(error)} in ${lines.map(({ text }) => text).join("\n")}`);
        });
        expect((await call).text).toBe(list);
        await client.ping();
      }),
      { numRuns: CASES, endOnFailure: true },
    );

    const twice = [...expected].filter(([id, count]) => id !== "null" && wire.answers.get(id) !== count);
    expect(twice, "ids that were answered more often than asked").toEqual([]);
    expect([...wire.answers.keys()].filter((id) => id !== "null" && !expected.has(id))).toEqual([]);
    expect(wire.stray).toEqual([]);
    expect(server.exitCode).toBeNull();
    await client.close();
  },
  300_000,
);
