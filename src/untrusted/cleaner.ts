import { type CleanLine, cleanLines } from "./clean-lines.ts";
import { type Container, eachEntry, isContainer } from "./entries.ts";
import { findSecrets } from "./find-secrets.ts";
import { createLearned, type KnownSecrets } from "./learned.ts";
import { isNoSecret } from "./mark.ts";
import { redactSpans, redactWhole } from "./redact.ts";
import { remembered } from "./remembered.ts";
import { stripUnseen } from "./strip.ts";

/** The one boundary where strings from outside enter: what comes out holds no unseen characters and no secrets. */
export interface Cleaner {
  /**
   * Learns the secrets of a decoded body, or of a text, by their keys, their places in URLs and the words around
   * them, so that they are removed wherever else they turn up. The value is not changed.
   */
  learn(value: unknown): void;
  /**
   * The text without control characters (newlines and tabs stay), escape sequences, bidirectional controls and
   * invisible characters, and with `[redacted]` for each secret, known from here or learned before. Newlines within
   * a secret stay too, so that lines keep their numbers. Cleaning twice changes nothing.
   */
  text(text: string): string;
  /** Learns the secrets of lines that follow each other, those that span several among them, and cleans each line. */
  lines(lines: readonly string[]): Iterable<CleanLine>;
  /**
   * A deep copy of plain data with every string and every key cleaned; what stands under a secret's key becomes
   * `[redacted]`. Numbers, bigints and booleans stay.
   */
  facts<T extends Members>(value: T): Cleaned<T>;
  /** Takes a further secret of this server's own, such as a token that was renewed. */
  keep(own: string): void;
  /** The secrets known here, for a cleaner in another process: it takes them over, and hands back what it learns. */
  known(): KnownSecrets;
  takeOver(known: KnownSecrets): void;
}

/** Plain data with names; a list is not. */
type Members = Readonly<Record<string, unknown>>;

/** Facts as they left the cleaner, which alone makes these. */
class CleanedFacts<T> {
  readonly #facts: T;

  constructor(facts: T) {
    this.#facts = facts;
  }

  get facts(): T {
    return this.#facts;
  }
}

export type Cleaned<T> = CleanedFacts<T>;

/** Cutting out one secret can lay bare another; three rounds sufficed for every text that was tried. */
const MOST_ROUNDS = 4;

/**
 * @param own what this server itself must not tell: its key to Feldera, the values of its headers, and addresses of
 * proxies that may hold a password; known from the start and never forgotten
 */
export function createCleaner(own: readonly string[] = []): Cleaner {
  const learned = createLearned(own.flatMap(secretsOfOwn));

  /** A value known for a secret: what is secret within it, and the whole, unless that is a text of several parts. */
  function remember(secret: string): void {
    const within = findSecrets(secret).filter(({ start, end }) => learned.remember(secret.slice(start, end)));
    const isKnownByItsParts = within.length > 0 && /[\s;{]|:\/\//.test(secret);
    if (!isKnownByItsParts && !isUrl(secret)) learned.remember(secret);
  }

  function redact(text: string): string {
    const spans = findSecrets(text);
    for (const { start, end } of spans) remember(text.slice(start, end));
    return redactSpans(text, [...spans, ...learned.find(text)]);
  }

  function cleanText(text: string): string {
    let clean = stripUnseen(text);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const next = redact(clean);
      if (next === clean) break;
      clean = next;
    }
    return clean;
  }

  function learnText(text: string, isSecret: boolean): void {
    if (!isSecret && holdsNothing(text)) return;
    const visible = stripUnseen(text);
    if (isSecret && !isNoSecret(visible)) remember(visible);
    learnFound(visible);
  }

  function learnFound(visible: string): void {
    for (const { start, end } of findSecrets(visible)) remember(visible.slice(start, end));
  }

  function learn(value: unknown): void {
    const open: Container[] = [{ data: [value], isSecret: false }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (isCommandLine(next.data)) learnText(JSON.stringify(next.data), false);
      eachEntry(next, (key, member, isSecret) => {
        if (key !== undefined) learnText(key, false);
        if (typeof member === "string") learnText(member, isSecret);
        if (isContainer(member)) open.push({ data: member, isSecret });
      });
    }
  }

  function facts<T extends Members>(value: T): Cleaned<T> {
    learn(value);
    const copy = withoutMembers(value);
    fillCleaned(copy, value, cleanText);
    return new CleanedFacts(copy);
  }

  return {
    learn,
    text: cleanText,
    lines: (lines) => cleanLines(lines, { learn: learnFound, find: learned.find, clean: cleanText }),
    facts,
    keep: (own) => secretsOfOwn(own).forEach(learned.keep),
    known: learned.known,
    takeOver: learned.takeOver,
  };
}

