import { Buffer } from "node:buffer";
import { isDigit, spells, ZERO } from "../../json-bytes.ts";
import type { JsonStrings } from "../../json-strings.ts";
import { type OperatorMarker, parseOperatorMarker } from "./operator-marker.ts";

export interface MarkedOperator {
  /** Such as `nn63`, the node id of the circuit profile. */
  readonly nodeId: string;
  /** Such as `JoinTrace`, or `AccumulateZ1Trace` for the spine that is merged. */
  readonly kind: string;
}

/** What the text of an operator's marker tells, with its operator as an index into `operators`. */
export interface OperatorWork extends Pick<OperatorMarker, "realMicros" | "cpuMicros" | "worker"> {
  readonly operator: number;
}

/**
 * Reads the texts of operators' markers. Most are `JoinTrace nn63 used 2μs real time, 1μs CPU time`, and there are
 * hundreds of thousands with a few hundred labels: once `parseOperatorMarker` has read a label, other texts with it
 * are read where they stand, without making strings of them.
 */
export class OperatorMarkerReader {
  readonly operators: MarkedOperator[] = [];
  readonly #strings: JsonStrings;
  readonly #numbers = new Map<string, number>();
  readonly #evaluations = new Map<number, KnownLabel>();

  constructor(strings: JsonStrings) {
    this.#strings = strings;
  }

  /** Reads the string at the index; undefined where it does not tell what a marker of an operator must. */
  read(index: number): OperatorWork | undefined {
    const { bytes } = this.#strings;
    const start = this.#strings.startOf(index);
    const amounts = readAmounts(bytes, start, this.#strings.endOf(index));
    if (amounts === undefined) return this.#parse(index);
    const { labelEnd, realMicros, cpuMicros } = amounts;
    const hash = hashOf(bytes, start, labelEnd);
    const known = this.#evaluations.get(hash);
    if (known !== undefined && isSame(bytes, known, start, labelEnd)) {
      return { operator: known.operator, realMicros, cpuMicros, worker: -1 };
    }
    const work = this.#parse(index);
    if (work !== undefined) this.#evaluations.set(hash, { operator: work.operator, start, end: labelEnd });
    return work;
  }

  #parse(index: number): OperatorWork | undefined {
    const told = parseOperatorMarker(this.#strings.at(index) ?? "");
    if (told === undefined) return undefined;
    const { label, nodeId, realMicros, cpuMicros, worker } = told;
    const operator = this.#numbers.get(label) ?? this.operators.length;
    if (operator === this.operators.length) {
      this.operators.push({ nodeId, kind: label.slice(0, -nodeId.length - 1) });
      this.#numbers.set(label, operator);
    }
    return { operator, realMicros, cpuMicros, worker };
  }
}

/** Where one of the texts has the label. */
interface KnownLabel {
  readonly operator: number;
  readonly start: number;
  readonly end: number;
}

/** Each character one byte of UTF-8. */
const USED = " used ";
const REAL_TIME = Buffer.from("μs real time, ").toString("latin1");
const CPU_TIME = Buffer.from("μs CPU time").toString("latin1");

/** With that many digits they are exact. */
const MAX_DIGITS = 15;

function readAmounts(bytes: Uint8Array, start: number, end: number) {
  const cpuEnd = end - CPU_TIME.length;
  const cpuStart = startOfDigits(bytes, start, cpuEnd);
  const realEnd = cpuStart - REAL_TIME.length;
  const realStart = startOfDigits(bytes, start, realEnd);
  const labelEnd = realStart - USED.length;
  const isEvaluation =
    labelEnd > start &&
    cpuStart < cpuEnd &&
    realStart < realEnd &&
    spells(bytes, cpuEnd, CPU_TIME) &&
    spells(bytes, realEnd, REAL_TIME) &&
    spells(bytes, labelEnd, USED);
  if (!isEvaluation) return undefined;
  return {
    labelEnd,
    realMicros: integerOf(bytes, realStart, realEnd),
    cpuMicros: integerOf(bytes, cpuStart, cpuEnd),
  };
}

function startOfDigits(bytes: Uint8Array, start: number, end: number): number {
  const least = Math.max(start, end - MAX_DIGITS);
  let at = end;
  while (at > least && isDigit(bytes[at - 1])) at--;
  return at;
}

function integerOf(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + ((bytes[at] ?? ZERO) - ZERO);
  return value;
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  return hash;
}

function isSame(bytes: Uint8Array, known: KnownLabel, start: number, end: number): boolean {
  if (end - start !== known.end - known.start) return false;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== bytes[known.start + at - start]) return false;
  }
  return true;
}
