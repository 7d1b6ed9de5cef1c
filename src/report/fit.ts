import type { Picture, ReportFacts, ReportPart } from "../answers/pictures.ts";
import { leftOutWords, pictureWords, textWords } from "../text/report.ts";

/** What can be left out: the text of a part, or a picture. */
type Piece = ReportPart | Picture;

/**
 * A report that is written in at most `limit` bytes: texts go in before pictures, each in the order of the report, and
 * what does not fit any more is named in its part.
 *
 * @param sizeOf the bytes of a report as it is written
 */
export function fitReport(
  report: ReportFacts,
  limit: number,
  sizeOf: (report: ReportFacts) => number,
): ReportFacts {
  if (sizeOf(report) <= limit) return report;
  const { parts } = report;
  const kept = new Set<Piece>();
  const fitted = (): ReportFacts => ({ ...report, parts: parts.map((part) => partOf(part, kept, limit)) });
  const texts = parts.filter(({ text }) => text !== undefined);
  for (const piece of [...texts, ...parts.flatMap(({ pictures }) => pictures)]) {
    kept.add(piece);
    if (sizeOf(fitted()) > limit) kept.delete(piece);
  }
  return fitted();
}

function partOf(part: ReportPart, kept: ReadonlySet<Piece>, limit: number): ReportPart {
  const { text, ...others } = part;
  const leftOut = part.pictures.filter((picture) => !kept.has(picture));
  const names = [
    ...(text === undefined || kept.has(part) ? [] : [textWords()]),
    ...leftOut.map((picture) => pictureWords(picture.picture === "flame" ? picture : {})),
  ];
  return {
    ...others,
    ...(text !== undefined && kept.has(part) && { text }),
    pictures: part.pictures.filter((picture) => kept.has(picture)),
    missing: [...part.missing, ...names.map((what) => String(leftOutWords(what, limit)))],
  };
}
