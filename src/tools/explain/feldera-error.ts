import { ENDPOINTS, type Endpoint } from "../../feldera/endpoints.ts";
import type { ErrorKind, FelderaError } from "../../feldera/errors.ts";
import type { Explanation } from "../../text/explanation.ts";
import { withoutIds } from "../../text/functions/without-ids.ts";
import { joined, json, type Words, words } from "../../text/page/words.ts";
import { ACTION_ERRORS } from "./action-errors.ts";
import { ANSWER_ERRORS } from "./answer-errors.ts";
import type { Circumstances } from "./circumstances.ts";
import { meaningOf } from "./code-meanings.ts";
import { CONNECTION_ERRORS } from "./connection-errors.ts";
import type { Explain } from "./explanation.ts";
import { stateAdvice } from "./phrases.ts";
import { PIPELINE_ERRORS } from "./pipeline-errors.ts";

const EXPLANATIONS: Readonly<Record<ErrorKind, Explain>> = {
  ...PIPELINE_ERRORS,
  ...ACTION_ERRORS,
  ...ANSWER_ERRORS,
  ...CONNECTION_ERRORS,
};

/** Errors after which what was asked for may have been done all the same. */
const MAY_BE_DONE: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  "unreachable",
  "timeout",
  "connection_lost",
  "truncated",
  "malformed_json",
  "malformed_gzip",
  "unexpected_shape",
  "bad_gateway",
  "gateway_timeout",
]);

/** `circumstances` and the error's strings must have been cleaned. */
export function explainFelderaError(error: FelderaError, circumstances: Circumstances): Explanation {
  if (circumstances.isAnother) {
    return { why: reason(error), ...EXPLANATIONS.not_feldera(error, circumstances) };
  }
  const explanation = EXPLANATIONS[error.kind](error, circumstances);
  const { changes }: Endpoint = ENDPOINTS[error.endpoint];
  const undecided = changes && MAY_BE_DONE.has(error.kind);
  return {
    why: reason(error),
    ...explanation,
    ...meaningOf(error.errorCode, circumstances),
    ...(undecided && { next: howToTell(error, circumstances) }),
  };
}

function howToTell({ endpoint }: FelderaError, circumstances: Circumstances): Words {
  const { pipeline_name } = circumstances;
  return endpoint === "start_samply_profile"
    ? words`The recording may have begun all the same: summarize_samply_profile ${json({ pipeline_name, wait_secs: 50 })} tells.`
    : words`It may have been done all the same: ${stateAdvice(circumstances, words`tells how the pipeline stands, before it is asked for again.`)}`;
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
