/**
 * What SQL calls the compiler's operations, for handles. The first that matches; what none matches keeps its own name.
 * `waterline`, `bound`, `delay`, `late_filter` and `retain` are what LATENESS is compiled to.
 */
const WORDS: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/^(?:source_|input_map)/, "table"],
  [/^inspect$/, "view"],
  [/^Z$/, "recursion"],
  [/^neg$/, "negate"],
  [/^waterline$/, "waterline"],
  [/^apply/, "bound"],
  [/^transaction_delay/, "delay"],
  [/^controlled_key_filter/, "late_filter"],
  [/rolling/, "over"],
  [/aggregate/i, "aggregate"],
  [/retain_(?:keys|values)/, "retain"],
  [/anti_?join/, "antijoin"],
  [/left_?join/, "left_join"],
  [/asof_?join/, "asof_join"],
  [/join/, "join"],
  [/^map_index$/, "key"],
  [/^map$/, "select"],
  [/^flat_map/, "flat_map"],
  [/distinct/, "distinct"],
  [/^topK/, "top_k"],
  [/^(?:atomic_)?sum$/, "union"],
  [/^minus$/, "except"],
  [/^(lag|rank|row_number|window|filter|constant)/, "$1"],
];

/** As the compiler names its operations. Another text is kept out of handles: respelt, it would be known for no secret any more. */
const NAME = /^[A-Za-z_]\w{0,60}$/;

/** The function of an aggregate, as the program writes it: `MAX(amount)`. */
const FUNCTION = /^\s*([A-Za-z_]\w{0,30})\s*\(/;

/**
 * An operation in a word of SQL: `join`, `filter`, or the function of an aggregate, such as `max`.
 *
 * @param code what stands at the operator's own positions in the program
 */
export function operationWord(operation: string, code: string | undefined): string {
  const found = WORDS.find(([pattern]) => pattern.test(operation));
  if (found === undefined) return NAME.test(operation) ? operation : "operator";
  const [pattern, word] = found;
  if (word === "aggregate") return FUNCTION.exec(code ?? "")?.[1]?.toLowerCase() ?? word;
  return word === "$1" ? (pattern.exec(operation)?.[1] ?? operation) : word;
}
