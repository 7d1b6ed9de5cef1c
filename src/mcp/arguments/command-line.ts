import type { Readable } from "node:stream";
import { ConfigError } from "../../config/error.ts";
import { argumentsObject } from "./read.ts";

const HOW_TO_WRITE = `write the arguments as '{"pipeline_name":"…"}' or as pipeline_name=…, or - to have them read from stdin`;

/**
 * The arguments of `feldera-mcp call TOOL …`: a JSON object, `-` for one on stdin, and `name=value` for each of more,
 * whose value is text: what else is meant by it, whoever reads the arguments finds out.
 *
 * @throws ConfigError for what is neither, and for a name that is given twice
 */
export async function callArguments(
  written: readonly string[],
  readStdin: () => Promise<string>,
): Promise<Record<string, unknown>> {
  const args: Record<string, unknown> = {};
  for (const part of written) {
    for (const [name, value] of await membersOf(part, readStdin)) {
      if (Object.hasOwn(args, name)) throw new ConfigError(`call: ${name} is given twice; write it once`);
      Object.defineProperty(args, name, { value, enumerable: true });
    }
  }
  return args;
}

async function membersOf(part: string, readStdin: () => Promise<string>): Promise<[string, unknown][]> {
  const [, name, value = ""] = /^([\w-]+)=(.*)$/s.exec(part) ?? [];
  if (name !== undefined) return [[name, value]];
  const json = part === "-" ? await readStdin() : part;
  const object = json.trim() === "" ? undefined : argumentsObject(json);
  if (object !== undefined) return Object.entries(object);
  throw new ConfigError(
    `call: ${part === "-" ? "what stdin holds" : part} is no JSON object; ${HOW_TO_WRITE}`,
  );
}

/** All of a stream as text. @throws ConfigError where it is longer than `maxBytes` */
export async function readWhole(stream: Readable, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    bytes += chunks.at(-1)?.length ?? 0;
    if (bytes > maxBytes) {
      throw new ConfigError(`call: stdin holds more than the limit messageBytes, ${maxBytes}; write less`);
    }
  }
  return Buffer.concat(chunks).toString();
}
