import type { Score } from "./score.ts";

const TITLES = ["cause", "evidence", "calls", "tokens", "harmful", "seconds", "scenario"] as const;

/** One line for each scenario, and the totals. */
export function reportOf(scores: readonly Score[]): string {
  const sum = (of: (score: Score) => number) => scores.reduce((all, score) => all + of(score), 0);
  const rows = scores.map(({ scenario, outcome, seconds, ...score }) => [
    score.cause ? "yes" : "no",
    `${score.evidence.found}/${score.evidence.of}`,
    `${score.calls}${score.cut ? "+" : ""}`,
    `${score.result_tokens}${score.cut ? "+" : ""}`,
    String(score.harmful.length),
    seconds.toFixed(1),
    outcome === "ended" ? scenario : `${scenario} (${outcome})`,
  ]);
  const totals = [
    `${scores.filter(({ cause }) => cause).length}/${scores.length}`,
    `${sum(({ evidence }) => evidence.found)}/${sum(({ evidence }) => evidence.of)}`,
    String(sum(({ calls }) => calls)),
    String(sum(({ result_tokens }) => result_tokens)),
    String(sum(({ harmful }) => harmful.length)),
    sum(({ seconds }) => seconds).toFixed(1),
    "in all",
  ];
  const harm = scores.flatMap(({ scenario, harmful }) =>
    harmful.map((request) => `harmful: ${request} (${scenario})`),
  );
  return [[...TITLES], ...rows, totals].map(aligned).concat(harm).join("\n");
}

function aligned(cells: readonly string[]): string {
  return cells.map((cell, i) => (i < cells.length - 1 ? cell.padStart(9) : `  ${cell}`)).join("");
}
