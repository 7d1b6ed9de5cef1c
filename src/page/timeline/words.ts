import type { PictureOf } from "../../answers/pictures.ts";
import { momentText, spanText } from "../figures/figures.ts";

type Timeline = PictureOf<"timeline">;
export type Run = Timeline["runs"][number];

export const END_COLOURS: Readonly<Record<Run["end"], string>> = {
  "goes on": "--good-fill",
  stopped: "--good-fill",
  failed: "--bad-fill",
  "went away": "--bad-fill",
};

/** The last run, and how many before it ended badly. */
export function timelineTitle({ runs, events }: Timeline): string {
  const last = runs.at(-1);
  if (last === undefined)
    return events.length === 0 ? "Nothing has happened that is known" : "No run is known";
  if (last.end !== "goes on") return last.says;
  const bad = runs.filter(({ end }) => end === "failed" || end === "went away");
  const lastBad = bad.at(-1);
  const since = last.began_ms === undefined ? "" : ` since ${momentText(last.began_ms)} UTC`;
  if (lastBad === undefined)
    return runs.length === 1 ? `Runs${since}` : `Runs${since}; no earlier run failed`;
  return `Runs${since}; before that: ${lastBad.says}`;
}

export function runText({ began_ms, ran_since_ms, ended_ms, end, says }: Run, at: number): string {
  const lasted =
    began_ms === undefined || ended_ms === undefined ? undefined : `lasted ${spanText(ended_ms - began_ms)}`;
  const parts = [
    `Run ${at + 1}${began_ms === undefined ? "" : ` from ${momentText(began_ms)} UTC`}`,
    ran_since_ms === undefined ? "never processed" : `processed from ${momentText(ran_since_ms)} UTC`,
    end === "goes on" ? undefined : lasted,
    says,
  ];
  return parts.filter((part) => part !== undefined).join("; ");
}
