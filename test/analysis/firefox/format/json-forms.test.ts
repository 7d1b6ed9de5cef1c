import { Buffer } from "node:buffer";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeMarkedProfile,
  type FirefoxProfile,
  type MarkedThread,
} from "../../../../src/analysis/firefox/format/decode.ts";
import { parseOperatorMarker } from "../../../../src/analysis/firefox/format/operator-marker.ts";
import { LIMITS, readRecording } from "../recorded.ts";
import { profileJson } from "../synthetic.ts";
import { inVersion75 } from "./later-versions.ts";

function decode(text: string): FirefoxProfile<MarkedThread> {
  return decodeMarkedProfile(Buffer.from(text), LIMITS);
}

/** Writes JSON in one of the many ways that mean the same. */
class Writer {
  readonly #choose: (choices: number) => number;

  constructor(seed: number) {
    let state = seed;
    this.#choose = (choices) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 16) % choices;
    };
  }

  write(value: unknown): string {
    if (typeof value === "string") return this.#string(value);
    if (typeof value === "number") return this.#number(value);
    if (Array.isArray(value))
      return this.#within(
        "[]",
        value.map((each) => this.write(each)),
      );
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const members = Object.entries(value)
      .sort(() => this.#choose(3) - 1)
      .map(([key, each]) => this.#member(key, each));
    return this.#within("{}", members);
  }

  /** Of members with the same name the last counts. */
  #member(key: string, value: unknown): string {
    const member = `${this.#string(key)}${this.#space()}:${this.#space()}${this.write(value)}`;
    const others = ["null", '"x"', "[0,1]", '{"length":1}'];
    const other = others[this.#choose(8 * others.length)];
    return other === undefined ? member : `"${key}":${other},${member}`;
  }

  #within(brackets: string, parts: readonly string[]): string {
    const [open, close] = brackets;
    return open + this.#space() + parts.map((part) => part + this.#space()).join(`,${this.#space()}`) + close;
  }

  #space(): string {
    return this.#choose(20) === 0 ? " \n" : "";
  }

  #string(text: string): string {
    if (this.#choose(8) > 0) return JSON.stringify(text);
    const units = Array.from({ length: text.length }, (_, unit) => text.charCodeAt(unit));
    return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("")}"`;
  }

  #number(value: number): string {
    const forms = [JSON.stringify(value), value.toExponential(), value.toPrecision(21), `${value}e0`];
    const form = forms[this.#choose(12)];
    return form !== undefined && Number(form) === value && /^-?[\d.]+(e[+-]?\d+)?$/.test(form)
      ? form
      : JSON.stringify(value);
  }
}

describe("a profile written in another way", () => {
  const text = gunzipSync(readRecording("samply_get_paused_1s")).toString("utf8");
  test.each([
    ["as recorded", JSON.parse(text)],
    ["in version 75", inVersion75(JSON.parse(text))],
    ["with markers", markedJson([["eval", "Operator", "Map nn1 used 2μs real time, 1μs CPU time", 1, 2.5]])],
  ])("is read alike, %s", (_, json) => {
    const expected = decode(JSON.stringify(json));
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(decode(new Writer(seed).write(json))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

/** Name, category, text, start and end of a marker of Feldera's, as far as it has them. */
type Marker = readonly [
  name: string | null,
  category: string | null,
  text: string | null,
  start: number | null,
  end: number | null,
];

function markedJson(markers: readonly Marker[]) {
  const { meta, shared, threads, ...rest } = profileJson({
    threads: [{ name: "dbsp-worker-0", samples: [] }],
  });
  const stringArray = [...shared.stringArray];
  const indexOf = (text: string | null) => (text === null ? null : stringArray.push(text) - 1);
  const categories = ["Other", "Operator", "Step"];
  const table = {
    length: markers.length,
    name: markers.map(([name]) => indexOf(name)),
    category: markers.map(([, category]) => categories.indexOf(category ?? "")),
    startTime: markers.map(([, , , start]) => start),
    endTime: markers.map(([, , , , end]) => end),
    data: markers.map(([, , text]) => ({ type: "FelderaMarker", name: indexOf(text) })),
  };
  return {
    ...rest,
    meta: { ...meta, categories: categories.map((name) => ({ name })) },
    shared: { stringArray },
    threads: threads.map((thread) => ({ ...thread, markers: table })),
  };
}

/** Each marker of an operator as a row, in the order of its start, and of those that start together the longer first. */
function operatorRows(markers: readonly Marker[]) {
  return markers
    .flatMap(([name, , text, start, end]) => {
      const told = parseOperatorMarker(text ?? "");
      const isOperators = name === "eval" || /^merge-\d+$/.test(name ?? "");
      const isRead = isOperators && told !== undefined && start !== null && end !== null && end >= start;
      return isRead ? [{ ...told, start, end }] : [];
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

const marker: fc.Arbitrary<Marker> = fc.tuple(
  fc.constantFrom("eval", "eval", "merge-0", "merge-x", "step", "memory-pressure", null),
  fc.constantFrom("Operator", "Step", "Unknown", null),
  fc.constantFrom(
    "Map nn1 used 2μs real time, 1μs CPU time",
    "Map nn2 used 20μs real time, 10μs CPU time",
    "Z1 nn3 on behalf of worker 3 merged 9 batches using 29.6 ms real time and 8.4 ms CPU time; …",
    "low",
    null,
  ),
  fc.constantFrom(0, 1, 2.5, 100.123456, null),
  fc.constantFrom(0, 2, 2.75, 101.654321, 1e300, null),
);

test("markers are read as a plain reading finds them", () => {
  fc.assert(
    fc.property(fc.array(marker, { maxLength: 20 }), fc.nat(), (markers, seed) => {
      const [thread] = decode(new Writer(seed).write(markedJson(markers))).threads;
      const { work, activity } = thread?.felderaMarkers ?? {};
      const rows = Array.from(work?.operator ?? [], (operator, row) => ({
        label: `${work?.operators[operator]?.kind} ${work?.operators[operator]?.nodeId}`,
        nodeId: work?.operators[operator]?.nodeId,
        realMicros: work?.realMicros[row],
        cpuMicros: work?.cpuMicros[row],
        worker: work?.worker[row],
        start: work?.startMs[row],
        end: work?.endMs[row],
      }));
      const readable = markers.map(
        ([name, category, text, start, end]): Marker => [
          name,
          category,
          text,
          start,
          end === 1e300 ? null : end,
        ],
      );
      expect(rows).toEqual(operatorRows(readable));

      const activities = readable.flatMap(([name, category, text, start, end]) => {
        const isActivity = name !== null && name !== "eval" && name !== "merge-0";
        if (!isActivity || start === null || end === null || end < start) return [];
        const known = category === "Operator" || category === "Step" ? category : "";
        return [[known, name === "memory-pressure" ? `${name} ${text ?? ""}` : name, start, end]];
      });
      expect(
        Array.from(activity?.activity ?? [], (index, row) => [
          activity?.activities[index]?.category,
          activity?.activities[index]?.name,
          activity?.startMs[row],
          activity?.endMs[row],
        ]),
      ).toEqual(activities);
      expect(thread?.markers.markers).toBe(markers.length);
    }),
    { numRuns: 300 },
  );
});
