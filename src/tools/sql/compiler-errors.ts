import { FelderaError } from "../../feldera/errors.ts";
import { words } from "../../text/page/words.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";
import { ToolError } from "../errors.ts";

/** What a call that has Feldera compile a program failed of, where the compiler itself is the cause. */
export function compilerError(error: unknown, { text }: Cleaner): unknown {
  if (!(error instanceof FelderaError)) return error;
  switch (error.errorCode) {
    case "CompilerUnavailable":
      return new ToolError(
        words`Feldera's compiler service does not answer, so the program was not compiled: ${text(error.message)}`,
        words`Try again shortly; get_cluster_health {} tells how the compiler stands.`,
      );
    case "CompilerTimeout":
      return new ToolError(
        words`Feldera's compiler took longer than Feldera waits, so nothing is known of the program: ${text(error.message)}`,
        words`Try again: it may be busy with other pipelines. A large program may need more time than there is.`,
      );
    default:
      return error;
  }
}
