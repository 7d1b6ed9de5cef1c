import { styled } from "../colour.ts";
import type { Finding, State } from "./finding.ts";

const COLOURS = { ok: "green", note: "yellow", wrong: "red", "not checked": "dim" } as const satisfies Record<
  State,
  Parameters<typeof styled>[0]
>;
const WIDEST_STATE = "not checked".length;

/**
 * What `feldera-mcp doctor` prints: a line for each finding, how to mend it below, those of an instance under its name,
 * and a last line that sums up.
 */
export function doctorText(findings: readonly Finding[], isColoured: boolean): string {
  const widest = Math.max(...findings.map(({ subject }) => subject.length));
  const indent = " ".repeat(WIDEST_STATE + widest + 4);
  const lines = findings.flatMap(({ subject, instance, state, says, mend }, index) => {
    const isFirst = instance !== undefined && instance !== findings[index - 1]?.instance;
    const padded = state.padEnd(WIDEST_STATE);
    const shown = isColoured ? styled(COLOURS[state], padded) : padded;
    return [
      ...(isFirst ? ["", isColoured ? styled("bold", instance) : instance] : []),
      `${shown}  ${subject.padEnd(widest)}  ${says}`,
      ...(mend === undefined ? [] : [`${indent}mend: ${mend}`]),
    ];
  });
  const isGrouped = findings.some(({ instance }) => instance !== undefined);
  return [...lines, ...(isGrouped ? [""] : []), summaryOf(findings), ""].join("\n");
}

function summaryOf(findings: readonly Finding[]): string {
  const wrong = findings
    .filter(({ state }) => state === "wrong")
    .map(({ subject, instance }) => (instance === undefined ? subject : `${subject} of ${instance}`));
  const unchecked = findings.filter(({ state }) => state === "not checked").length;
  const rest = unchecked === 0 ? "" : `; ${unchecked} not checked`;
  return wrong.length === 0 ? `nothing is wrong${rest}` : `wrong: ${wrong.join(", ")}${rest}`;
}
