import type { FunctionInfo } from "../../callgraph/model.ts";
import { isBareRust, pathByFile } from "../../owners/file-path.ts";

/**
 * What a frame of a heap profile is. Only `program` frames own memory; the others hold or move it for them, and
 * are skipped on the way from the allocation to its owner.
 */
export type FrameClass = "allocator" | "library" | "runtime" | "program";

interface Rule {
  readonly class: Exclude<FrameClass, "program">;
  /** For functions of C: one of Rust's may have such a name without being it. */
  readonly ofC?: true;
  /** Matched against paths such as `alloc::raw_vec::RawVec<T>`, and against the whole name of a C function. */
  readonly pattern: RegExp;
  readonly reason: string;
}

/** The first rule that matches wins. What matches none is the program, third-party crates included. */
const RULES: readonly Rule[] = [
  {
    class: "allocator",
    ofC: true,
    pattern: /^(_rjem_|je_|prof_|arena_|tcache_|large_|imalloc|iralloc|do_rallocx$|[mrx]allocx$)/,
    reason: "jemalloc, with the prefix that tikv-jemalloc-sys gives it, and the static functions in it",
  },
  {
    class: "allocator",
    ofC: true,
    pattern: /^(malloc|calloc|realloc|reallocarray|memalign|posix_memalign|aligned_alloc|p?valloc|free)$/,
    reason: "the C library's names for it",
  },
  {
    class: "allocator",
    pattern: /^(operator new|_Zn[wa])/,
    reason: "the same of C++, demangled or not",
  },
  {
    class: "allocator",
    pattern: /^(tikv_jemalloc\w*::|(__rustc::)?__(rust|rdl|rg)_(alloc|realloc|dealloc))/,
    reason: "the shims from Rust's global allocator to jemalloc",
  },
  {
    class: "allocator",
    pattern: /^(alloc::alloc::|core::alloc::|std::alloc::)/,
    reason: "the allocation interface of the standard library",
  },
  {
    class: "library",
    pattern: /^(alloc|core|std)::/,
    reason:
      "Vec, Box, Arc, String, iterators, closures, threads: whoever calls the standard library owns the memory",
  },
  {
    class: "library",
    pattern: /^_ZN?K?(St|S[abdios]|4core|5alloc|3std)/,
    reason: "the standard libraries of C++ and Rust, where a name was not demangled",
  },
  {
    class: "library",
    pattern:
      /^(hashbrown|indexmap|smallvec|arrayvec|tinyvec|thin_vec|arcstr|triomphe|bytes|dashmap|slab|sharded_slab|crossbeam_queue|once_cell|lazy_static|typedmap|quick_cache)::/,
    reason: "crates that hold what others put into them",
  },
  {
    class: "library",
    pattern: /^(dyn_clone::|rkyv::util::\w*::?AlignedVec)/,
    reason: "clones and buffers on behalf of the type that they hold",
  },
  {
    class: "runtime",
    pattern:
      /^(tokio::(runtime|task|util)|tokio_util|async_stream|futures_(util|core|executor)|tracing|rayon(_core)?)::/,
    reason: "runs futures and jobs that others made",
  },
  {
    class: "runtime",
    pattern: /^(serde|serde_core|erased_serde)::/,
    reason: "carries values between a type and a format, which both have frames of their own",
  },
  {
    class: "runtime",
    pattern: /^(__rust_try|_start|main|start_thread|clone3?|_?_?libc_start.*|_Unwind_.*)$/,
    reason: "where threads and unwinding begin",
  },
];

/** Objects of the operating system: what they allocate is for their caller. */
const SYSTEM_OBJECT =
  /(^|\/)(libc|libpthread|libdl|libm|librt|libgcc_s|libstdc\+\+|libc\+\+|ld-linux[^/]*|ld-musl[^/]*|linux-vdso)[.-][^/]*$/;

