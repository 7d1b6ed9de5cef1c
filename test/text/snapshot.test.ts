import { describe, expect, test } from "vitest";
import { Page } from "../../src/text/page/page.ts";
import { words } from "../../src/text/page/words.ts";
import { type AnsweredSnapshot, renderBundleNotes, renderSnapshot } from "../../src/text/snapshot.ts";

const COLLECTED = Date.UTC(2026, 10, 21, 7, 47, 46, 573);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const SNAPSHOT: AnsweredSnapshot = {
  source: "payments.zip",
  collectedMs: COLLECTED,
  timeFrom: "bundle",
  index: 0,
  collections: 3,
  isProfile: false,
  warnings: [],
};

function page(maxTokens = 1000): Page {
  return new Page({ maxTokens, maxTokensMax: maxTokens, lineChars: 4000 }, "0badf00d");
}

function ending(snapshot: Partial<AnsweredSnapshot>, agoMs: number): string {
  const to = page();
  renderSnapshot({ ...SNAPSHOT, ...snapshot }, COLLECTED + agoMs, to);
  return String(to);
}

test("an answer from a bundle ends with its collection's moment and age", () => {
  expect(ending({}, 7 * 24 * HOUR)).toBe(
    "As of 2026-11-21 07:47 UTC, 7 days ago: collection 0 of 3 in payments.zip, not the pipeline as it is now.",
  );
});

test.each([
  [0, "just now"],
  [119_000, "just now"],
  [3 * MINUTE, "3 minutes ago"],
  [119 * MINUTE, "119 minutes ago"],
  [2 * HOUR, "2 hours ago"],
  [47 * HOUR, "47 hours ago"],
  [48 * HOUR, "2 days ago"],
  [400 * 24 * HOUR, "400 days ago"],
  [-30_000, "just now"],
  [-2 * HOUR, "2 h ahead of this machine's clock"],
])("%i ms are %s", (ms, age) => {
  expect(ending({}, ms)).toContain(`07:47 UTC, ${age}: collection`);
});

test("how the moment is known is told where the bundle does not say it", () => {
  expect(ending({ timeFrom: "statistics" }, HOUR)).toContain(
    "60 minutes ago (by its statistics): collection",
  );
  expect(ending({ timeFrom: "newest file" }, HOUR)).toContain(
    "ago (when its newest file was written): collection",
  );
});

test("a single profile is of its own time, and only the file's is told", () => {
  expect(ending({ isProfile: true, source: "heap.pb.gz" }, HOUR)).toBe(
    "Read from heap.pb.gz, a file last written 2026-11-21 07:47 UTC, 60 minutes ago; not from a running pipeline.",
  );
});

describe("the line that ends an answer", () => {
  test("stands however little room there is, and within the budget", () => {
    for (const tokens of [200, 400, 1000]) {
      const to = page(tokens);
      for (let line = 0; line < 100; line++) to.line(words`line ${line} of an answer that is too long`);
      to.next("get_stats", {}, words`for more`);
      renderSnapshot(SNAPSHOT, COLLECTED, to);
      const lines = String(to).split("\n");
      expect(lines.at(-1)).toMatch(/^As of 2026-11-21 07:47 UTC, just now/);
      expect(lines.at(-2)).toMatch(/^\[the last \d+ parts of this answer left out/);
    }
  });
});

test("what could not be used of a bundle is told line by line", () => {
  const to = page();
  renderBundleNotes({ ...SNAPSHOT, warnings: ["a.txt is left out.", "b\n is left out."] }, to);
  expect(String(to).split("\n")).toEqual([
    'Note on the bundle: "a.txt is left out."',
    'Note on the bundle: "b\\n is left out."',
  ]);
});
