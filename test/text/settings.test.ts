import { expect, test } from "vitest";
import { UNREADABLE } from "../../src/feldera/settings/amounts.ts";
import { settingWords, unreadableWords } from "../../src/text/settings.ts";

test("a setting is told as its user wrote it", () => {
  expect(String(settingWords({ name: "max_rss", written: "16G" }))).toBe("max_rss 16G");
});

test("one that could not be read is told with the reason, and never as if it were not set", () => {
  const told = UNREADABLE.map((why) =>
    String(unreadableWords({ is: "unreadable", name: "max_rss", written: "16000", why })),
  );
  expect(told[UNREADABLE.indexOf("no unit")]).toBe("max_rss could not be read: 16000 (it has no unit)");
  expect(new Set(told).size).toBe(UNREADABLE.length);
});
