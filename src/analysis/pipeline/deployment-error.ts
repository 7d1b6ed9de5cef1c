import * as z from "zod";
import type { DeploymentError, Pipeline } from "../../feldera/schemas/pipeline.ts";
import { cratesNamedIn } from "../owners/operator-crate.ts";
import { isCompiledSince } from "./compiled-since.ts";
import { udfPlace } from "./panic-place.ts";

/** Why a pipeline died, in the sentence of Feldera's error that matters. */
export const DeploymentFailure = z.object({
  error_code: z.string(),
  /** Feldera's own words, without the frames around them. */
  cause: z.string(),
  panic: z
    .object({
      thread: z.string(),
      worker: z.number(),
      /** FILE:LINE:COLUMN of the panic. */
      location: z.string().optional(),
      /** Whether the panic is in the pipeline's own Rust functions (`udf.rs`). */
      in_udf: z.boolean(),
      /** The user's own function that was running. */
      udf: z.string().optional(),
      /** Crate hash of the SQL operator that was running. */
      operator: z.string().optional(),
      /** Other workers that panicked beside it. */
      others: z.number(),
      backtrace: z.string().optional(),
    })
    .optional(),
  /** Crate hashes of every SQL operator that the message names, that of the panic first. */
  operators: z.array(z.string()),
  /** Connector (`table.connector`) that the error names. */
  connector: z.string().optional(),
  /** The error's whole message. */
  message: z.string(),
});

export type DeploymentFailure = z.infer<typeof DeploymentFailure>;

const PanicInfo = z.tuple([
  z.number(),
  z.string(),
  z.looseObject({
    message: z.string().nullish(),
    backtrace: z.string().nullish(),
    location: z.looseObject({ file: z.string(), line: z.number(), col: z.number() }).nullish(),
  }),
]);

const Details = z.looseObject({
  error: z.union([
    z.string(),
    z.looseObject({
      WorkerPanic: z.looseObject({ panic_info: z.array(PanicInfo) }).optional(),
      endpoint_name: z.string().optional(),
      config_error: z.looseObject({ endpoint_name: z.string().optional() }).optional(),
      error: z.string().optional(),
    }),
  ]),
});

/** What stands before the cause in every error of its kind, and says no more than the `error_code`. */
const PREAMBLES = [
  /^Pipeline provision failed: /,
  /^Pipeline check failed: compute and\/or storage resources encountered a fatal error\.\s+/,
  /^DBSP error: (?:runtime error: )?/,
];

/** Around the error of a start, which ends with a full stop that is not the error's. */
const STARTED = "Operation failed because the pipeline failed to initialize. Error details: ";

const NOT_VALID =
  /^(The (?:runtime|program|deployment) (?:configuration|information)):\n.*\n\n\.\.\. (is not valid due to: .*?)\.\n\n/s;

/** Without all that another version of Feldera cannot read, which stands before the reason. */
export function withoutItsConfiguration(message: string): string {
  return message.replace(NOT_VALID, "$1 $2\n\n");
}

/** A panic's message within an error whose details do not have it. */
const PANIC_MESSAGE = /^panic message: (.*?)\npanic location: /ms;

/** What names a connector that the details name as well. */
const CONNECTOR_FRAME = /^(?:FATAL )?error on (?:input|output) endpoint '[^']*': /i;

/**
 * Unwraps a `deployment_error`: the panic's message for a worker panic, otherwise the first paragraph of the
 * message without its preamble.
 */
export function explainDeploymentError(error: DeploymentError): DeploymentFailure {
  const details = Details.safeParse(error.details).data?.error;
  const panics = typeof details === "object" ? (details.WorkerPanic?.panic_info ?? []) : [];
  const connector =
    typeof details === "object" ? (details.endpoint_name ?? details.config_error?.endpoint_name) : undefined;
  const [first] = panics;
  const withoutConnector = (text: string) =>
    connector === undefined ? text : text.replace(CONNECTOR_FRAME, "");
  return {
    error_code: error.error_code,
    cause: firstParagraph(
      first?.[2].message ??
        PANIC_MESSAGE.exec(error.message)?.[1] ??
        withoutConnector(withoutPreamble(error.message)),
    ),
    operators: cratesNamedIn(`${first?.[2].backtrace ?? ""}\n${error.message}`),
    message: error.message.trimEnd(),
    ...(first && { panic: describePanic(first, panics.length - 1) }),
    ...(connector !== undefined && { connector }),
  };
}

function describePanic(panic: z.infer<typeof PanicInfo>, others: number): DeploymentFailure["panic"] {
  const [worker, thread, { location: at, backtrace }] = panic;
  const [operator] = cratesNamedIn(backtrace ?? "");
  return {
    thread,
    worker,
    ...udfPlace(at ? `${at.file}:${at.line}:${at.col}` : undefined, backtrace ?? ""),
    others,
    ...(operator !== undefined && { operator }),
    ...(backtrace && { backtrace }),
  };
}

/** The line of the pipeline's own Rust functions that panicked. */
export const UdfLine = z.object({ line: z.int(), code: z.string() });

export type UdfLine = z.infer<typeof UdfLine>;

/** Undefined also where the program was compiled since. */
export function udfLine(
  panic: { readonly in_udf: boolean; readonly location?: string | undefined } | undefined,
  pipeline: Pipeline,
): UdfLine | undefined {
  if (!panic?.in_udf || isCompiledSince(pipeline)) return undefined;
  const line = Number(/^udf\.rs:(\d+):/.exec(panic.location ?? "")?.[1]);
  const code = pipeline.udf_rust?.split("\n")[line - 1]?.trim();
  return code ? { line, code } : undefined;
}

function ofStart(message: string): string {
  if (!message.startsWith(STARTED)) return message;
  const told = message.slice(STARTED.length).trimEnd();
  return told.endsWith(".") ? told.slice(0, -1) : told;
}

function withoutPreamble(message: string): string {
  const told = withoutItsConfiguration(ofStart(message));
  return PREAMBLES.reduce((rest, preamble) => rest.replace(preamble, ""), told);
}

/** Without what only leads over to the next. */
function firstParagraph(text: string): string {
  const [first = ""] = text.trim().split(/\n\s*\n/, 1);
  return first.replace(/ Possible reasons:$/, "");
}
