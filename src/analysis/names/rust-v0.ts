import type { Demangled } from "./demangled.ts";
import { NotRustV0 } from "./v0-cursor.ts";
import { V0Printer } from "./v0-printer.ts";

/**
 * A name in Rust's own mangling, version 0 (RFC 2603).
 *
 * @param mangled what follows `_R`
 * @returns undefined where it does not follow the grammar, or nests too deep, or says too much
 */
export function demangleRustV0(mangled: string): Demangled | undefined {
  const printer = new V0Printer(mangled);
  try {
    return printer.symbol();
  } catch (error) {
    if (error instanceof NotRustV0) return undefined;
    throw error;
  }
}
