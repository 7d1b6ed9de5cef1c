import type { Profiled } from "../../analysis/pprof/format/profiled.ts";
import type { Sampling } from "../../analysis/pprof/sites/sampling.ts";
import type { SitesFacts } from "../../analysis/pprof/sites/sites.ts";
import { bytes, grouped, plural, span } from "../page/format.ts";
import { joined, type Words, words } from "../page/words.ts";

const MS_OF_UNIT: ReadonlyMap<string, number> = new Map([
  ["nanoseconds", 1e-6],
  ["microseconds", 1e-3],
  ["milliseconds", 1],
  ["seconds", 1000],
]);

/** How weights of a unit are told. */
export function amountOf(unit: string): (weight: number) => Words {
  const ms = MS_OF_UNIT.get(unit);
  if (ms !== undefined) return (weight) => span(weight * ms);
  if (unit === "bytes") return bytes;
  return (weight) => (unit === "count" || unit === "" ? grouped(weight) : words`${grouped(weight)} ${unit}`);
}

const KINDS: ReadonlyMap<string, Words> = new Map([
  ["inuse_space", words`of heap in use`],
  ["inuse_objects", words`objects in use`],
  ["alloc_space", words`allocated since the start, freed or not`],
  ["alloc_objects", words`objects allocated since the start, freed or not`],
]);

/** What weights of a sample type are. */
export function kindOf(type: string): Words {
  return KINDS.get(type) ?? words`of ${type}`;
}

const PROFILED_WORDS: Readonly<Record<Profiled["kind"], Words>> = {
  heap: words`of the heap`,
  cpu: words`of CPU time`,
  contention: words`of the time that was lost waiting, for locks and the like`,
  goroutines: words`of goroutines, by where they are`,
  threads: words`of threads, by where they were created`,
  other: words`of something else`,
};

/** What a pprof is of that is not a heap's. */
export function profiledWords({ kind, sampleTypes, isOfGo, durationMs }: Profiled): Words {
  const types = sampleTypes.map(({ type, unit }) =>
    unit === "" ? words`${type}` : words`${type} in ${unit}`,
  );
  const over = durationMs === undefined ? undefined : words`, recorded for ${span(durationMs)}`;
  return words`This is not a heap profile but one ${PROFILED_WORDS[kind]}${isOfGo ? words`, of a Go program` : undefined}${over}; it weighs ${joined(types, words`, `)}. Nothing here is memory.`;
}

/** What the file counts: "80 stacks", and objects where it does. */
export function countWords({ stackCount, objectCount }: SitesFacts): Words {
  const counts = [
    plural(stackCount, words`stack`, words`stacks`),
    ...(objectCount === undefined ? [] : [plural(objectCount, words`object`, words`objects`)]),
  ];
  return joined(counts, words`, `);
}

/** A heap whose lightest stack weighs less was sampled more often than Feldera has it. */
const FELDERAS_BYTES = 2 ** 19;

/** How often samples were taken, as far as it is known. */
export function samplingWords({ everyBytes, everyBytesAtMost }: Sampling): Words {
  if (everyBytes !== undefined) {
    return words`estimated from samples, about every ${bytes(everyBytes)} allocated, as the profile says`;
  }
  const unknown = words`estimated from samples of unknown rate`;
  if (everyBytesAtMost === undefined) return unknown;
  if (everyBytesAtMost < FELDERAS_BYTES) {
    return words`${unknown}: every ${bytes(everyBytesAtMost)} or more often, since no stack weighs less; Feldera's default is 512 KiB`;
  }
  return everyBytesAtMost < 2 * FELDERAS_BYTES
    ? words`${unknown}, perhaps Feldera's default, 512 KiB`
    : words`${unknown}, which so few stacks do not tell`;
}
