/**
 * Times as Feldera writes them into a bundle: RFC 3339 with up to nine fractional digits. Directory names have
 * `-` for `:`; tools that unpack on Windows put `_`.
 */
const STAMP = String.raw`(\d{4}-\d\d-\d\d)T(\d\d)[:_-](\d\d)[:_-](\d\d)(?:\.(\d+))?(?:Z|([+-]\d\d)[:_-]?(\d\d))`;
const INSTANT = new RegExp(`^${STAMP}$`);
const COLLECTION_DIRECTORY = new RegExp(`^${STAMP}(?:-\\d+)?$`);
const LEGACY_NAME = new RegExp(`^(?<directory>${STAMP})_(?<file>.+)$`);

/** Epoch ms of an RFC 3339 time. */
export function parseInstant(text: string): number | undefined {
  return instantOf(INSTANT.exec(text));
}

/** Epoch ms that a collection's directory is named after: `2026-05-25T12-34-56.789Z`, or that with `-N`. */
export function parseCollectionDirectory(name: string): number | undefined {
  return instantOf(COLLECTION_DIRECTORY.exec(name));
}

/** A file name of Feldera before 0.300, `2026-01-19T12:55:54.152834443+00:00_logs.txt`, in its two parts. */
export function parseLegacyName(name: string): { directory: string; file: string } | undefined {
  const { directory, file } = LEGACY_NAME.exec(name)?.groups ?? {};
  if (directory === undefined || file === undefined) return undefined;
  return parseInstant(directory) === undefined ? undefined : { directory, file };
}

function instantOf(match: RegExpExecArray | null): number | undefined {
  if (match === null) return undefined;
  const [, date, hours, minutes, seconds, fraction = "", zoneHours, zoneMinutes] = match;
  const zone = zoneHours === undefined ? "Z" : `${zoneHours}:${zoneMinutes}`;
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const time = Date.parse(`${date}T${hours}:${minutes}:${seconds}.${milliseconds}${zone}`);
  return Number.isNaN(time) ? undefined : time;
}
