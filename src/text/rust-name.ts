/** Longer results are cut in the middle. */
const MAX_LENGTH = 120;

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
  const segments = pathSegments(name);
  const shown = segments.slice(firstShownSegment(segments));
  const withArguments = shown.map((segment) => shortSegment(segment, 1)).join("::");
  if (withArguments.length <= MAX_LENGTH) return withArguments;
  return cutInTheMiddle(shown.map((segment) => shortSegment(segment, 0)).join("::"));
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
 */
function shortSegment(segment: string, argumentDepth: number): string {
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
      const keep = isTurbofish(segment, index - 1) ? output.length : path.headEnd;
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
