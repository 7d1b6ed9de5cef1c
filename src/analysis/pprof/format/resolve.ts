import type { ValueType } from "../../callgraph/model.ts";
import { MalformedInput } from "../../malformed.ts";
import type { EncodedTables, EncodedValueType } from "./encoded-tables.ts";
import { type Id, IdIndex } from "./id-index.ts";
import type { StringTable } from "./string-table.ts";
import type { PprofFunction, PprofHeader, PprofLocations, PprofMapping, Tables } from "./tables.ts";

/** Tables, with what samples refer to. */
export interface SampleTables extends Tables {
  readonly strings: StringTable;
  readonly locationIndex: IdIndex;
}

/** Each takes memory of its own for every stack; profilers write a handful. */
const MAX_SAMPLE_TYPES = 1000;

/** What pprof adds to a profile without mappings, for all of its locations. */
const NO_MAPPING: PprofMapping = { file: "", buildId: "", start: 0, limit: 0, offset: 0 };

/**
 * Replaces ids by positions in the tables, and indices of strings by strings.
 *
 * @throws MalformedInput for what pprof's own CheckValid refuses (ids of 0, ids that occur twice, references to
 * nothing, no sample types), for a reference to a mapping that does not exist and for more than 1,000 sample types
 */
export function resolveTables(encoded: EncodedTables): SampleTables {
  const { strings } = encoded;
  if (strings.at(0) !== "") throw new MalformedInput("pprof", "string 0", "is not the empty string");
  const sampleTypes = encoded.sampleTypes.map((type, index) =>
    valueType(strings, type, `sample type ${index + 1}`),
  );
  if (sampleTypes.length === 0) throw new MalformedInput("pprof", "sample types", "there are none");
  if (sampleTypes.length > MAX_SAMPLE_TYPES) {
    throw new MalformedInput("pprof", "sample types", `more than ${MAX_SAMPLE_TYPES}`);
  }
  const functionIndex = new IdIndex("function", encoded.function.id);
  const mappingIndex = new IdIndex("mapping", encoded.mapping.id);
  return {
    strings,
    sampleTypes,
    functions: resolveFunctions(encoded),
    mappings: resolveMappings(encoded),
    locations: resolveLocations(encoded, functionIndex, mappingIndex),
    locationIndex: new IdIndex("location", encoded.location.id),
    header: resolveHeader(encoded),
  };
}

function resolveFunctions({ strings, function: table }: EncodedTables): PprofFunction[] {
  return table.id.map((_, index) => {
    const where = `function ${index + 1}`;
    return {
      name: text(strings, table.name[index], where),
      systemName: text(strings, table.systemName[index], where),
      file: text(strings, table.file[index], where),
      startLine: table.startLine[index] ?? 0,
    };
  });
}

function resolveMappings({ strings, mapping }: EncodedTables): PprofMapping[] {
  if (mapping.id.length === 0) return [NO_MAPPING];
  return mapping.id.map((_, index) => {
    const where = `mapping ${index + 1}`;
    return {
      file: text(strings, mapping.file[index], where),
      buildId: text(strings, mapping.buildId[index], where),
      start: mapping.start[index] ?? 0,
      limit: mapping.limit[index] ?? 0,
      offset: mapping.offset[index] ?? 0,
    };
  });
}

function resolveLocations(
  { location, mapping }: EncodedTables,
  functionIndex: IdIndex,
  mappingIndex: IdIndex,
): PprofLocations {
  const { id, mappingId, address, isFolded, firstLine, lineFunctionId, lineNumber, lineColumn } = location;
  const unmapped = mapping.id.length === 0 ? 0 : -1;
  const lineFunction: number[] = [];
  const mappings = mappingId.map((ofMapping, index) => {
    const where = `location ${index + 1}`;
    const mapped = ofMapping === 0 ? unmapped : position(mappingIndex, ofMapping, "mapping", where);
    const end = firstLine[index + 1] ?? 0;
    for (let line = firstLine[index] ?? 0; line < end; line++) {
      lineFunction.push(position(functionIndex, lineFunctionId[line] ?? 0, "function", where));
    }
    return mapped;
  });
  return {
    length: id.length,
    mapping: mappings,
    address,
    isFolded,
    firstLine,
    lineFunction,
    lineNumber,
    lineColumn,
  };
}

function resolveHeader({ strings, comments, periodType, ...header }: EncodedTables): PprofHeader {
  return {
    defaultSampleType: text(strings, header.defaultSampleType, "default sample type"),
    timeNanos: header.timeNanos,
    durationNanos: header.durationNanos,
    periodType: periodType ? valueType(strings, periodType, "period type") : { type: "", unit: "" },
    period: header.period,
    comments: comments.map((comment, index) => text(strings, comment, `comment ${index + 1}`)),
    docUrl: text(strings, header.docUrl, "documentation URL"),
    dropFrames: text(strings, header.dropFrames, "frames to drop"),
    keepFrames: text(strings, header.keepFrames, "frames to keep"),
  };
}

function valueType(strings: StringTable, { type, unit }: EncodedValueType, where: string): ValueType {
  return { type: text(strings, type, where), unit: text(strings, unit, where) };
}

function text(strings: StringTable, index = 0, where: string): string {
  const found = strings.at(index);
  if (found !== undefined) return found;
  throw new MalformedInput("pprof", where, `string ${index} does not exist, there are ${strings.length}`);
}

function position(index: IdIndex, id: Id, table: string, where: string): number {
  const found = index.get(id);
  if (found >= 0) return found;
  throw new MalformedInput("pprof", where, `${table} ${id} does not exist`);
}
