import { expect, test } from "vitest";
import { passages } from "../../src/page/shell/passages.ts";

const shown = (text: string) =>
  passages(text).map(({ lines, isQuoted }) => `${isQuoted ? "> " : ""}${lines.join("|")}`);

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