/**
 * Of an address its password; of a key or a header's value the whole, what follows a prefix or a scheme, the password
 * of a basic login, and the value of each cookie.
 */
function secretsOfOwn(own: string): string[] {
  if (/^https?:\/\//.test(own)) return URL.canParse(own) ? [new URL(own).password] : [];
  const [, , token = own] = /^(apikey:|[A-Za-z0-9-]+ +)(\S+)$/.exec(own) ?? [];
  const [, login = ""] = /^basic +(\S+)$/i.exec(own) ?? [];
  const [, password = ""] = /^[^:]*:(.*)$/s.exec(Buffer.from(login, "base64").toString()) ?? [];
  const cookies = own.includes("=") ? own.split(/; */).map((cookie) => cookie.replace(/^[^=]*=/, "")) : [];
  return [own, token, password, ...cookies];
}

type Copy = Record<string, unknown> | unknown[];

/** Sets the members of an empty copy, and all below them, to those of `source` as they are when cleaned. */
function fillCleaned(emptied: Copy, source: object, cleanText: (text: string) => string): void {
  const open: { source: Container; copy: Copy }[] = [
    { source: { data: source, isSecret: false }, copy: emptied },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { copy } = next;
    eachEntry(next.source, (key, value, isSecret, position) => {
      const inner = isContainer(value)
        ? { source: { data: value, isSecret }, copy: emptyCopy(value) }
        : undefined;
      const copied = inner ? inner.copy : cleanScalar(value, isSecret, cleanText);
      if (Array.isArray(copy)) copy.push(copied);
      else setMember(copy, freeKey(copy, cleanText(key ?? ""), position), copied);
      if (inner) open.push(inner);
    });
  }
}

function cleanScalar(value: unknown, isSecret: boolean, cleanText: (text: string) => string): unknown {
  if (typeof value !== "string") return value;
  const visible = stripUnseen(value);
  return isSecret && !isNoSecret(visible) ? redactWhole(visible) : cleanText(visible);
}

/** An object of the same shape whose members are yet to be set. */
function withoutMembers<T extends object>(value: T): T {
  const copy = { ...value };
  for (const key of Object.keys(copy)) Reflect.deleteProperty(copy, key);
  return copy;
}

/** A list of arguments: what each option means, only the others tell (`["mysql", "-uroot", "-pPASSWORD"]`). */
function isCommandLine(data: object): boolean {
  return (
    Array.isArray(data) &&
    data.every((argument) => typeof argument === "string") &&
    data.some((argument) => /^-[A-Za-z]/.test(argument))
  );
}

function emptyCopy(data: object): Copy {
  return Array.isArray(data) ? [] : {};
}

/** Of two keys that became the same, the later gets its position. */
function freeKey(copy: object, key: string, position: number): string {
  let free = key;
  for (let number = position; Object.hasOwn(copy, free); number++) free = `${key} (${number})`;
  return free;
}

/** Assigned, which is faster, but for the one key that would do something else. */
function setMember(copy: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") copy[key] = value;
  else Object.defineProperty(copy, key, { value, enumerable: true, writable: true, configurable: true });
}

/** Whether there is nothing in a text that is to be learned. */
const holdsNothing = remembered((text) => findSecrets(stripUnseen(text)).length === 0);

/** One without secrets, when nothing secret was found in it. */
function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+-]{1,20}:\/\/[\w.-]+(?::\d+)?(?:[/?#]\S*)?$/i.test(text);
}
