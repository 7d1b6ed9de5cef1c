import type { PictureOf } from "../../answers/pictures.ts";
import { countText, spanText } from "../figures/figures.ts";
import { FIGURE_TITLES, valueText } from "./words.ts";

type History = PictureOf<"history">;

const IN_TITLE: readonly string[] = ["throughput", "memory", "storage"];

/** That nothing is processed of what waits; or what memory does, or else the first that is known, or else how much there is, or what lags. */
export function historyTitle({ series, lag, moment }: History): string {
  const idleMs = series.find(({ idle_ms }) => idle_ms !== undefined)?.idle_ms;
  const inputs = lag?.connectors.filter(({ kind }) => kind === "input") ?? [];
  const waiting = inputs.reduce((sum, { records }) => sum + records, 0);
  if (idleMs !== undefined && waiting > 0) {
    return `Nothing was processed for the last ${spanText(idleMs)}, while ${countText(waiting)} records wait at the inputs`;
  }
  const told = series.find(({ name }) => name === "memory") ?? series[0];
  if (told !== undefined) {
    const { name, says, last, limit } = told;
    const beyond = limit !== undefined && last > limit.value ? `, above the ${limit.says}` : "";
    return `${FIGURE_TITLES[name]}: ${says}${beyond}`;
  }
  const figures = moment?.figures.flatMap(({ name, value, unit }) =>
    value === undefined || !IN_TITLE.includes(name)
      ? []
      : `${FIGURE_TITLES[name].toLowerCase()} ${valueText(value, unit)}`,
  );
  if (figures !== undefined && figures.length > 0) return `At one moment: ${figures.join(", ")}`;
  const [most] = lag?.connectors.toSorted((a, b) => b.records - a.records) ?? [];
  if (most === undefined) return "There are no figures over time";
  return most.records === 0
    ? "No connector lags"
    : `${most.name} lags most: ${countText(most.records)} records`;
}
