import type { Config } from "../config/config.ts";
import { secretsOf } from "../config/secrets.ts";
import { createCleaner } from "../untrusted/cleaner.ts";

/** The one of this process: whatever it writes, also where it crashes, goes through it. */
export const cleaner = createCleaner();

/** From here on nothing that is written has a secret of the configuration. */
export function keepSecretsOf(config: Pick<Config, "source" | "instances">): void {
  secretsOf(config).forEach(cleaner.keep);
}

/** One line for stderr, which clients keep in their logs, of a stack too: none of its lines can pass for another. */
export function reportLine(line: string): void {
  reportClean(cleaner.text(line));
}

/** The same of a line that is an answer's, and clean: at its end a port and a bracket would look like a password. */
export function reportClean(line: string): void {
  process.stderr.write(`feldera-mcp: ${line.replace(/\s*[\r\n]\s*/g, " ")}\n`);
}

export function reportCrash(error: unknown): void {
  reportLine(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
