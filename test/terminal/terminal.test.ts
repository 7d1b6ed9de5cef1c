import { describe, expect, test } from "vitest";
import { highlighted, isColoured } from "../../src/terminal/colour.ts";
import { terminalProgress } from "../../src/terminal/progress.ts";

const plain = (text: string) => text.replace(/\u001b\[\d+m/g, "");

describe("colours", () => {
  test.each([
    [{ isTTY: true }, {}, true],
    [{}, {}, false],
    [{ isTTY: true }, { NO_COLOR: "1" }, false],
    [{ isTTY: true }, { NO_COLOR: "" }, true],
    [{ isTTY: true }, { TERM: "dumb" }, false],
  ])("for %j and %j: %s", (stream, env, expected) => {
    expect(isColoured(stream, env)).toBe(expected);
  });

  test("add nothing but themselves, and stand back where a pipeline is quoted", () => {
    const answer = [
      "p: Running",
      "1. ERROR a/b: c",
      "<<abc quoted",
      "ERROR of a log",
      "<<other",
      "abc>>",
      "WARNING x",
    ].join("\n");
    const shown = highlighted(answer);
    expect(plain(shown)).toBe(answer);
    const lines = shown.split("\n");
    expect(lines[1]).toMatch(/^\u001b\[31m1\. ERROR\u001b\[39m a/);
    expect(lines.slice(2, 6).every((line) => /^\u001b\[2m.*\u001b\[22m$/.test(line))).toBe(true);
    expect(lines[6]).toMatch(/^\u001b\[33mWARNING/);
  });
});

describe("progress", () => {
  function written(isTTY: boolean): string[] {
    const lines: string[] = [];
    const { options, end } = terminalProgress({ isTTY, columns: 20, write: (text) => lines.push(text) });
    options.onProgress?.(3, "waiting for Feldera to answer");
    end();
    return lines;
  }

  test("is told to a terminal, in a line that is gone at the end", () => {
    expect(written(true)).toEqual(["\r\u001b[K3 s: waiting for Fe", "\r\u001b[K"]);
  });

  test("is told to nobody else", () => {
    expect(written(false)).toEqual([]);
  });
});
