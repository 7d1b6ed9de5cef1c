/** A mangled name that was read. */
export interface Demangled {
  readonly path: string;
  /** What follows the mangled path, such as the `.cold` that a compiler appends. */
  readonly rest: string;
}