/** Only what the standard library lends its memory to is generic over its allocator. */
const GENERIC_OVER_ALLOCATOR = /<.*\balloc::alloc::Global>$/;

/** The methods of Rust's allocation interface, which many types have. */
const ALLOCATION_INTERFACE =
  /^(alloc|alloc_zeroed|realloc|alloc_impl|alloc_impl_runtime|allocate|allocate_zeroed|grow|grow_zeroed|grow_impl|grow_impl_runtime|shrink|exchange_malloc)$/;

/** Frames of the profiler itself: writing a profile symbolises it, and the symboliser's caches stay allocated. */
const PROFILER = /\b(pprof_util|jemalloc_pprof|gimli|addr2line|backtrace::symbolize)::|\bdump_pprof\b/;

const RANK: Readonly<Record<FrameClass, number>> = { allocator: 0, library: 1, runtime: 2, program: 3 };

export function isSystemObject(object: string): boolean {
  return SYSTEM_OBJECT.test(object);
}

export function isProfilerFrame(info: FunctionInfo): boolean {
  return PROFILER.test(info.name);
}

/** Whether the frame is of jemalloc's own profiler, which ends every stack of its heap profiles. */
export function isJemallocFrame(info: FunctionInfo): boolean {
  return /^(_rjem_)?(je_)?prof_(backtrace|tctx_create)/.test(info.name);
}

/** The class of a frame. A method is as close to the program as its type or its trait, whichever is closer. */
export function classOf(info: FunctionInfo): FrameClass {
  if (info.name === "" || isSystemObject(info.object)) return "runtime";
  if (!info.name.startsWith("<")) return classOfPlainName(info);
  // Only the standard library has methods on types without a path, such as <[T]>::to_vec.
  const paths = typeAndTraits(info.name).filter((path) => /^[\w$]+::/.test(path));
  const [first = "library", ...others] = paths.map(classOfPath);
  return others.reduce((closest, other) => (RANK[other] > RANK[closest] ? other : closest), first);
}

/** A name without a path is told by its file too, where it has one. */
function classOfPlainName(info: FunctionInfo): FrameClass {
  const { name } = info;
  if (!isBareRust(info)) return classOfPath(name);
  const path = pathByFile(info);
  if (path !== undefined) return classOfPath(path);
  if (GENERIC_OVER_ALLOCATOR.test(name)) return "library";
  return RULES.find(({ ofC, pattern }) => !ofC && pattern.test(name))?.class ?? "program";
}

/**
 * Whether a function is named as Rust's allocation interface is, and nothing but that: beneath it, only the
 * allocator tells that it is meant. pprof_util makes one function of all that share a name, with the file of any.
 */
export function mayBeAllocationInterface(info: FunctionInfo): boolean {
  return isBareRust(info) && ALLOCATION_INTERFACE.test(info.name);
}

/** The class of a path such as `alloc::vec::Vec::push`. */
export function classOfPath(path: string): FrameClass {
  return RULES.find(({ pattern }) => pattern.test(path))?.class ?? "program";
}

/**
 * Where `Type` and `Trait` begin in `<Type as Trait>::method`; the type alone in `<Type>::method`. A type that is
 * itself of that form, as in `<<Type as Trait>::method::Inner as Other>::method`, gives its own.
 */
function typeAndTraits(name: string): readonly string[] {
  let levels = 0;
  while (name[levels] === "<") levels++;
  const starts = [levels];
  let depth = levels;
  for (let index = levels; index < name.length && depth > 0; index++) {
    const isArrow = name[index - 1] === "-" || name[index - 1] === "=";
    if (name[index] === "<") depth++;
    if (name[index] === ">" && !isArrow) depth--;
    if (depth <= levels && name.startsWith(" as ", index)) starts.push(index + " as ".length);
  }
  return starts.map((start) => withoutPointers(name.slice(start)));
}

function withoutPointers(type: string): string {
  return type.replace(/^([&*([]|(mut|const|dyn|impl) |'\w+ )+/, "");
}
