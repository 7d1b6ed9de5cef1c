import type { Profile, ValueType as ValueTypeMessage } from "pprof-format";
import type { ValueType } from "../../callgraph/model.ts";
import { MalformedInput } from "../../malformed.ts";
import { type Id, IdIndex, int64, uint64 } from "./id-index.ts";

/** The tables of a profile with their references resolved and checked. */
export interface Tables {
  readonly sampleTypes: readonly ValueType[];
  readonly functions: readonly PprofFunction[];
  readonly mappings: readonly PprofMapping[];
  readonly locations: readonly PprofLocation[];
  readonly header: PprofHeader;
}

/** The same, with what samples refer to. */
export interface SampleTables extends Tables {
  readonly strings: readonly string[];
  readonly locationIndex: IdIndex;
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

export interface PprofLocation {
  /** Position in the table of mappings, -1 for none. */
  readonly mapping: number;
  readonly address: Id;
  /** Whether several locations of equal code were folded into one by the linker. */
  readonly isFolded: boolean;
  /** The first line is the innermost inlined call, the last one the function that the others were inlined into. */
  readonly lines: readonly PprofLine[];
}

export interface PprofLine {
  /** Position in the table of functions. */
  readonly function: number;
  readonly line: number;
  readonly column: number;
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

/** Each takes memory of its own for every stack; profilers write a handful. */
const MAX_SAMPLE_TYPES = 1000;

/** What pprof adds to a profile without mappings, for all of its locations. */
const NO_MAPPING: PprofMapping = { file: "", buildId: "", start: 0, limit: 0, offset: 0 };

/**
 * Resolves the tables of a profile that `pprof-format` decoded.
 *
 * @throws MalformedInput for what pprof's own CheckValid refuses (ids of 0, ids that occur twice, references to
 * nothing, no sample types), for a reference to a mapping that does not exist and for more than 1,000 sample types
 */
export function resolveTables(profile: Profile): SampleTables {
  const strings = profile.stringTable.strings;
  const text = (reference: Id, where: string) => resolveString(strings, reference, where);
  if (strings[0] !== "") throw new MalformedInput("pprof", "string 0", "is not the empty string");

  const valueType = ({ type, unit }: ValueTypeMessage, where: string): ValueType => ({
    type: text(type, where),
    unit: text(unit, where),
  });
  const sampleTypes = profile.sampleType.map((message, index) =>
    valueType(message, `sample type ${index + 1}`),
  );
  if (sampleTypes.length === 0) throw new MalformedInput("pprof", "sample types", "there are none");
  if (sampleTypes.length > MAX_SAMPLE_TYPES) {
    throw new MalformedInput("pprof", "sample types", `more than ${MAX_SAMPLE_TYPES}`);
  }

  const functionIndex = new IdIndex("function", ids(profile.function));
  const mappingIndex = new IdIndex("mapping", ids(profile.mapping));
  const hasMappings = profile.mapping.length > 0;
  return {
    strings,
    sampleTypes,
    functions: profile.function.map((message, index) => {
      const where = `function ${index + 1}`;
      return {
        name: text(message.name, where),
        systemName: text(message.systemName, where),
        file: text(message.filename, where),
        startLine: int64(message.startLine),
      };
    }),
    mappings: hasMappings
      ? profile.mapping.map(({ filename, buildId, memoryStart, memoryLimit, fileOffset }, index) => {
          const where = `mapping ${index + 1}`;
          return {
            file: text(filename, where),
            buildId: text(buildId, where),
            start: uint64(memoryStart),
            limit: uint64(memoryLimit),
            offset: uint64(fileOffset),
          };
        })
      : [NO_MAPPING],
    locations: profile.location.map((message, index) => {
      const where = `location ${index + 1}`;
      const isMapped = uint64(message.mappingId) !== 0;
      return {
        mapping: isMapped
          ? resolveId(mappingIndex, message.mappingId, "mapping", where)
          : hasMappings
            ? -1
            : 0,
        address: uint64(message.address),
        isFolded: message.isFolded,
        lines: message.line.map((line) => ({
          function: resolveId(functionIndex, line.functionId, "function", where),
          line: int64(line.line),
          column: int64(line.column),
        })),
      };
    }),
    locationIndex: new IdIndex("location", ids(profile.location)),
    header: {
      defaultSampleType: text(profile.defaultSampleType, "default sample type"),
      timeNanos: BigInt.asIntN(64, BigInt(profile.timeNanos)),
      durationNanos: BigInt.asIntN(64, BigInt(profile.durationNanos)),
      periodType: profile.periodType ? valueType(profile.periodType, "period type") : { type: "", unit: "" },
      period: int64(profile.period),
      comments: profile.comment.map((comment, index) => text(comment, `comment ${index + 1}`)),
      docUrl: text(profile.docUrl, "documentation URL"),
      dropFrames: text(profile.dropFrames, "frames to drop"),
      keepFrames: text(profile.keepFrames, "frames to keep"),
    },
  };
}

function ids(messages: readonly { readonly id: Id }[]): Id[] {
  return messages.map(({ id }) => uint64(id));
}

function resolveString(strings: readonly string[], reference: Id, where: string): string {
  const index = int64(reference);
  const text = strings[index];
  if (text === undefined) {
    throw new MalformedInput("pprof", where, `string ${index} does not exist, there are ${strings.length}`);
  }
  return text;
}

function resolveId(index: IdIndex, id: Id, table: string, where: string): number {
  const position = index.get(uint64(id));
  if (position < 0) throw new MalformedInput("pprof", where, `${table} ${uint64(id)} does not exist`);
  return position;
}
