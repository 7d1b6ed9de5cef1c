import type { Bundle } from "./archive.ts";
import type { Collection } from "./collections.ts";
import { BundleError } from "./errors.ts";
import { parseInstant } from "./stamp.ts";

const INDEX = /^\d{1,3}$/;
const TO_THE_SECOND = "YYYY-MM-DDThh:mm:ss".length;
const TO_THE_MILLISECOND = "YYYY-MM-DDThh:mm:ss.sss".length;
const COLLECTIONS_SHOWN = 10;

/**
 * The newest collection, or the one that `wanted` names: an index (`0` the newest, `1` the one before it), a
 * directory, an RFC 3339 time, or a prefix of either that fits one collection only. Throws a BundleError of kind
 * `unknown_collection`, which lists those there are.
 */
export function chooseCollection(
  bundle: Pick<Bundle, "source" | "collections">,
  wanted?: string,
): Collection {
  const { source, collections } = bundle;
  const [newest] = collections;
  if (newest === undefined) {
    const problem =
      "holds no collection: Feldera had collected nothing of the pipeline yet. Make a bundle with collect=true.";
    throw new BundleError("unknown_collection", source, problem);
  }
  if (wanted === undefined) return newest;
  const [chosen, another] = matching(collections, wanted.trim());
  if (chosen !== undefined && another === undefined) return chosen;
  const problem = `holds ${chosen === undefined ? "no" : "more than one"} collection "${wanted}". Give one of these by its index or time: ${listOf(collections)}.`;
  throw new BundleError("unknown_collection", source, problem);
}

function matching(collections: readonly Collection[], wanted: string): readonly Collection[] {
  if (wanted === "") return [];
  if (INDEX.test(wanted)) return collections.slice(Number(wanted), Number(wanted) + 1);
  const named = collections.filter(({ directory }) => directory === wanted);
  if (named.length > 0) return named;
  const prefix = timePrefix(wanted);
  return collections.filter(
    ({ directory, time }) =>
      directory.startsWith(wanted) || (prefix !== undefined && isoTime(time).startsWith(prefix)),
  );
}

/** A time, or the beginning of one, as `toISOString` begins: in UTC, and as fine as it was given. */
function timePrefix(wanted: string): string | undefined {
  const instant = parseInstant(wanted);
  if (instant !== undefined) {
    const fraction = /\.\d{1,3}/.exec(wanted)?.[0] ?? "";
    return isoTime(instant).slice(0, TO_THE_SECOND + fraction.length);
  }
  const [, date, timeOfDay = ""] = /^(\d{4}[\d-]*)(?:[T ](.*))?$/.exec(wanted) ?? [];
  if (date === undefined) return undefined;
  return timeOfDay === "" ? date : `${date}T${timeOfDay.replace(/[_-]/g, ":")}`.slice(0, TO_THE_MILLISECOND);
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}

function listOf(collections: readonly Collection[]): string {
  const shown = collections
    .slice(0, COLLECTIONS_SHOWN)
    .map(({ time }, index) => `${index} (${isoTime(time)})`);
  const more = collections.length - shown.length;
  return shown.join(", ") + (more > 0 ? `, and ${more} older ones` : "");
}
