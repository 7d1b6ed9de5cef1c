import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { Profile, StringTable } from "pprof-format";
import { describe, expect, test } from "vitest";
import { decodeTables } from "../../../../src/analysis/pprof/format/decode.ts";
import { SampleReader } from "../../../../src/analysis/pprof/format/samples.ts";
import type { PprofMapping } from "../../../../src/analysis/pprof/format/tables.ts";
import { heapProfileBytes, LIMITS, RECORDED_HEAP_PROFILES } from "../heap-profiles.ts";

const GENERATED = ["cpu", "difference", "large", "lines", "pruned", "run-1", "run-2", "ties", "alike-1"];
const FILES = [
  ...RECORDED_HEAP_PROFILES,
  ...GENERATED.map((name) => `generated/${name}.pb.gz`),
  "go/regalloc.pb.gz",
];

/** What this decoder makes of a profile, with references resolved. */
function decoded(bytes: Uint8Array) {
  const { message, tables } = decodeTables(bytes, LIMITS);
  const { functions, mappings, locations, sampleTypes, header } = tables;
  const reader = new SampleReader(message, tables);
  const samples: unknown[] = [];
  while (reader.next()) {
    samples.push({
      locations: [...reader.locations.subarray(0, reader.depth)],
      values: sampleTypes.map((_, type) => BigInt(reader.value(type))),
      labels: [...reader.labels],
    });
  }
  const mappingOf = (mapping: PprofMapping | undefined) =>
    mapping && {
      ...mapping,
      start: BigInt(mapping.start),
      limit: BigInt(mapping.limit),
      offset: BigInt(mapping.offset),
    };
  // pprof adds one that says nothing.
  const withoutMappings = mappings.length === 1 && mappings[0]?.limit === 0;
  const lines = (location: number) => {
    const [from, to] = [locations.firstLine[location] ?? 0, locations.firstLine[location + 1]];
    return locations.lineFunction.slice(from, to).map((owner, index) => ({
      function: functions[owner],
      line: locations.lineNumber[from + index],
      column: locations.lineColumn[from + index],
    }));
  };
  return {
    sampleTypes,
    header,
    samples,
    locations: locations.mapping.map((mapping, location) => ({
      mapping: withoutMappings ? undefined : mappingOf(mappings[mapping]),
      address: BigInt(locations.address[location] ?? -1),
      isFolded: locations.isFolded[location],
      lines: lines(location),
    })),
  };
}

/** The same of pprof-format, which takes negative numbers for large ones. */
function reference(bytes: Uint8Array) {
  const profile = Profile.decode(bytes);
  const text = (index: number | bigint) => profile.stringTable.strings[Number(index)];
  const signed = (value: number | bigint) => BigInt.asIntN(64, BigInt(value));
  const byId = <Entry extends { readonly id: number | bigint }>(entries: readonly Entry[]) =>
    new Map(entries.map((entry) => [BigInt(entry.id), entry]));
  const [mappings, functions] = [byId(profile.mapping), byId(profile.function)];
  const places = new Map(profile.location.map(({ id }, index) => [BigInt(id), index]));
  const valueType = (type: { type: number | bigint; unit: number | bigint } | undefined) =>
    type === undefined ? { type: "", unit: "" } : { type: text(type.type), unit: text(type.unit) };
  const number = (value: number | bigint) => Number(signed(value));
  return {
    sampleTypes: profile.sampleType.map(valueType),
    header: {
      defaultSampleType: text(profile.defaultSampleType),
      timeNanos: signed(profile.timeNanos),
      durationNanos: signed(profile.durationNanos),
      periodType: valueType(profile.periodType),
      period: number(profile.period),
      comments: profile.comment.map(text),
      docUrl: text(profile.docUrl),
      dropFrames: text(profile.dropFrames),
      keepFrames: text(profile.keepFrames),
    },
    samples: profile.sample.map(({ locationId, value, label }) => ({
      locations: locationId.map((id) => places.get(BigInt(id))),
      values: value.map(signed),
      labels: label.map(({ key, str, num, numUnit }) => ({
        key: text(key),
        text: text(str),
        number: signed(num),
        unit: text(numUnit),
      })),
    })),
    locations: profile.location.map(({ mappingId, address, isFolded, line }) => {
      const mapping = mappings.get(BigInt(mappingId));
      return {
        mapping:
          mapping === undefined
            ? undefined
            : {
                file: text(mapping.filename),
                buildId: text(mapping.buildId),
                start: BigInt(mapping.memoryStart),
                limit: BigInt(mapping.memoryLimit),
                offset: BigInt(mapping.fileOffset),
              },
        address: BigInt(address),
        isFolded,
        lines: line.map(({ functionId, line: at, column }) => {
          const {
            name = 0,
            systemName = 0,
            filename = 0,
            startLine = 0,
          } = functions.get(BigInt(functionId)) ?? {};
          return {
            function: {
              name: text(name),
              systemName: text(systemName),
              file: text(filename),
              startLine: number(startLine),
            },
            line: number(at),
            column: number(column),
          };
        }),
      };
    }),
  };
}

describe("a profile is what pprof-format makes of it", () => {
  test.each(FILES)("%s", (name) => {
    const bytes = heapProfileBytes(name);
    expect(decoded(bytes)).toEqual(reference(gunzipSync(bytes)));
  });

  test("with numbers of all sizes, and any text", () => {
    const small = fc.nat({ max: 2 ** 31 - 1 });
    const large = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
    const number = fc.oneof(small, large);
    const names = fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 8 });
    const entry = fc.record({ name: fc.nat({ max: 7 }), line: small, address: number, value: number });
    fc.assert(
      fc.property(names, fc.array(entry, { minLength: 1, maxLength: 20 }), (texts, entries) => {
        const table = new StringTable();
        // Lone surrogates are not text: UTF-8 has none.
        const indices = texts.map((text) => table.dedup(Buffer.from(text).toString()));
        const ids = entries.map((_, index) => index + 1);
        const bytes = new Profile({
          sampleType: [{ type: indices[0] ?? 0, unit: table.dedup("bytes") }],
          mapping: [{ id: 1, filename: indices.at(-1) ?? 0, memoryStart: 4096, memoryLimit: 2n ** 60n }],
          function: entries.map(({ name, line }, index) => ({
            id: ids[index] ?? 0,
            name: indices[name % indices.length] ?? 0,
            startLine: line,
          })),
          location: entries.map(({ address, line }, index) => ({
            id: ids[index] ?? 0,
            mappingId: index % 2,
            address,
            line: [{ functionId: ids.at(-1 - index) ?? 0, line, column: index }],
          })),
          sample: entries.map(({ value }, index) => ({ locationId: ids.slice(index), value: [value] })),
          stringTable: table,
        }).encode();
        expect(decoded(bytes)).toEqual(reference(bytes));
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
