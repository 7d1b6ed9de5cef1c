import { matchEnd, opaqueEnd, outsideReferences, type Span } from "./mark.ts";

/** How many secrets one cleaner remembers; when that or the next is reached, the older half is forgotten. */
export const MAX_LEARNED_VALUES = 1000;
/** How many characters all remembered secrets have together. */
export const MAX_LEARNED_CHARACTERS = 65_536;
/** How much of a long secret is remembered, in characters from its start. */
export const LONGEST_LEARNED_VALUE = 4096;
/** A shorter secret is removed where it is recognised, and nowhere else. */
export const SHORTEST_LEARNED_VALUE = 6;

/** Longer secrets are found by pieces of this length, so that one that was cut in the middle is found as well. */
const PIECE = 32;

/** Secrets as plain data, in the form in which they are looked for; the last learned at the end. */
export interface KnownSecrets {
  /** This server's own, which are never forgotten. */
  readonly own: readonly string[];
  readonly learned: readonly string[];
}

export interface Learned {
  readonly known: () => KnownSecrets;
  /** Remembers what another knows. */
  readonly takeOver: (known: KnownSecrets) => void;
  /** Remembers a secret, if it is unusual enough to be looked for in other texts; says whether it is. */
  remember(secret: string): boolean;
  /** Remembers a secret of this server's own, however usual it looks; of many, the newest. */
  keep(own: string): void;
  /** Where remembered secrets stand in a text: as they are, percent-encoded, or escaped as in JSON, SQL and Rust. */
  find(text: string): Span[];
}

/** A trie over UTF-16 code units: the children of all nodes in one map, keyed by node and unit. */
interface Trie {
  readonly children: Map<number, number>;
  readonly ends: Set<number>;
  /** How the secrets begin: by their first unit, and by a hash of their first two. */
  readonly firsts: Uint8Array;
  readonly pairs: Uint8Array;
  nodes: number;
}

/** How many secrets of this server's own that came later are remembered: a token is renewed every few minutes. */
const MAX_KEPT_LATER = 100;

/** @param own secrets of this server, which are never forgotten, however usual they look */
export function createLearned(own: readonly string[] = []): Learned {
  let fromStart = own.map(canonical).filter(isLongEnough);
  let keptLater: string[] = [];
  let secrets = new Set<string>();
  let characters = 0;
  let trie = trieOf(fromStart);

  function forgetOlderHalf(): void {
    secrets = new Set([...secrets].slice(Math.ceil(secrets.size / 2)));
    characters = 0;
    for (const secret of secrets) characters += secret.length;
    trie = trieOf([...fromStart, ...keptLater, ...secrets]);
  }

  function rememberPart(part: string): boolean {
    if (!isUnusual(part)) return false;
    const secret = canonical(part.slice(0, LONGEST_LEARNED_VALUE));
    if (!isLongEnough(secret)) return false;
    add(secret);
    return true;
  }

  function add(secret: string): void {
    if (secrets.delete(secret)) {
      secrets.add(secret);
      return;
    }
    while (secrets.size >= MAX_LEARNED_VALUES || characters + secret.length > MAX_LEARNED_CHARACTERS) {
      forgetOlderHalf();
    }
    secrets.add(secret);
    characters += secret.length;
    addSecret(trie, secret);
  }

  return {
    known: () => ({ own: [...fromStart, ...keptLater], learned: [...secrets] }),
    takeOver(known) {
      fromStart = [...new Set([...fromStart, ...known.own])];
      for (const secret of known.own) addSecret(trie, secret);
      for (const secret of known.learned) add(secret);
    },
    remember(secret) {
      const parts = outsideReferences(secret).flatMap((part) => [part, ...linesOf(part)]);
      return parts.filter(rememberPart).length > 0;
    },
    keep(secret) {
      const later = canonical(secret);
      if (!isLongEnough(later) || fromStart.includes(later) || keptLater.includes(later)) return;
      keptLater = [...keptLater, later].slice(-MAX_KEPT_LATER);
      trie = trieOf([...fromStart, ...keptLater, ...secrets]);
    },
    find(text) {
      return trie.ends.size === 0 ? [] : findInTrie(trie, text);
    },
  };
}

function isLongEnough(secret: string): boolean {
  return secret.length >= SHORTEST_LEARNED_VALUE;
}

