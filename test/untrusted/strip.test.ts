import { describe, expect, test } from "vitest";
import { stripUnseen } from "../../src/untrusted/strip.ts";

describe("escape sequences go whole", () => {
  test.each([
    ["a colour", "\x1b[31mred\x1b[0m", "red"],
    ["a colour opened by C1", "\x9b1;31mred\x9bm", "red"],
    ["a private sequence with an intermediate", "\x1b[?25l\x1b[1 qred", "red"],
    ["a title closed by BEL", "\x1b]0;pwned\x07red", "red"],
    ["a title closed by ST", "\x1b]0;pwned\x1b\\red", "red"],
    ["a title in C1", "\x9d0;pwned\x9cred", "red"],
    ["a hyperlink", "\x1b]8;;http://evil\x1b\\red\x1b]8;;\x1b\\", "red"],
    [
      "device control, privacy, program and start-of-string",
      "\x1bPa\x1b\\\x1b^b\x1b\\\x1b_c\x1b\\\x1bXd\x1b\\red",
      "red",
    ],
    ["the same in C1", "\x90a\x9c\x9eb\x9c\x9fc\x9c\x98d\x9cred", "red"],
    ["a reset, a character set", "\x1bc\x1b(Bred", "red"],
    ["one cut short", "red\x1b[31", "red"],
    ["one cut to its first character", "red\x1b", "red"],
    ["an escape within an escape", "\x1b\x1b[31mred", "red"],
    ["one broken off by a line", "\x1b[31\nred", "\nred"],
  ])("%s", (_, text, visible) => {
    expect(stripUnseen(text)).toBe(visible);
  });

  test("a string that is never closed hides its own line and no other", () => {
    expect(stripUnseen("one\x1b]0;two\nthree")).toBe("one\nthree");
    expect(stripUnseen("one\x1bPtwo\r\nthree")).toBe("one\nthree");
  });
});

describe("control characters", () => {
  test("go, but newlines and tabs stay", () => {
    expect(stripUnseen("a\0b\x07c\x08d\x7fe\x85f\tg\nh")).toBe("abcdef\tg\nh");
  });

  test("every line break becomes a newline", () => {
    expect(stripUnseen("a\r\nb\rc\u2028d\u2029e\n\rf")).toBe("a\nb\nc\nd\ne\n\nf");
  });
});

describe("what cannot be seen goes", () => {
  test.each([
    ["bidirectional embeddings and overrides", "\u202a\u202b\u202c\u202d\u202e"],
    ["bidirectional isolates and marks", "\u2066\u2067\u2068\u2069\u200e\u200f\u061c"],
    ["zero-width characters", "\u200b\u200c\u200d\u2060\ufeff"],
    ["invisible operators", "\u2061\u2062\u2063\u2064"],
    ["the soft hyphen and the grapheme joiner", "\u00ad\u034f"],
    ["Hangul fillers", "\u115f\u1160\u3164\uffa0"],
    ["tags", "\u{e0001}\u{e0041}\u{e007f}"],
    ["variation selectors", "\ufe00\ufe0f\u{e0100}\u{e01ef}"],
    ["Mongolian separators", "\u180b\u180e"],
    ["annotations", "\ufff9\ufffb"],
  ])("%s", (_, unseen) => {
    expect(stripUnseen(`stop${unseen}_pipeline`)).toBe("stop_pipeline");
  });

  test("half a surrogate pair is replaced, and the halves are not joined by what is removed between them", () => {
    expect(stripUnseen("a\ud83db\ude00c")).toBe("a\ufffdb\ufffdc");
    expect(stripUnseen("\ud83d\u200b\ude00")).toBe("\ufffd\ufffd");
  });
});

test("of all that Unicode has, nothing passes that cannot be seen", () => {
  const unseen =
    /(?![\n\t])[\p{Control}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Surrogate}\u{fff9}-\u{fffb}]/u;
  const passed: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    const isSeen = !unseen.test(character) && !"\u2028\u2029".includes(character);
    const isKept = stripUnseen(`é${character}`) === `é${character}`;
    if (isSeen !== isKept) passed.push(code.toString(16));
  }
  expect(passed).toEqual([]);
});

test("what can be seen stays as it is", () => {
  const text =
    "Zürich → 東京, emoji 😀, é, non\u00a0breaking\n\tSELECT * FROM t; -- \\u001b[31m is only text";
  expect(stripUnseen(text)).toBe(text);
});
