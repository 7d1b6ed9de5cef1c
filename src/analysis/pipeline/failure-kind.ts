import type { DeploymentFailure } from "./deployment-error.ts";

export type FailureKind =
  | "storage"
  | "storage in use"
  | "panic"
  | "connector"
  | "killed"
  | "asked to end"
  | "out of memory"
  | "provisioning"
  | "other";

/** What the control plane says of a process that ended by SIGKILL, which nothing but the signal tells. */
const KILLED = /exit code:? 137|signal:? 9\b|SIGKILL/i;

/** Signals that ask a process to end. On SIGTERM a pipeline closes in good order, with status 0. */
export const ASKED_TO_END =
  /\bSIG(?:TERM|INT|HUP)\b|\bsignal:? (?:1|2|15)\b|exit (?:code|status):? (?:0|129|130|143)\b/i;
const OUT_OF_MEMORY = /out of memory|OOM ?Killed/i;
const STORAGE = /no storage space|No space left|StorageFull|ENOSPC|storage I\/O failed/i;

/** Whether a panic or an error is of storage that has no room, by its own words. */
export function isOfFullStorage(said: string): boolean {
  return STORAGE.test(said);
}

/** Rust's word for an error that has no kind of its own there, as too many open files have none, or a broken disk. */
const NO_FILE = /create failed: uncategorized error|too many open files|\bEMFILE\b|\bos error 24\b/i;

/** Whether storage failed as a file could not be made, for another reason than that there is no room. */
export function isOfFile(said: string): boolean {
  return NO_FILE.test(said);
}

const IN_USE = /process with PID \d+ is already using the storage directory/i;

/** A thread of the circuit has panicked, and what it said stands in the log alone. */
const PANICKED_ELSEWHERE = /^Panic inside the DBSP (?:runtime|controller)\b/;

/** Whether an error tells of a panic without what was said. */
export function isUntoldPanic({ cause, panic }: DeploymentFailure): boolean {
  return panic === undefined && PANICKED_ELSEWHERE.test(cause);
}

const OF_CONNECTOR = /\b(?:endpoint|connector|transport|parser|encoder)s?\b/i;

/** What sort of failure it is; each failure is of one. */
export function failureKind(failure: DeploymentFailure): FailureKind {
  const { cause, error_code, panic, connector, message } = failure;
  // What a user's function says when it panics, and what a connector's server answers, is not of this machine.
  if (panic?.in_udf) return "panic";
  if (connector !== undefined) return "connector";
  // The manager's own, of the runner's disk and not of the pipeline's storage.
  if (error_code === "IoError") return "provisioning";
  if (STORAGE.test(cause)) return "storage";
  if (IN_USE.test(cause)) return "storage in use";
  if (panic !== undefined || /WorkerPanic|DbspPanic|ControllerPanic/.test(error_code)) return "panic";
  if (isUntoldPanic(failure)) return "panic";
  if (OUT_OF_MEMORY.test(message)) return "out of memory";
  if (KILLED.test(message)) return "killed";
  if (error_code === "RunnerCheckError" && ASKED_TO_END.test(message)) return "asked to end";
  if (/Transport|Connector/.test(error_code)) return "connector";
  // Settings of the pipeline, its functions and its checkpoint are read at a start as its connectors are.
  if (/^InitializationError$|^ConfigError\b/.test(error_code) && OF_CONNECTOR.test(cause)) return "connector";
  if (/Provision/.test(error_code)) return "provisioning";
  return "other";
}

/** Of these one says no more than another, whatever files and figures it names. */
const ALIKE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "storage",
  "storage in use",
  "killed",
  "asked to end",
  "out of memory",
]);

/** Whether two failures are the same error: of one kind, at one place, alike but for the data that they name. */
export function isSameFailure(one: DeploymentFailure, other: DeploymentFailure): boolean {
  const kind = failureKind(one);
  if (kind !== failureKind(other)) return false;
  return ALIKE.has(kind) || (signatureOf(one) === signatureOf(other) && mayBeOfOneExpression(one, other));
}

function signatureOf({ error_code, cause, panic, connector }: DeploymentFailure): string {
  return [error_code, connector, panic?.location, withoutData(cause)].join("\n");
}

/**
 * An expression of a view is computed in each operator that the view was merged into, and which worker reaches it
 * first is chance: the operators that panicked need not be the same, where they share one or meet the same values.
 */
function mayBeOfOneExpression(one: DeploymentFailure, other: DeploymentFailure): boolean {
  if (one.operators.length === 0 && other.operators.length === 0) return true;
  if (one.operators.some((operator) => other.operators.includes(operator))) return true;
  return one.cause === other.cause && withoutData(one.cause) !== one.cause;
}

/** Values of rows, ids and addresses go; where in the SQL it was stays. */
function withoutData(text: string): string {
  return text
    .replace(/'[^'\n]*'|"[^"\n]*"/g, "'…'")
    .replace(/(?<!\b(?:line|lines|column|columns) )(?<![\w.])[-+]?\d[\w.:-]*/g, "#");
}
