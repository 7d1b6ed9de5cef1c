import { expect, test } from "vitest";
import { gist } from "../../../src/text/page/gist.ts";

test("a short message is told whole", () => {
  expect(gist("StorageError: write failed: no storage space")).toBe(
    "StorageError: write failed: no storage space",
  );
});

test("of a long one the last clauses are told, with a sign of what is left out", () => {
  const path = `/var/lib/${"a".repeat(120)}/w0.mut`;
  expect(gist(`storage I/O failed: ${path}: write failed: no storage space.`)).toBe(
    "… write failed: no storage space.",
  );
});

test("of a long clause its beginning, and no half of a character", () => {
  expect(gist(`refused: ${"😀".repeat(130)}`)).toBe(`… ${"😀".repeat(120)} …`);
  expect(gist("x".repeat(121))).toBe(`${"x".repeat(120)} …`);
});

test("where more is written takes no room", () => {
  const why =
    "Postgres output connector requires the view to have a unique key. Please specify the `index` property";
  expect(
    gist(`Not supported: ${why}. For more details, see: https://docs.feldera.com/connectors/unique_keys.`),
  ).toBe(`Not supported: ${why}.`);
  expect(gist("Read https://example.com/a")).toBe("Read https://example.com/a");
});
