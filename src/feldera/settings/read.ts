import * as z from "zod";
import { stringifyExactJson } from "../json-text.ts";
import { Integer } from "../schemas/values.ts";
import { isBefore } from "../versions.ts";
import { type Amount, counted, MOST } from "./amounts.ts";
import { parseDuration, SECOND } from "./duration.ts";
import type { DurationReading, SizeReading } from "./reading.ts";
import { parseSize } from "./size.ts";
import { RENAMED_IN, type Spelling } from "./spellings.ts";

/** @param runtime the version of Feldera that takes the configuration, where it is known */
export function readSize(config: unknown, spelling: Spelling, runtime: string | undefined): SizeReading {
  const found = find(config, spelling, isBeforeRenaming("size", runtime));
  if (found.is === "off") return { is: "unset", name: found.name };
  if (found.is !== "set") return found;
  const { name, value } = found;
  const { amount, wrong } = amountOf(value, spelling.unit, parseSize);
  const written = writtenAs(value);
  if (wrong !== undefined) return { is: "unreadable", name, written, why: wrong };
  return { is: "set", name, written, bytes: exact(least(amount, MOST)) };
}

/** @param runtime the version of Feldera that takes the configuration, where it is known */
export function readDuration(
  config: unknown,
  spelling: Spelling,
  runtime: string | undefined,
): DurationReading {
  const found = find(config, spelling, isBeforeRenaming("duration", runtime));
  if (found.is !== "set") return found;
  const { name, value } = found;
  const { amount, wrong } = amountOf(value, spelling.unit, parseDuration);
  const written = writtenAs(value);
  if (wrong !== undefined) return { is: "unreadable", name, written, why: wrong };
  return { is: "set", name, written, ms: milliseconds(least(amount, MOST * SECOND)) };
}

type Found =
  | { readonly is: "set"; readonly name: string; readonly value: unknown }
  | { readonly is: "unset"; readonly name: string }
  | { readonly is: "off"; readonly name: string }
  | Extract<SizeReading, { is: "unreadable" }>;

/** Where a setting stands, in whichever of its two spellings. */
function find(config: unknown, { at, name, formerName, nullIsOff }: Spelling, isBefore: boolean): Found {
  const container = memberAt(config, at);
  const nameOf = (key: string) => (at === "" ? key : `${at}.${key}`);
  const isSet = (key: string) => container[key] != null && !isWithoutLimit(container[key]);
  const [key, other] = isBefore ? [formerName, name] : [name, formerName];
  if (isSet(key) && isSet(other) && !isBefore) {
    // From the renaming on Feldera refuses both at once; before, it passes over a name that it does not know.
    const written = `${writtenAs(container[key])}, and ${nameOf(other)} ${writtenAs(container[other])}`;
    return { is: "unreadable", name: nameOf(key), written, why: "written twice" };
  }
  const setKey = [key, other].find(isSet);
  if (setKey !== undefined) return { is: "set", name: nameOf(setKey), value: container[setKey] };
  const present = [key, other].find((one) => one in container);
  const isOff = nullIsOff === true && present !== undefined && container[present] === null;
  return { is: isOff ? "off" : "unset", name: nameOf(present ?? key) };
}

/**
 * What older releases wrote by themselves where nothing was set, such as how long an output buffers: 2^64 - 1, or
 * what programs make of it that know no integers beyond 2^53.
 */
function isWithoutLimit(value: unknown): boolean {
  return Number64.safeParse(value).success && Number(value) === Number(MOST);
}

const Number64 = z.union([z.number(), z.bigint()]);

const Container = z.record(z.string(), z.unknown());

function memberAt(config: unknown, path: string): Readonly<Record<string, unknown>> {
  const keys = path === "" ? [] : path.split(".");
  const member = keys.reduce<unknown>((within, key) => Container.safeParse(within).data?.[key], config);
  return Container.safeParse(member).data ?? {};
}

function isBeforeRenaming(kind: keyof typeof RENAMED_IN, runtime: string | undefined): boolean {
  return runtime !== undefined && isBefore(runtime, RENAMED_IN[kind]) === true;
}

/** The name of a setting as a runtime knows it: the present one where its version is not known. */
export function nameFor(
  kind: keyof typeof RENAMED_IN,
  spelling: Spelling,
  runtime: string | undefined,
): string {
  return find({}, spelling, isBeforeRenaming(kind, runtime)).name;
}

const SecsAndNanos = z.looseObject({ secs: Integer, nanos: Integer });

function amountOf(value: unknown, unit: Spelling["unit"], parse: (text: string) => Amount): Amount {
  if (typeof value === "string") {
    const parsed = parse(value);
    // "16000" could be bytes as well as the unit of the former name: Feldera takes neither.
    return parsed.wrong === undefined && !parsed.hasUnit && unit !== 1n ? { wrong: "no unit" } : parsed;
  }
  if (unit === "secs and nanos") {
    const { secs, nanos } = SecsAndNanos.safeParse(value).data ?? {};
    if (secs === undefined || nanos === undefined) return { wrong: "wrong kind" };
    return { amount: BigInt(secs) * SECOND + BigInt(nanos), hasUnit: true };
  }
  const number = Number64.safeParse(value).data;
  return number === undefined ? { wrong: "wrong kind" } : counted(number, unit);
}

function writtenAs(value: unknown): string {
  return typeof value === "string" ? value : stringifyExactJson(value);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function exact(amount: bigint): number | bigint {
  return amount <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(amount) : amount;
}

const NANOSECONDS_PER_MS = 1_000_000n;

function milliseconds(nanoseconds: bigint): number | bigint {
  const whole = exact(nanoseconds / NANOSECONDS_PER_MS);
  const rest = nanoseconds % NANOSECONDS_PER_MS;
  return rest === 0n || typeof whole === "bigint" ? whole : Number(nanoseconds) / Number(NANOSECONDS_PER_MS);
}
