import type { PictureOf } from "../../answers/pictures.ts";
import { shareText, signed, spanText, weightText } from "../figures/figures.ts";

/** What all widths together come to, and of what they are a part. */
export function wholeText(facts: PictureOf<"flame">): string {
  const { of, of_before, total, unit, thread, operator } = facts;
  const weight = (by: number) => weightText(by, unit);
  const change = of_before === undefined ? "" : ` (${signed(of - of_before, weight)} against before)`;
  const all = `${weight(of)} of ${what(facts)}${change}`;
  const part = [
    thread === undefined ? "" : `of ${thread}`,
    operator === undefined ? "" : `within ${operator}`,
  ];
  const told = part.filter((each) => each !== "").join(" ");
  return told === "" ? all : `${weight(total)} ${told}, ${shareText(total, of)} of ${all}`;
}

function what({ weighs, unit, window_ms }: PictureOf<"flame">): string {
  const over = window_ms === undefined ? "" : ` over ${spanText(window_ms)}`;
  if (unit === "microseconds") return `CPU time${over}`;
  return weighs === "inuse_space" ? "memory in use" : `${weighs}${over}`;
}
