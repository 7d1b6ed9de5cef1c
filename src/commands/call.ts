import type { Command } from "../config/command-line.ts";
import type { Limits } from "../config/limits.ts";
import { callArguments, readWhole } from "../mcp/arguments/command-line.ts";
import type { Registry } from "../mcp/registry.ts";
import type { WriteStdout } from "../mcp/stdio/stdout.ts";
import { highlighted } from "../terminal/colour.ts";
import { terminalProgress } from "../terminal/progress.ts";
import { isReadInColour, print } from "./print.ts";
import { reportLine } from "./stderr.ts";

/** Calls one tool and prints its answer; 1 where that is an error. */
export async function callOnce(
  registry: Registry,
  { tool, arguments: written }: Extract<Command, { name: "call" }>,
  { messageBytes }: Limits,
  writeStdout: WriteStdout,
): Promise<number> {
  const args = await callArguments(written, () => {
    if (process.stdin.isTTY) reportLine("reads the arguments as JSON from this terminal; Ctrl-D ends them");
    return readWhole(process.stdin, messageBytes);
  });
  const progress = terminalProgress(process.stderr);
  const { text, structured, isError } = await registry.call(tool, args, progress.options);
  progress.end();
  if (structured !== undefined) await print(`${JSON.stringify(structured)}\n`, writeStdout);
  else await print(`${await asRead(tool, text)}\n`, writeStdout);
  return isError ? 1 : 0;
}

/** An answer as a person reads it in a terminal, and as it is where none does. */
async function asRead(tool: string, answer: string): Promise<string> {
  const { isTTY, columns } = process.stdout;
  if (!isTTY) return answer;
  const { inColumns } = await import("../terminal/tables.ts");
  const shown = inColumns(tool, answer, columns || 80);
  return isReadInColour() ? highlighted(shown) : shown;
}
