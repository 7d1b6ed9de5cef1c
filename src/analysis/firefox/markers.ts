import { isJsonObject } from "./columns.ts";

/** Markers are only counted so far; a table of another shape than expected counts as empty. */
export interface MarkerCount {
  readonly markers: number;
  /** What Feldera says about the capture itself, such as that it stopped at its size limit. */
  readonly captureNotes: readonly string[];
}

/** Name of the marker with which Feldera speaks of the profiling itself; `data.name` has its text. */
const CAPTURE_NOTE = "Profiling";

export function countMarkers(table: unknown, strings: readonly string[]): MarkerCount {
  if (!isJsonObject(table) || !Array.isArray(table.name)) return { markers: 0, captureNotes: [] };
  const names: readonly unknown[] = table.name;
  const data: readonly unknown[] = Array.isArray(table.data) ? table.data : [];
  const captureNotes: string[] = [];
  for (let row = 0; row < names.length; row++) {
    if (stringAt(strings, names[row]) !== CAPTURE_NOTE) continue;
    const payload = data[row];
    const note = isJsonObject(payload) ? stringAt(strings, payload.name) : undefined;
    if (note !== undefined) captureNotes.push(note);
  }
  return { markers: names.length, captureNotes };
}

function stringAt(strings: readonly string[], index: unknown): string | undefined {
  return typeof index === "number" ? strings[index] : undefined;
}
