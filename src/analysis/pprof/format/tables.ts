import type { ValueType } from "../../callgraph/model.ts";
import type { Id } from "./id-index.ts";

/** The tables of a profile with their references resolved and checked. */
export interface Tables {
  readonly sampleTypes: readonly ValueType[];
  readonly functions: readonly PprofFunction[];
  readonly mappings: readonly PprofMapping[];
  readonly locations: PprofLocations;
  readonly header: PprofHeader;
}

export interface PprofFunction {
  readonly name: string;
  readonly systemName: string;
  readonly file: string;
  readonly startLine: number;
}

export interface PprofMapping {
  /** Path of the executable or library, empty where unknown. */
  readonly file: string;
  readonly buildId: string;
  /** First address, the one behind the last, and where the first is in the file. */
  readonly start: Id;
  readonly limit: Id;
  readonly offset: Id;
}

/** The table of locations, in columns. */
export interface PprofLocations {
  readonly length: number;
  /** Position in the table of mappings, -1 for none. */
  readonly mapping: readonly number[];
  readonly address: readonly Id[];
  /** Whether several locations of equal code were folded into one by the linker. */
  readonly isFolded: readonly boolean[];
  /** Where each location's lines start in the columns below; one more entry says where the last one's end. */
  readonly firstLine: readonly number[];
  /**
   * Position of each line's function in the table of functions. A location's first line is the innermost inlined
   * call, its last one the function that the others were inlined into.
   */
  readonly lineFunction: readonly number[];
  readonly lineNumber: readonly number[];
  readonly lineColumn: readonly number[];
}

export interface PprofHeader {
  /** Type of the values to show by default, empty if the profile names none. */
  readonly defaultSampleType: string;
  /** Nanoseconds since 1970, 0 if unknown. */
  readonly timeNanos: bigint;
  /** 0 if unknown. */
  readonly durationNanos: bigint;
  readonly periodType: ValueType;
  /** Units of `periodType` between two samples, 0 if unknown. */
  readonly period: number;
  readonly comments: readonly string[];
  readonly docUrl: string;
  /** Patterns of frames that the profile asks to leave out or to keep, mostly empty. */
  readonly dropFrames: string;
  readonly keepFrames: string;
}

/** When the profile was taken, in ms since 1970; undefined where it does not say. */
export function timeMsOf({ timeNanos }: Pick<PprofHeader, "timeNanos">): number | undefined {
  return timeNanos === 0n ? undefined : Number(timeNanos / 1_000_000n);
}
