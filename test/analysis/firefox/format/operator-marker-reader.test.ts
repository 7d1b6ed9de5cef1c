import fc from "fast-check";
import { expect, test } from "vitest";
import { parseOperatorMarker } from "../../../../src/analysis/firefox/format/operator-marker.ts";
import { OperatorMarkerReader } from "../../../../src/analysis/firefox/format/operator-marker-reader.ts";
import { stringsOf } from "../../read-stream.ts";

const label = fc.constantFrom(
  ...'JoinTrace nn63|JoinTrace nn64|Map nn63|Map\tnn1|"Map" nn1|Map μ nn1|nn63| nn63|Map nn-63|Map used 1μs nn63|Map\nMap nn1|'.split(
    "|",
  ),
);
const cost = fc.constantFrom(..."0|1|29|0029|1.5|999999999999999|9999999999999999|x|-1|".split("|"));
const unit = fc.constantFrom(..."μs|μs|μs|us|µs|ns|ms| ms|s|".split("|"));
const evaluation = fc
  .tuple(label, cost, unit, cost, unit, fc.constantFrom("", " ", ";", " CPU time"))
  .map(
    ([of, real, realUnit, cpu, cpuUnit, end]) =>
      `${of} used ${real}${realUnit} real time, ${cpu}${cpuUnit} CPU time${end}`,
  );
const merge = fc
  .tuple(label, fc.nat(20), cost, unit)
  .map(
    ([of, worker, used, usedUnit]) =>
      `${of} on behalf of worker ${worker} merged 9 batches using ${used}${usedUnit} real time and 8.4 ms CPU time; …`,
  );

function textsOf(texts: readonly string[]): OperatorMarkerReader {
  return new OperatorMarkerReader(stringsOf(JSON.stringify(texts)));
}

test("texts are read as one by one, whichever came before", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(evaluation, evaluation, merge, fc.string()), { maxLength: 30 }),
      (texts) => {
        const reader = textsOf(texts);
        const read = texts.map((_, index) => {
          const work = reader.read(index);
          if (work === undefined) return undefined;
          const { nodeId = "", kind = "" } = reader.operators[work.operator] ?? {};
          const { operator: _operator, ...costs } = work;
          return { label: `${kind} ${nodeId}`, nodeId, ...costs };
        });
        expect(read).toEqual(texts.map(parseOperatorMarker));
        const labels = new Set(read.map((work) => work?.label).filter((each) => each !== undefined));
        expect(reader.operators).toHaveLength(labels.size);
      },
    ),
    { numRuns: 1000 },
  );
});

test("labels of the same hash stay apart", () => {
  const texts = ["Aa nn1 used 1μs real time, 1μs CPU time", "BB nn1 used 2μs real time, 2μs CPU time"];
  const reader = textsOf([...texts, ...texts]);
  expect([0, 1, 2, 3].map((index) => reader.read(index)?.operator)).toEqual([0, 1, 0, 1]);
  expect(reader.operators.map(({ kind }) => kind)).toEqual(["Aa", "BB"]);
});

test("there is no text at -1", () => {
  expect(textsOf(["JoinTrace nn63 used 2μs real time, 1μs CPU time"]).read(-1)).toBeUndefined();
});
