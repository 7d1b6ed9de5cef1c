/** A longer text seldom comes twice. */
const LONGEST_TEXT = 128;
/** How many results are kept; then all are let go, and what is usual soon stands there again. */
const MOST_RESULTS = 8192;

/**
 * A pure function of a text that keeps its results: the keys and states of a long list are the same few texts, again
 * and again.
 */
export function remembered<Result>(compute: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    if (text.length > LONGEST_TEXT) return compute(text);
    const known = results.get(text);
    if (known !== undefined) return known;
    if (results.size >= MOST_RESULTS) results.clear();
    const result = compute(text);
    results.set(text, result);
    return result;
  };
}