/** The lines of a secret that has several, for the lines of a log are cleaned one by one. */
function linesOf(secret: string): string[] {
  const lines = secret.split(/\n|\\+[nr]/);
  return lines.length === 1 ? [] : lines;
}

/**
 * Whether a secret is too unusual to be meant when it stands in another text. Numbers and times never are, nor are
 * names (`order_items`, `LoginModule`, `a/path`), for tables and the keys of answers have them. Words with a number
 * after them (`orders_2`) are from 8 characters on; phrases, and letters large and small at random, from 16 on; all
 * else from 6 on.
 */
function isUnusual(secret: string): boolean {
  const value = secret.trim().slice(0, LONGEST_LEARNED_VALUE);
  if (value.length < SHORTEST_LEARNED_VALUE || new Set(value).size < 4) return false;
  if (!/\p{Letter}/u.test(value) || /^\d{4}-\d\d-\d\d[T ]/.test(value)) return false;
  if (/^[\p{Letter}._/]+$/u.test(value)) return value.length >= 16 && isMixed(value);
  if (/^[\p{Letter} ._/-]+$/u.test(value)) return value.length >= 16;
  if (/^\p{Letter}+\d*(?:[ ._/-](?:\p{Letter}+\d*|\d+))*$/u.test(value)) return value.length >= 8;
  return true;
}

/** More capitals than a name in camel case has, and not only capitals. */
function isMixed(letters: string): boolean {
  const share = letters.replace(/[^A-Z]/g, "").length / letters.length;
  return share > 0.3 && share < 0.8;
}

const ROOT = 0;

function trieOf(secrets: readonly string[]): Trie {
  const trie: Trie = {
    children: new Map(),
    ends: new Set(),
    firsts: new Uint8Array(UNITS),
    pairs: new Uint8Array(UNITS),
    nodes: 1,
  };
  for (const secret of secrets) addSecret(trie, secret);
  return trie;
}

function addSecret(trie: Trie, secret: string): void {
  for (let start = 0; start < secret.length; start += PIECE) {
    addPiece(trie, secret.slice(Math.max(0, Math.min(start, secret.length - PIECE)), start + PIECE));
  }
}

function addPiece(trie: Trie, piece: string): void {
  trie.firsts[piece.charCodeAt(0)] = 1;
  trie.pairs[pairOf(piece.charCodeAt(0), piece.charCodeAt(1))] = 1;
  let node = ROOT;
  for (let index = 0; index < piece.length; index++) {
    const edge = edgeOf(node, piece.charCodeAt(index));
    let child = trie.children.get(edge);
    if (child === undefined) {
      child = trie.nodes++;
      trie.children.set(edge, child);
    }
    node = child;
  }
  trie.ends.add(node);
}

function edgeOf(node: number, unit: number): number {
  return node * 0x10000 + unit;
}

/** As many as UTF-16 has units. */
const UNITS = 0x10000;

function pairOf(first: number, second: number): number {
  return ((first << 8) ^ second) & (UNITS - 1);
}

/**
 * Follows every place where a secret may have begun, which are PIECE at most at a time: linear in the text. What
 * overlaps or touches is one span.
 */
function findInTrie(trie: Trie, text: string): Span[] {
  const spans: Span[] = [];
  let open: { node: number; start: number }[] = [];
  for (let index = nextBeginning(trie, text, 0); index < text.length; ) {
    const { codes, end } = unitAt(text, index);
    for (const code of codes) {
      if (isLeftOut(code)) continue;
      const unit = code === SPACE ? PLUS : code;
      const stillOpen: typeof open = [];
      for (const begun of [...open, { node: ROOT, start: index }]) {
        const node = trie.children.get(edgeOf(begun.node, unit));
        if (node === undefined) continue;
        if (trie.ends.has(node)) pushMerged(spans, { start: begun.start, end });
        stillOpen.push({ node, start: begun.start });
      }
      open = stillOpen;
    }
    index = open.length === 0 ? nextBeginning(trie, text, end) : end;
  }
  return spans;
}

/** The next place from `from` on where a secret may begin, by its first two characters; the end where there is none. */
function nextBeginning({ firsts, pairs }: Trie, text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (isDecoded(unit)) return index;
    const first = unit === SPACE ? PLUS : unit;
    if (firsts[first] !== 1) continue;
    const next = text.charCodeAt(index + 1);
    const isPlain = !isDecoded(next) && !isLeftOut(next);
    if (!isPlain || pairs[pairOf(first, next === SPACE ? PLUS : next)] === 1) return index;
  }
  return text.length;
}

