import type { Seeded } from "./seeded.ts";

/** What is put in the place of a JSON value: each valid JSON, though not always JSON that JavaScript can hold. */
const VALUES = [
  "null",
  "true",
  "false",
  "0",
  "-0",
  "-1",
  "0.1",
  "1e400",
  "-1e400",
  "1e-400",
  "9007199254740992",
  "9007199254740993",
  "-9007199254740992",
  "-9007199254740993",
  "18446744073709551615",
  "18446744073709551616",
  "123456789012345678901234567890.5",
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"\\u202e\\u200b\\ufeff"',
  '"\\u001b[31mred"',
  '"__proto__"',
  '"constructor"',
  '"NaN"',
  '"-Infinity"',
  '"2026-11-21T07:41:29Z"',
  '"2026-13-45T99:99:99Z"',
  '"+275760-09-13T00:00:00.001Z"',
  '"0000-00-00T00:00:00Z"',
  "[]",
  "{}",
  "[[]]",
  '{"":{}}',
  '{"__proto__":{"x":1}}',
  `"${"x".repeat(5000)}"`,
  `"${"😀".repeat(300)}"`,
  `${"[".repeat(900)}${"]".repeat(900)}`,
  `[${"0,".repeat(3000)}0]`,
  '"\\u0024{secret:kubernetes:a/b}"',
  '"\'; DROP TABLE t; --"',
] as const;

const JSON_TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/g;
const isStructure = (token: string) => /^[{}[\],:]$/.test(token);

/** JSON with a few of its values, keys or signs changed; most results are JSON still. */
export function mutateJson(json: string, random: Seeded): string {
  const tokens = json.match(JSON_TOKEN) ?? [];
  for (let changes = 1 + random.below(4); changes > 0 && tokens.length > 0; changes--) {
    const at = random.below(tokens.length);
    const token = tokens[at] ?? "";
    if (random.below(40) === 0) tokens.splice(at, 1 + random.below(3));
    else if (isStructure(token)) {
      if (random.below(30) === 0) tokens[at] = random.oneOf(["{", "}", "[", "]", ",", ":"]);
    } else if (tokens[at + 1] === ":") tokens[at] = changedKey(token, random);
    else tokens[at] = changedValue(token, random);
  }
  return tokens.join("");
}

function changedKey(key: string, random: Seeded): string {
  return random.oneOf([
    '"__proto__"',
    '""',
    '"constructor"',
    `${key.slice(0, -1)}x"`,
    key.toUpperCase(),
    '"password"',
  ]);
}

function changedValue(token: string, random: Seeded): string {
  if (!token.startsWith('"') || random.below(2) === 0) return random.oneOf(VALUES);
  const text = token.slice(1, -1);
  return `"${changedText(text, random)
    .replace(/\\u?$/, "")
    .replace(/(?<!\\)"/g, "")}"`;
}

/** What is put between, or in the place of, the characters of a text. */
const PIECES = [
  "\0",
  "\u001b[2J",
  "\u202e",
  "\ud800",
  "\r",
  "\u2028",
  "ERROR",
  "[manager] ",
  "=",
  '"',
  "{",
  "}",
  "\\",
  ",",
  "#",
  "NaN",
  "+Inf",
  "-9007199254740992",
  "1e999",
  "x".repeat(3000),
  "2026-11-21T07:47:46.123456Z",
  "9999-99-99T99:99:99Z",
  "panicked at src/main.rs:1:1:",
  "```",
] as const;

/** A text with a piece put in, cut out, repeated or moved. */
export function changedText(text: string, random: Seeded): string {
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(20));
  const [before, within, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  return random.oneOf<() => string>([
    () => before + random.oneOf(PIECES) + after,
    () => before + random.oneOf(PIECES) + within + after,
    () => before + after,
    () => before + within.repeat(1 + random.below(200)) + after,
    () => after + within + before,
    () => before + within.toUpperCase() + after,
    () => before + within.replace(/\d/g, "9") + after,
  ])();
}

/** Lines, a few of which are changed, lost, doubled, joined or swapped. */
export function mutateLines(text: string, random: Seeded): string {
  const lines = text.split("\n");
  for (let changes = 1 + random.below(6); changes > 0; changes--) {
    const at = random.below(lines.length);
    const line = lines[at] ?? "";
    random.oneOf<() => void>([
      () => void lines.splice(at, 1, changedText(line, random)),
      () => void lines.splice(at, 1, changedText(line, random)),
      () => void lines.splice(at, 1),
      () => void lines.splice(at, 0, ...Array<string>(1 + random.below(300)).fill(line)),
      () => void lines.splice(at, 2, line + (lines[at + 1] ?? "")),
      () => void lines.splice(random.below(lines.length), 0, line),
    ])();
  }
  return lines.join("\n");
}

/** Bytes with a few changed; half the changes fall near one of `places`, where the format keeps its sizes. */
export function mutateBytes(bytes: Uint8Array, places: readonly number[], random: Seeded): Buffer {
  let changed = Buffer.from(bytes);
  for (let changes = 1 + random.below(5); changes > 0; changes--) {
    const place = places[random.below(Math.max(1, places.length))] ?? 0;
    const near = Math.max(0, Math.min(changed.length - 1, place + random.below(48)));
    const at = random.below(2) === 0 ? near : random.below(changed.length);
    switch (random.below(6)) {
      case 0:
        changed = changed.subarray(0, at);
        break;
      case 1:
        changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at + random.below(50))]);
        break;
      case 2:
        changed = Buffer.concat([
          changed.subarray(0, at),
          Buffer.alloc(random.below(50), random.below(256)),
          changed.subarray(at),
        ]);
        break;
      case 3:
        if (at + 4 <= changed.length)
          changed.writeUInt32LE(random.oneOf([0, 1, 0xffffffff, 0x7fffffff, changed.length]), at);
        break;
      default:
        if (at < changed.length) changed[at] = random.oneOf([0, 1, 0x7f, 0x80, 0xff, random.below(256)]);
    }
    if (changed.length === 0) return changed;
  }
  return changed;
}
