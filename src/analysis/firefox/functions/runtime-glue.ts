import type { FunctionInfo } from "../../callgraph/model.ts";

/** Modules whose functions only lead to others; what they cost themselves shows in their self. */
const GLUE_MODULES = [
  "core",
  "alloc",
  "std",
  "tokio",
  "futures",
  "futures_core",
  "futures_util",
  "async_stream",
  "actix_rt",
  "actix_server",
  "crossbeam_utils",
  "parking_lot",
  "dbsp::circuit",
];

/**
 * Functions of shared libraries and the kernel, of Rust's standard library, of the async runtime and of DBSP's
 * scheduler.
 */
export function isRuntimeGlue({ name, object }: FunctionInfo): boolean {
  if (isSharedLibrary(object) || /^_*rust_/.test(name)) return true;
  const path = rustPath(name);
  return GLUE_MODULES.some((module) => path === module || path.startsWith(`${module}::`));
}

/** `/usr/lib/libc.so.6`, `[vdso]`, `[kernel.kallsyms]`. */
function isSharedLibrary(object: string): boolean {
  return /\.so(\.|$)/.test(object) || object.startsWith("[");
}

/**
 * Path of a Rust name: `dbsp::trace::Spine` of `<&mut dbsp::trace::Spine<B> as Batch>::merge`, and the trait's
 * where the type is a parameter or a primitive, `dbsp::trace::Batch` of `<T as dbsp::trace::Batch>::merge`.
 */
export function rustPath(name: string): string {
  const type = /^[<&*([]*(?:(?:mut|const|dyn|impl) )?([\w:]*)/.exec(name)?.[1] ?? "";
  if (type.includes("::") || !name.startsWith("<")) return type;
  return / as ([\w:]+)/.exec(name)?.[1] ?? type;
}

/** The outermost function of a stack that was unwound to its end. */
export function isThreadEntry(name: string): boolean {
  return /^_*(clone3?|start_thread|start|libc_start_\w+)$/.test(name);
}
