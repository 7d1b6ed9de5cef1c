import { type MarkerNames, type MarkerTable, readPayloads } from "./marker-columns.ts";

/** A table of another shape than expected counts as empty. */
export interface MarkerCount {
  readonly markers: number;
  /** What Feldera says about the capture itself, such as that it stopped at its size limit. */
  readonly captureNotes: readonly string[];
}

/** Name of the marker with which Feldera speaks of the profiling itself; `data.name` has its text. */
export const CAPTURE_NOTE = "Profiling";

export function countMarkers(table: MarkerTable, { strings, captureNote }: MarkerNames): MarkerCount {
  const { nameOfRow } = table;
  const isNote = (row: number) => captureNote.has(nameOfRow[row] ?? -1);
  const notes = captureNote.size === 0 ? [] : [...nameOfRow.keys()].filter(isNote);
  const text = notes.length === 0 ? [] : readPayloads(table);
  return {
    markers: nameOfRow.length,
    captureNotes: notes.flatMap((row) => strings.at(text[row] ?? -1) ?? []),
  };
}
