import type { WriteStdout } from "../mcp/stdio/stdout.ts";
import { isColoured } from "../terminal/colour.ts";

/** Resolves to the exit code 0 once all is written: a process that exits earlier cuts what a pipe has not taken yet. */
export function print(text: string, writeStdout: WriteStdout): Promise<number> {
  return new Promise((resolve) => writeStdout(text, () => resolve(0)));
}

/** Whether somebody reads what is printed, and in colours. */
export function isReadInColour(): boolean {
  return isColoured(process.stdout, process.env);
}
