import { nameId } from "../../analysis/names/name-id.ts";

/** Longer results are cut in the middle. */
const MAX_LENGTH = 120;

/** How much of a name to show. */
interface Detail {
  /** Segments before the type or module that the function is in. */
  readonly leading: number;
  /** Levels of generic arguments. */
  readonly argumentDepth: number;
  /** Whether the types within the name keep their modules. */
  readonly wholePaths: boolean;
}

const SHORT: Detail = { leading: 0, argumentDepth: 1, wholePaths: false };

/** What is tried, in this order, to tell apart names whose short forms are the same. */
const MORE_DETAILED: readonly Detail[] = [
  { ...SHORT, leading: 1 },
  { ...SHORT, leading: 2 },
  { ...SHORT, leading: 3 },
  { ...SHORT, argumentDepth: 2 },
  { ...SHORT, argumentDepth: 3 },
  { ...SHORT, wholePaths: true },
  { ...SHORT, leading: Infinity },
  { ...SHORT, argumentDepth: Infinity },
  { leading: Infinity, argumentDepth: Infinity, wholePaths: true },
];

/** How a function is named in a line of text. */
export interface ShownName {
  /** At most 120 characters. */
  readonly short: string;
  /** The id of the whole name, where the short form leaves out more than modules or looks like another one. */
  readonly id?: string;
}

/**
 * A short form of a demangled Rust symbol for display: the type and the method, without the modules that they
 * are in, `<Type as Trait>` kept, generic arguments kept one level deep.
 *
 *     <alloc::vec::Vec<T,A> as core::clone::Clone>::clone           <Vec<T,A> as Clone>::clone
 *     dbsp::trace::spine_async::MergeWorkers<B>::run::{{closure}}   MergeWorkers<B>::run::{{closure}}
 *
 * Different functions can have the same short form, so aggregate on whole names. Other names, such as those of
 * C functions, come back as they are. At most 120 characters; takes time linear in the length of the name.
 */
export function shortRustName(name: string): string {
  return formOf(name, SHORT);
}

/** The short form of a name that stands by itself. */
function shownName(name: string): ShownName {
  return withNeededId(name, shortRustName(name));
}

/**
 * Names that stand together, in the order given, of which two different ones never look the same: where their
 * short forms do, they show more modules or generic arguments, and an id where that does not help. Takes time
 * linear in the length of all names.
 */
export function shownNames(names: readonly string[]): readonly ShownName[] {
  const apart = toldApart(names);
  return names.map((name) => {
    const { short, id } = apart.get(name) ?? shownName(name);
    return id === undefined ? withNeededId(name, short) : { short, id };
  });
}

function textOf({ short, id }: ShownName): string {
  return id === undefined ? short : `${short} [${id}]`;
}

function withNeededId(name: string, short: string): ShownName {
  const isCut = short.includes("…") && !name.includes("…");
  return isCut ? { short, id: nameId(name) } : { short };
}

/** Each name in the plainest form that no other has, with an id where there is none. */
function toldApart(names: readonly string[]): ReadonlyMap<string, ShownName> {
  const shown = new Map<string, ShownName>();
  const taken = new Set<string>();
  let alike: ReadonlySet<string> = new Set(names);
  for (const detail of [SHORT, ...MORE_DETAILED]) {
    const stillAlike = new Set<string>();
    for (const [form, sharing] of groupedByForm(alike, detail)) {
      const [name, ...others] = sharing;
      if (name !== undefined && others.length === 0 && !taken.has(form)) {
        shown.set(name, { short: form });
        taken.add(form);
      } else {
        for (const each of sharing) stillAlike.add(each);
      }
    }
    alike = stillAlike;
  }
  for (const name of alike) {
    const one = { short: shortRustName(name), id: nameId(name) };
    // Rarely, two names share an id too.
    const short = taken.has(textOf(one)) ? `${one.short} #${shown.size}` : one.short;
    shown.set(name, { ...one, short });
    taken.add(textOf({ ...one, short }));
  }
  return shown;
}

function groupedByForm(names: Iterable<string>, detail: Detail): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const form = formOf(name, detail);
    const group = groups.get(form);
    if (group === undefined) groups.set(form, [name]);
    else group.push(name);
  }
  return groups;
}

