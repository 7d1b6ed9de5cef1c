import * as z from "zod";
import { parseExactJson } from "../../src/feldera/json.ts";
import { recording } from "./responses.ts";

/** The rows of a recorded JSON array, parsed as the server does. */
export function recordedRows(name: string): Record<string, unknown>[] {
  return z
    .array(z.record(z.string(), z.unknown()))
    .parse(parseExactJson(recording(name).body.toString(), 1000));
}
