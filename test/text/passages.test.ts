import { expect, test } from "vitest";
import { passages } from "../../src/text/page/passages.ts";

const shown = (text: string) =>
  passages(text).map(({ lines, fence }) => `${fence ? "> " : ""}${lines.join("|")}`);

test("what is quoted of a pipeline stands apart from what is said of it", () => {
  const text = "one\ntwo\n<<a1 quoted from the pipeline\nx\n\ny\na1>>\nthree";
  expect(shown(text)).toEqual(["one|two", "> x||y", "three"]);
  expect(shown("<<a1 quoted from\nx\na1>>\n<<a1 quoted from\ny\na1>>")).toEqual(["> x", "> y"]);
});

test("only its own mark ends what is quoted", () => {
  expect(shown("<<a1 quoted from\nx\nb2>>\n<<b2 quoted from\na1>>\nend")).toEqual([
    "> x|b2>>|<<b2 quoted from",
    "end",
  ]);
});

test("a text without quotes is one passage", () => {
  expect(shown("one\n<< two\na>>")).toEqual(["one|<< two|a>>"]);
});

test("nothing of a text is lost in its passages", () => {
  const text =
    "one\n<<a1 quoted from the pipeline\nx\na1>>\n<<b1 quoted from\nb1>>\ntwo\n<<c1 quoted from\nopen";
  const lines = passages(text).flatMap(({ lines: own, fence }) => [fence?.opens, ...own, fence?.closes]);
  expect(lines.filter((line) => line !== undefined).join("\n")).toBe(text);
});
