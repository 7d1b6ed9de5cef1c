import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../scripts/bundle.mjs";
import { CAUSES } from "./causes.mjs";

/**
 * What a part of the benchmarks is given: `server` is the built server's file, and `folder` one that is removed
 * afterwards.
 */
class Run {
  rows = [];
  lines = [];

  constructor(folder) {
    this.folder = folder;
    this.server = join(folder, "now/dist/feldera-mcp.js");
  }

  /** Prints a line of what was measured. */
  tell = (line) => {
    this.lines.push(line);
    console.log(line);
  };

  /**
   * Holds a figure against its target, which is the most or the least that it may be.
   *
   * @param figure.cause which of CAUSES tells why the target is missed, where it is
   */
  hold = ({ what, measured, most, least, digits = 2, unit = "", cause }) => {
    const isMet = least === undefined ? measured <= most : measured >= least;
    const target = least === undefined ? `≤ ${most}${unit}` : `≥ ${least}${unit}`;
    const outcome = isMet ? "met" : `missed: ${CAUSES[cause] ?? "the cause is not known"}`;
    this.#add({ what, measured: `${measured.toFixed(digits)}${unit}`, target, outcome, isMet });
  };

  /** What could not be measured is not met. */
  lack = (what, because) => {
    this.#add({ what, measured: "–", target: "–", outcome: `not measured: ${because}`, isMet: false });
  };

  #add(row) {
    this.rows.push(row);
    console.log(`  ${row.what}: ${row.measured} (${row.target}): ${row.outcome}`);
  }
}

/** Builds the server and measures parts, one after the other; one that fails is told as a row. */
export async function run(parts) {
  const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-bench-"));
  const all = new Run(folder);
  try {
    await bundle({ outdir: join(folder, "now/dist") });
    writeFileSync(join(folder, "now/package.json"), '{"type":"module"}');
    for (const measure of parts) {
      const began = performance.now();
      await measure(all).catch((error) => all.lack(measure.name, error.message.split("\n")[0]));
      console.log(`${measure.name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return all;
}

/** Where a part is called as a command of its own: measures it, and fails where a target is missed. */
export async function asCommand(url, measure) {
  if (process.argv[1] !== fileURLToPath(url)) return;
  console.log(machine());
  const { rows } = await run([measure]);
  process.exitCode = rows.every(({ isMet }) => isMet) ? 0 : 1;
}

export function machine() {
  const [{ model }] = cpus();
  return `${cpus().length} CPUs (${model.trim()}), Node ${process.versions.node}`;
}

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
