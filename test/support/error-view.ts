import { headOfLog, type Response } from "./responses.ts";

/** A row of `error_view`, as Feldera 0.337 sends it. */
export function lateRow(table_or_view_name: string, metadata: string, message = "Late value") {
  return { insert: { table_or_view_name, message, metadata } };
}

type Row = ReturnType<typeof lateRow>;

/** Chunks of rows, numbered from `first` on; one without rows is a sign of life. */
export function chunksOf(chunks: readonly Row[][], first = 0) {
  return chunks.map((rows, i) => ({
    sequence_number: first + i,
    snapshot: false,
    ...(rows.length > 0 && { json_data: rows }),
  }));
}

/** The same as a listener gets them, a line for each. */
export function linesOf(...of: Parameters<typeof chunksOf>): string {
  return chunksOf(...of)
    .map((chunk) => `${JSON.stringify(chunk)}\r\n`)
    .join("");
}

/** What a listener gets: these pieces, and then nothing until it hangs up. */
export function errorView(...pieces: readonly (string | Uint8Array)[]): Response {
  return {
    kind: "stream",
    head: headOfLog({ "content-type": "application/json" }),
    async *chunks(over) {
      for (const piece of pieces) {
        yield Buffer.from(piece);
        // Each comes as a piece of its own.
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await new Promise<void>((resolve) => over.addEventListener("abort", () => resolve(), { once: true }));
    },
  };
}
