import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { LoopbackFeldera } from "./loopback-feldera.ts";
import { type Asked, empty, headOfLog, json, type Response } from "./responses.ts";

/**
 * What a manager knows of a request for a log: before 0.350 nothing, so that every answer is the whole buffer and then
 * what comes; then `cursor`; from 0.370 on `follow` as well.
 */
export const LOG_MANAGERS = ["0.337", "0.350", "0.370"] as const;

export type LogManager = (typeof LOG_MANAGERS)[number];

/** The log of a pipeline as its manager keeps it: numbered lines, of which it discards the oldest. */
export interface ManagedLog {
  /** `<epoch>:<number of the newest line>`, as the next request's `cursor`. */
  end(): string;
  /** Those who follow the log get them at once. */
  append(...lines: string[]): void;
  discard(lines: number): void;
  /** The manager's runner restarts: streams end, and the log starts from scratch. */
  restart(): void;
}

const NOTICE =
  "[manager] 2026-11-21T07:46:18.340000Z  WARN pipeline_manager::runner::pipeline_logs: ... COUNT prior log lines " +
  'were discarded due to buffer constraints and are thus not shown. pipeline-id="0" pipeline-name="p"';

/** Serves a pipeline's log at its path, by the rules of a manager of that version. */
export function serveLog(
  feldera: LoopbackFeldera,
  path: string,
  manager: LogManager,
  lines: readonly string[],
): ManagedLog {
  let epoch = randomUUID();
  let kept = [...lines];
  let discarded = 0;
  const news = new EventEmitter().setMaxListeners(0);

  /** The body of an answer: what is kept after `position`, and where it follows, what comes. */
  function stream(position: number, follows: boolean, isNumbered: boolean) {
    const ofEpoch = epoch;
    return async function* body(over: AbortSignal): AsyncGenerator<Buffer> {
      if (!isNumbered && discarded > 0) yield linesOf([NOTICE.replace("COUNT", String(discarded))]);
      for (let at = position; epoch === ofEpoch; ) {
        const next = kept.slice(Math.max(0, at - discarded));
        at = discarded + kept.length;
        if (next.length > 0) yield linesOf(next);
        if (!follows) return;
        if (at === discarded + kept.length && epoch === ofEpoch) await once(news, "news", { signal: over });
      }
      if (!isNumbered) yield linesOf(["Logs have ended"]);
    };
  }

  function respond({ query: { cursor, follow } }: Asked): Response {
    const isNumbered = manager !== "0.337" && cursor !== undefined;
    const follows = manager !== "0.370" || follow !== "false";
    if (!isNumbered) return { kind: "stream", head: headOfLog(), chunks: stream(0, follows, false) };
    const asked = positionOf(cursor);
    if (!follows || asked === undefined) return BAD_CURSOR;
    const known = asked.epoch === epoch ? Math.min(asked.line, discarded + kept.length) : 0;
    const position = Math.max(known, discarded);
    const head = headOfLog({
      "feldera-logs-epoch": epoch,
      "feldera-logs-seq": String(position),
      "feldera-logs-gap": String(position - known),
    });
    return { kind: "stream", head, chunks: stream(position, true, true) };
  }

  feldera.on("GET", path, { kind: "by request", respond });
  return {
    end: () => `${epoch}:${discarded + kept.length}`,
    append(...added) {
      kept.push(...added);
      news.emit("news");
    },
    discard(count) {
      discarded += kept.splice(0, count).length;
    },
    restart() {
      epoch = randomUUID();
      kept = [
        "[manager] 2026-11-21T08:00:00.000000Z  INFO pipeline_manager::runner::pipeline_logs: Fresh start",
      ];
      discarded = 0;
      news.emit("news");
    },
  };
}

/** An empty cursor asks for everything, and to be told where it begins. */
function positionOf(cursor: string): { epoch: string; line: number } | undefined {
  if (cursor === "") return { epoch: "", line: 0 };
  const [, epoch, line] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,20})$/.exec(cursor) ?? [];
  return epoch === undefined ? undefined : { epoch, line: Number(line) };
}

const BAD_CURSOR = json(400, {
  message: "Value 'x' is not a valid log cursor",
  error_code: "InvalidLogCursorParam",
  details: {},
});

/** What a manager answers that cannot tell the position yet. */
export const POSITION_NOT_RESOLVED = empty(503);

function linesOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(""));
}
