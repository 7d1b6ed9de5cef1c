/** Types within types within types: nobody writes more of them in front of a method. */
const MAX_LEVELS = 4;

/**
 * The paths that a demangled Rust function goes by, without generic arguments: one, or that of the type and that
 * of the trait. A type that is itself a method's own, as a visitor is, gives the paths of that method.
 *
 *     dbsp::trace::spine_async::Merge<B>::new            dbsp::trace::spine_async::Merge::new
 *     <dbsp::Spine<B> as dbsp::Trace>::insert            dbsp::Spine::insert, dbsp::Trace::insert
 *     dbsp::mono::<impl dbsp::circuit::Stream<C>>::map   dbsp::mono::map
 *
 * Other names, such as those of C functions, are their own path. Takes time linear in the length of the name.
 */
export function rustPaths(name: string): readonly string[] {
  return pathsWithin(name, MAX_LEVELS);
}

function pathsWithin(name: string, levels: number): readonly string[] {
  const bare = name.replace(/^([&*([]|(mut|const|dyn|impl) |'\w+ )+/, "");
  if (!bare.startsWith("<")) return [withoutArguments(bare)];
  const { end, as } = headOf(bare);
  if (levels === 0) return [];
  const types = as < 0 ? [bare.slice(1, end)] : [bare.slice(1, as), bare.slice(as + " as ".length, end)];
  const method = withoutArguments(bare.slice(end + 1));
  return types.flatMap((type) => pathsWithin(type, levels - 1)).map((path) => path + method);
}

/** Where the bracket that a name begins with closes, and where the `as` in it is, -1 for none. */
function headOf(name: string): { end: number; as: number } {
  let depth = 0;
  let as = -1;
  for (let index = 0; index < name.length; index++) {
    if (name[index] === "<") depth++;
    if (name[index] === ">" && !isArrow(name, index) && --depth === 0) return { end: index, as };
    if (depth === 1 && as < 0 && name.startsWith(" as ", index)) as = index;
  }
  return { end: name.length, as };
}

function withoutArguments(text: string): string {
  const kept: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "<" && depth++ === 0) kept.push(text.slice(start, index));
    if (text[index] === ">" && depth > 0 && !isArrow(text, index) && --depth === 0) start = index + 1;
  }
  if (depth === 0) kept.push(text.slice(start));
  return kept.join("").replaceAll("::::", "::");
}

function isArrow(text: string, index: number): boolean {
  return text[index - 1] === "-" || text[index - 1] === "=";
}