/** Whether what begins with this character stands for another, or for none: `$`, `%`, `[`, `\`. */
function isDecoded(unit: number): boolean {
  return unit === 0x24 || unit === 0x25 || unit === 0x5b || unit === 0x5c;
}

function pushMerged(spans: Span[], { start, end }: Span): void {
  let first = start;
  for (let last = spans.at(-1); last !== undefined && last.end >= start; last = spans.at(-1)) {
    first = Math.min(first, last.start);
    spans.pop();
  }
  spans.push({ start: first, end });
}

/** Stands for a mark or a reference, which no secret may span: it is equal to no unit of any secret. */
const BREAK = 0;

function canonical(secret: string): string {
  const units: string[] = [];
  eachUnit(secret, (unit) => units.push(String.fromCharCode(unit)));
  return units.join("");
}

/**
 * The text as one sequence of units however it is written: percent-encoding and \u escapes decoded, backslashes,
 * quotes, line breaks and tabs (raw or escaped) left out, a space as `+`.
 */
function eachUnit(text: string, take: (unit: number, start: number, end: number) => void): void {
  for (let index = 0, end = 0; index < text.length; index = end) {
    const unit = unitAt(text, index);
    end = unit.end;
    for (const code of unit.codes) {
      if (!isLeftOut(code)) take(code === SPACE ? PLUS : code, index, end);
    }
  }
}

const SPACE = 0x20;
const PLUS = 0x2b;

function isLeftOut(code: number): boolean {
  return code === 0x09 || code === 0x0a || code === 0x0d || code === 0x22 || code === 0x27 || code === 0x5c;
}

interface Unit {
  readonly codes: readonly number[];
  readonly end: number;
}

function unitAt(text: string, index: number): Unit {
  switch (text.charAt(index)) {
    case "$":
    case "[": {
      const end = opaqueEnd(text, index);
      return end === undefined
        ? { codes: [text.charCodeAt(index)], end: index + 1 }
        : { codes: [BREAK], end };
    }
    case "%":
      return percentDecoded(text, index);
    case "\\":
      return unescaped(text, index);
    default:
      return { codes: [text.charCodeAt(index)], end: index + 1 };
  }
}

/** A run of backslashes, and with it the line break, tab or character that it escapes. */
function unescaped(text: string, index: number): Unit {
  const end = matchEnd(BACKSLASHES, text, index) ?? index + 1;
  const escaped = text.charAt(end);
  const code = escaped === "u" ? hexAt(text, end + 1, 4) : undefined;
  if (code !== undefined) return { codes: [code], end: end + 5 };
  return { codes: [], end: /[nrt]/.test(escaped) ? end + 1 : end };
}

const BACKSLASHES = /\\+/y;

/** The character that `%XX…` at `index` stands for, encoded once or more often (`%2540`); `%` if for none. */
function percentDecoded(text: string, index: number): Unit {
  const first = percentByte(text, index);
  if (first === undefined) return { codes: [text.charCodeAt(index)], end: index + 1 };
  const length = first.byte >= 0xf0 ? 4 : first.byte >= 0xe0 ? 3 : first.byte >= 0xc0 ? 2 : 1;
  const bytes = [first.byte];
  let end = first.end;
  while (bytes.length < length) {
    const next = percentByte(text, end);
    if (next === undefined) return { codes: [first.byte], end: first.end };
    bytes.push(next.byte);
    end = next.end;
  }
  return { codes: length === 1 ? bytes : codeUnits(new TextDecoder().decode(Uint8Array.from(bytes))), end };
}

function codeUnits(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

function percentByte(text: string, index: number): { byte: number; end: number } | undefined {
  if (text.charAt(index) !== "%") return undefined;
  let at = index + 1;
  while (text.startsWith("25", at) && hexAt(text, at + 2, 2) !== undefined) at += 2;
  const byte = hexAt(text, at, 2);
  return byte === undefined ? undefined : { byte, end: at + 2 };
}

function hexAt(text: string, index: number, digits: number): number | undefined {
  const hex = text.slice(index, index + digits);
  return hex.length === digits && /^[0-9a-fA-F]+$/.test(hex) ? Number.parseInt(hex, 16) : undefined;
}