function formOf(name: string, { leading, argumentDepth, wholePaths }: Detail): string {
  const segments = pathSegments(name);
  const shown = segments.slice(Math.max(0, firstShownSegment(segments) - leading));
  const form = (depth: number) => shown.map((each) => shortSegment(each, depth, wholePaths)).join("::");
  const withArguments = form(argumentDepth);
  return withArguments.length <= MAX_LENGTH ? withArguments : cutInTheMiddle(form(0));
}

/** Splits a path at `::` outside of brackets. A turbofish stays with what it belongs to. */
function pathSegments(name: string): readonly string[] {
  const segments: string[] = [];
  let start = 0;
  let depth = 0;
  for (let index = 0; index < name.length; index++) {
    if (opens(name, index)) depth++;
    else if (closes(name, index)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && name.startsWith("::", index)) {
      if (!isTurbofish(name, index)) {
        segments.push(name.slice(start, index));
        start = index + 2;
      }
      index++;
    }
  }
  segments.push(name.slice(start));
  return segments;
}

/** The type or module before the function; the closures within a function belong to it. */
function firstShownSegment(segments: readonly string[]): number {
  let functionIndex = segments.length - 1;
  while (functionIndex > 0 && segments[functionIndex]?.startsWith("{")) functionIndex--;
  return Math.max(0, functionIndex - 1);
}

/** A path that is being written at one level of brackets. */
interface OpenPath {
  /** Where it starts in the output. */
  start: number;
  /** Where a `<Type as Trait>` at its start ends, else the same as `start`. */
  headEnd: number;
}

/**
 * One segment with all paths in it cut to their last segment, and `…` for brackets that are too deep.
 *
 * @param argumentDepth how many levels of generic arguments to keep
 * @param wholePaths whether to keep the paths instead
 */
function shortSegment(segment: string, argumentDepth: number, wholePaths: boolean): string {
  const keptDepth = segment.startsWith("<") ? argumentDepth + 1 : argumentDepth;
  const output: string[] = [];
  let path: OpenPath = { start: 0, headEnd: 0 };
  const outerPaths: OpenPath[] = [];
  let hiddenDepth = 0;

  function beginPath(): void {
    path = { start: output.length, headEnd: output.length };
  }

  for (let index = 0; index < segment.length; index++) {
    const character = segment.charAt(index);
    const isOpening = character === "<";
    const isClosing = character === ">" && !isArrow(segment, index);
    if (hiddenDepth > 0) {
      if (isOpening) hiddenDepth++;
      if (isClosing) hiddenDepth--;
    } else if (isOpening && outerPaths.length === keptDepth) {
      output.push("<…>");
      hiddenDepth = 1;
    } else if (isOpening) {
      output.push(character);
      outerPaths.push(path);
      beginPath();
    } else if (isClosing) {
      output.push(character);
      const outer = outerPaths.pop() ?? path;
      const isHead = output[outer.start] === "<" && outer.headEnd === outer.start;
      path = isHead ? { start: outer.start, headEnd: output.length } : outer;
    } else if (segment.startsWith("::", index)) {
      index++;
      const keep = wholePaths || isTurbofish(segment, index - 1) ? output.length : path.headEnd;
      output.length = keep;
      if (keep > path.start) output.push("::");
    } else {
      output.push(character);
      if (" ,&*()[];=+>".includes(character)) beginPath();
    }
  }
  return output.join("");
}

function opens(text: string, index: number): boolean {
  return "<([{".includes(text.charAt(index));
}

function closes(text: string, index: number): boolean {
  return ">)]}".includes(text.charAt(index)) && !isArrow(text, index);
}

/** Whether a `>` belongs to `->` or `=>`. */
function isArrow(text: string, index: number): boolean {
  return text[index] === ">" && (text[index - 1] === "-" || text[index - 1] === "=");
}

/** Whether generic arguments follow the `::`, as in `drop_in_place::<T>`. `<impl Trait>` is a part of the path. */
function isTurbofish(text: string, index: number): boolean {
  return text.startsWith("::<", index) && !text.startsWith("::<impl ", index);
}

function cutInTheMiddle(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  // The tail says more: it is the method's name. Half of a surrogate pair is no character.
  const headLength = Math.floor((MAX_LENGTH - 1) / 3);
  const head = text.slice(0, headLength).replace(/[\ud800-\udbff]$/, "");
  const tail = text.slice(headLength + 1 - MAX_LENGTH).replace(/^[\udc00-\udfff]/, "");
  return `${head}…${tail}`;
}
