import { readFileSync } from "node:fs";
import { parse, stringify } from "lossless-json";
import * as z from "zod";
import { type Answer, bytes, recordingPath } from "./responses.ts";

const syntheticFile = z.strictObject({
  synthetic: z.string().describe("what it was built from"),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.unknown().describe("a string is sent as it is, anything else as JSON"),
});

/**
 * A response that was not recorded but built: test/recordings/synthetic/NAME.json. Integers beyond 2^53 are sent as
 * they stand in the file.
 */
export function synthetic(name: string): Answer {
  const path = recordingPath(`synthetic/${name}.json`);
  const { status, headers, body } = syntheticFile.parse(
    parse(readFileSync(path, "utf8"), null, numberOrBigInt),
  );
  return bytes(status, Buffer.from(typeof body === "string" ? body : (stringify(body) ?? "")), headers);
}

function numberOrBigInt(literal: string): number | bigint {
  const number = Number(literal);
  return /^-?\d+$/.test(literal) && !Number.isSafeInteger(number) ? BigInt(literal) : number;
}
