import { DEPLOYMENT_ERRORS } from "../../diagnosis/deployment-errors.ts";
import { ERROR_CODES } from "../../feldera/error-codes.ts";
import type { ErrorKind } from "../../feldera/errors.ts";
import { statusError } from "../../feldera/http/status-errors.ts";
import { explainFelderaError } from "../../tools/explain/feldera-error.ts";

/** Stands for the pipeline. */
const NAME = "NAME";

/** The status in which a pipeline typically answers with an error of the kind. */
const TYPICAL_STATUS: Partial<Record<ErrorKind, string>> = {
  unavailable: "Unavailable",
  unreachable: "Running",
  initializing: "Initializing",
  awaiting_approval: "AwaitingApproval",
  suspended: "Suspended",
  terminating: "Stopping",
  pipeline_failed: "Stopping",
};

/** The same for codes of a kind that several have. */
const TYPICAL_STATUS_OF_CODE: Readonly<Record<string, string>> = {
  DismissErrorRestrictedToFullyStopped: "Running",
  InitialImmutableUnlessStopped: "Running",
  BootstrapPolicyImmutableUnlessStopped: "Running",
};

/** Each code with the very words in which a call that fails of it is explained. */
export function errorCodesText(): string {
  return [
    "# Feldera's error codes",
    "",
    `What each \`error_code\` means, as a tool would say it; ${NAME} and its status stand for a typical pipeline. "Again" says whether the same call may succeed later with nothing changed.`,
    "",
    "## Of a call",
    "",
    ...callLines(),
    "",
    "## Of a pipeline that died (`deployment_error`)",
    "",
    ...Object.entries(DEPLOYMENT_ERRORS).map(([code, means]) => `- \`${code}\`: ${means}`),
    "",
  ].join("\n");
}

/** Codes with the same meaning stand in one line. */
function callLines(): string[] {
  const codesBySaying = new Map<string, string[]>();
  for (const [code, { status }] of Object.entries(ERROR_CODES)) {
    const saying = sayingOf(code, status);
    codesBySaying.set(saying, [...(codesBySaying.get(saying) ?? []), `\`${code}\``]);
  }
  return [...codesBySaying].map(([saying, codes]) => `- ${codes.join(", ")} ${saying}`);
}

function sayingOf(errorCode: string, status: number): string {
  const error = statusError({
    status,
    contentType: "application/json",
    body: Buffer.from(JSON.stringify({ message: errorCode, error_code: errorCode, details: {} })),
    challenge: "",
    endpoint: "get_pipeline",
    jsonDepth: 10,
  });
  const deployment = {
    status: TYPICAL_STATUS_OF_CODE[errorCode] ?? TYPICAL_STATUS[error.kind] ?? "Stopped",
  };
  const { what, next } = explainFelderaError(error, {
    pipeline_name: NAME,
    state: {
      name: NAME,
      deployment,
      resources: deployment,
      program: { status: "Success" },
      troubles: [],
    },
  });
  return `(${status}; again: ${error.retryable ? "yes" : "no"}): ${what}${next === undefined ? "" : ` ${next}`}`;
}
