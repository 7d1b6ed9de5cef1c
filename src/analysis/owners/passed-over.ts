import { rustPaths } from "./rust-paths.ts";

/** Code of DBSP, of formats and of glue that does for its caller what it would do for any other. */
const PASSED_OVER: readonly RegExp[] = [
  /^dbsp::dynamic::/,
  /^dbsp::trace::[A-Z]\w*::/,
  /^dbsp::trace::ord::fallback::/,
  /^dbsp::(typed_batch|mono|utils)::/,
  /^dbsp::circuit::(operator_traits::|circuit_builder::(Timed|ElapsedTime)::)/,
  /^dbsp::operator::async_stream_operators::/,
  /^feldera_storage::(fbuf|histogram)::/,
  /^feldera_samply::Span\w*::/,
  /^feldera_types::serde_with_context::/,
  /^(alloc|core|std|serde\w*|erased_serde)::|::_::/,
];

/** Whether a function says little of what the memory or the time below it is for. */
export function isPassedOver(name: string): boolean {
  return rustPaths(name).every((path) => PASSED_OVER.some((pattern) => pattern.test(path)));
}
