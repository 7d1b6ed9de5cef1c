import type { Limits } from "../../config/limits.ts";
import type { CallScope, FelderaRequest, LogBytes, LogNews, Source } from "../source.ts";
import { timeLimited } from "../time-limit.ts";
import { decoded } from "./answer.ts";
import type { Ask } from "./exchange.ts";
import { endFoundIn, startOf, TELLING_BYTES } from "./log-position.ts";
import { beginning, catchUp, readNews } from "./log-stream.ts";
import { withRetries } from "./retry.ts";

/** Reads the log of a pipeline of a running Feldera. */
export function logsOver(
  ask: Ask,
  limits: Limits,
): Pick<Source, "readLog" | "readLogAfter" | "positionOfEnd"> {
  async function readLog(request: FelderaRequest, scope: CallScope): Promise<LogBytes> {
    return withRetries(
      () =>
        ask(request, scope, (answer) => catchUp(decoded(answer, request.endpoint), limits, scope.deadlineMs)),
      limits,
      scope,
      Math.random,
    );
  }

  async function readLogAfter(
    request: FelderaRequest,
    position: string,
    scope: CallScope,
  ): Promise<LogNews | undefined> {
    const asked = { ...request, query: { cursor: position } };
    const attempt = () =>
      ask(asked, scope, async (answer) => {
        const start = startOf(answer);
        if (start !== undefined) {
          return readNews(decoded(answer, request.endpoint), start, limits, scope.deadlineMs);
        }
        answer.body.on("error", () => {}).destroy();
        return undefined;
      });
    return withRetries(attempt, limits, scope, Math.random);
  }

  /** An answer that is not followed has no position: a second one tells where it begins, and is hung up on. */
  async function positionOfEnd(
    request: FelderaRequest,
    log: LogBytes,
    scope: CallScope,
  ): Promise<string | undefined> {
    if (log.bytesDropped > 0) return undefined;
    const asked = { ...request, query: { cursor: "" } };
    const { signal, end } = timeLimited(scope.signal, limits.logPositionMs);
    const deadlineMs = Math.min(scope.deadlineMs, performance.now() + limits.logPositionMs);
    const limited = { ...scope, signal, deadlineMs };
    const attempt = () =>
      ask(asked, limited, async (answer) => {
        const start = startOf(answer);
        const wanted = start === undefined ? 0 : Math.min(TELLING_BYTES, log.bytesRead);
        const first = await beginning(decoded(answer, request.endpoint), wanted, limits.logIdleMs);
        return start && endFoundIn(log, start, first);
      });
    return withRetries(attempt, limits, limited, Math.random).finally(end);
  }

  return { readLog, readLogAfter, positionOfEnd };
}
