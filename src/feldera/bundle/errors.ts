export type BundleErrorKind =
  | "not_found"
  | "not_a_bundle"
  | "corrupt"
  | "too_large"
  | "missing_file"
  | "unknown_collection";

/**
 * A bundle, or a file in one, that cannot be served. The message is `where` followed by `problem`, which says
 * what is wrong and what to do. Names and reasons in it come from the bundle: control characters are escaped.
 */
export class BundleError extends Error {
  override readonly name = "BundleError";
  readonly kind: BundleErrorKind;
  readonly where: string;
  readonly problem: string;

  constructor(kind: BundleErrorKind, where: string, problem: string) {
    super(`${printable(where)} ${printable(problem)}`);
    this.kind = kind;
    this.where = printable(where);
    this.problem = printable(problem);
  }
}

/** Control and invisible format characters as their escapes, so that a name cannot forge a line. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}

/** What an error says; of a system error only the code, because its message names paths of the machine. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isSystemError = "syscall" in error && "code" in error && typeof error.code === "string";
  return isSystemError ? String(error.code) : error.message;
}
