import { readFileSync } from "node:fs";
import { analyzeLogs, type LogOptions } from "../../../src/analysis/logs/analyze-logs.ts";
import type { LogFacts } from "../../../src/analysis/logs/log-facts.ts";
import type { LogInput } from "../../../src/analysis/logs/records.ts";

/** Takes out colours, other control characters, and words that start with SECRET. */
export function clean(text: string): string {
  return text
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "")
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, "")
    .replace(/SECRET\w*/g, "(secret)");
}

const cleaner = {
  text: clean,
  lines: (lines: readonly string[]) => lines.map((line) => ({ text: clean(line), isPlain: false })),
};

export function recording(name: string): Uint8Array {
  return readFileSync(new URL(`../../recordings/${name}.body`, import.meta.url));
}

export function input(log: string | Uint8Array, startsMidLine = false): LogInput {
  const bytes = Buffer.from(log);
  return { text: bytes.toString(), bytes: bytes.length, startsMidLine, cleaner };
}

export function analyze(log: string | Uint8Array, options: LogOptions = {}): LogFacts {
  return analyzeLogs(input(log), options);
}

/** Each record by itself, in the log's order. */
export function allRecords(log: string | Uint8Array): LogFacts["records"] {
  return analyze(log, { run: "all", dedupe: false, tail: Number.POSITIVE_INFINITY }).records;
}

/** A line of a pipeline's log, at a second after 08:00:00. */
export function line(second: number, level: string, message: string): string {
  return `[p] ${at(second)} ${level.padStart(5)} dbsp_adapters::server:  ${message}\n`;
}

export function managerLine(second: number, message: string): string {
  return `[manager] ${at(second)}  INFO pipeline_manager::runner::pipeline_automata: ${message}\n`;
}

export function at(second: number): string {
  return new Date(Date.UTC(2026, 10, 21, 8, 0, second)).toISOString();
}
