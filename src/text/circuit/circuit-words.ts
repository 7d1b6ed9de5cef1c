import { operationOf } from "../../analysis/circuit/operators.ts";
import type { Spread } from "../../analysis/circuit/spread.ts";
import { bytes, grouped, span } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";

/** A number in its unit; a count stands bare. */
export function amount(unit: "s" | "bytes" | "count", number: number): Words {
  if (unit === "s") return span(number * 1000);
  return unit === "bytes" ? bytes(number) : grouped(Math.round(number));
}

/** "3.77 times", of the busiest worker against the average. */
export function times({ max_over_avg }: Spread): Words {
  return words`${(max_over_avg ?? 1).toFixed(2)} times`;
}

/** An operator in a sentence: "JoinTrace nn28". */
export function operatorWords(id: string, label: string | undefined): Words {
  return label === undefined || label === "" ? words`${id}` : words`${operationOf(label)} ${id}`;
}

/** A cluster of operators; some have no name. */
export function regionText(region: string): string {
  const name = operationOf(region).trim();
  return name === "" ? "a region without a name" : name;
}

/** An operator and the cluster that it is a part of, in one line, for a block that quotes. */
export function labelText(id: string, label: string | undefined, region?: string): string {
  const part = region === undefined ? "" : `, in ${regionText(region)}`;
  return `${id}${label === undefined || label === "" ? "" : ` ${label}`}${part}`.replace(/\s+/g, " ");
}
