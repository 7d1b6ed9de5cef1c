import * as z from "zod";
import { parseRfc3339 } from "../duration.ts";
import type { Level, Moment, Source } from "./record.ts";

/** What the first line of a record from a logger says of it. */
export interface Head {
  readonly source: Source;
  readonly moment: Moment;
  readonly level: Level;
  readonly target: string | undefined;
  readonly span: string | undefined;
  /** May hold several lines in a JSON log. */
  readonly message: string;
}

const TEXT_HEAD =
  /^\[([^\]]{1,200})\] {1,8}(\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)) {1,8}(ERROR|WARN|INFO|DEBUG|TRACE)(?: (.*))?$/s;

/**
 * The head of a line of a text log, cleaned of colours before: `[manager] <time>  INFO <target>: <message>` from
 * the control plane (`[control-plane]` in older versions, without a target), and
 * `[<pipeline>] <time>  INFO <span>{<fields>}: <target>:  <message>` from a pipeline.
 */
export function parseTextHead(line: string): Head | undefined {
  const match = TEXT_HEAD.exec(line);
  if (match === null) return undefined;
  const [, name, time = "", level = "", rest = ""] = match;
  const source = name === "manager" || name === "control-plane" ? "manager" : "pipeline";
  const origin = source === "manager" ? splitTarget(rest, MODULE_PATH) : splitSpansAndTarget(rest);
  return assembleHead(source, time, level, origin);
}

const JsonLine = z.object({
  timestamp: z.string(),
  level: z.string(),
  target: z.string().optional(),
  "feldera-service": z.string().optional(),
  fields: z.record(z.string(), z.unknown()),
});

/**
 * The head of a line of a JSON log (FELDERA_LOG_JSON=1). The line is parsed as it came, since JSON hides escape
 * sequences and line breaks behind escapes of its own; `clean` is applied to each text taken out of it.
 */
export function parseJsonHead(line: string, clean: (text: string) => string): Head | undefined {
  if (!line.startsWith('{"') || !line.includes('"timestamp"')) return undefined;
  const json = JsonLine.safeParse(parseJson(line)).data;
  if (json === undefined) return undefined;
  const { message, line: managerLine, ...others } = json.fields;
  const text = message ?? managerLine;
  const fields = Object.entries(others).map(([name, value]) => `${name}=${fieldText(value)}`);
  const service = json["feldera-service"] ?? (managerLine === undefined ? "pipeline" : "runner");
  return assembleHead(
    service === "pipeline" ? "pipeline" : "manager",
    clean(json.timestamp),
    clean(json.level),
    {
      target: json.target === undefined ? undefined : clean(json.target),
      span: undefined,
      message: [...(text === undefined ? [] : [fieldText(text)]), ...fields].join(" "),
    },
  );
}

interface Origin {
  readonly target: string | undefined;
  readonly span: string | undefined;
  readonly message: string;
}

function assembleHead(source: Source, time: string, levelName: string, origin: Origin): Head | undefined {
  const epochMs = parseRfc3339(time);
  const level = levelOf(levelName);
  if (epochMs === undefined || level === undefined) return undefined;
  return { source, moment: { time, epochMs }, level, ...origin };
}

function levelOf(name: string): Level | undefined {
  switch (name) {
    case "ERROR":
      return "error";
    case "WARN":
      return "warn";
    case "INFO":
      return "info";
    case "DEBUG":
      return "debug";
    case "TRACE":
      return "trace";
    default:
      return undefined;
  }
}

const MODULE_PATH = /^ *(\w+(?:::\w+)+): /;
const CRATE_OR_MODULE_PATH = /^ *(\w+(?:::\w+)*): /;

function splitTarget(rest: string, form: RegExp): Origin {
  const match = form.exec(rest);
  if (match === null) return { target: undefined, span: undefined, message: rest.trimStart() };
  return { target: match[1], span: undefined, message: rest.slice(match[0].length) };
}

const NAME = /[A-Za-z_][\w.-]*(?:::[\w.-]+)*/y;

/** A pipeline puts two blanks after the target, which is what tells it from the spans before it. */
function splitSpansAndTarget(rest: string): Origin {
  const spans: string[] = [];
  let at = rest.length - rest.trimStart().length;
  for (;;) {
    NAME.lastIndex = at;
    const name = NAME.exec(rest)?.[0];
    if (name === undefined) break;
    const hasFields = rest[at + name.length] === "{";
    const end = hasFields ? endOfFields(rest, at + name.length) : at + name.length;
    if (rest[end] !== ":") break;
    if (!hasFields && (rest.startsWith("  ", end + 1) || end + 1 === rest.length)) {
      return {
        target: name,
        span: spans.length > 0 ? spans.join(":") : undefined,
        message: rest.slice(end + 3),
      };
    }
    spans.push(rest.slice(at, end));
    at = rest[end + 1] === " " ? end + 2 : end + 1;
  }
  return splitTarget(rest, CRATE_OR_MODULE_PATH);
}

/** The place after the brace that closes a span's fields, quoted text skipped; past the end where none does. */
function endOfFields(text: string, open: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = open; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value);
  } catch {
    return "…";
  }
}
