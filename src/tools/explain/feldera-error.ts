import { ENDPOINTS } from "../../feldera/endpoints.ts";
import type { ErrorKind, FelderaError } from "../../feldera/errors.ts";
import { joined, json, type Words, words } from "../../text/words.ts";
import { ANSWER_ERRORS } from "./answer-errors.ts";
import type { Circumstances } from "./circumstances.ts";
import { CONNECTION_ERRORS } from "./connection-errors.ts";
import type { Explain, Explanation } from "./explanation.ts";
import { PIPELINE_ERRORS } from "./pipeline-errors.ts";

const EXPLANATIONS: Readonly<Record<ErrorKind, Explain>> = {
  ...PIPELINE_ERRORS,
  ...ANSWER_ERRORS,
  ...CONNECTION_ERRORS,
};

/** Errors after which what was asked for may have been done all the same. */
const MAY_BE_DONE: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  "unreachable",
  "timeout",
  "connection_lost",
  "truncated",
  "bad_gateway",
  "gateway_timeout",
]);

/** `circumstances` and the error's strings must have been cleaned. */
export function explainFelderaError(error: FelderaError, circumstances: Circumstances): Explanation {
  const explanation = EXPLANATIONS[error.kind](error, circumstances);
  const { pipeline_name } = circumstances;
  const undecided = error.endpoint === "start_samply_profile" && MAY_BE_DONE.has(error.kind);
  return {
    why: reason(error),
    ...explanation,
    ...(undecided && {
      next: words`The recording may have begun all the same: summarize_samply_profile ${json({ pipeline_name, wait_secs: 50 })} tells.`,
    }),
  };
}

/** Status, `error_code`, Feldera's own message, and what `details` adds to it. */
function reason(error: FelderaError): Words {
  const { status, errorCode, details } = error;
  const code = joined(
    [status, errorCode].flatMap((part) => (part === undefined ? [] : words`${part}`)),
    words` `,
  );
  const texts = [error.message, details].flatMap((text) =>
    typeof text === "string" && text !== "" ? words`${withoutIds(text)}` : [],
  );
  const { method, path } = ENDPOINTS[error.endpoint];
  const parts = [...(status === undefined ? [] : [code]), ...texts];
  return words`Reason: ${joined(parts, words`: `)} (${method} ${path}).`;
}

/** Feldera ends its messages with the pipeline's id and name, which the call has named already. */
function withoutIds(message: string): string {
  return message.replace(/ pipeline-id=\S+ pipeline-name="[^"\n]*"/g, "");
}
