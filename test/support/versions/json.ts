import { parse, stringify } from "lossless-json";
import type { Answer } from "../responses.ts";

export type Members = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) && value.constructor === Object;
}

/** What stands under `key`, where that is an object; otherwise an empty one. */
export function objectAt(members: Members, key: string): Members {
  const value = members[key];
  return isObject(value) ? value : {};
}

/** The members with the object under `key` changed; without one they stay as they are. */
export function withObject(members: Members, key: string, change: (object: Members) => Members): Members {
  const value = members[key];
  return isObject(value) ? { ...members, [key]: change(value) } : members;
}

/** Each element that is an object changed; what is no array stays. */
export function withEach(value: unknown, change: (object: Members) => Members): unknown {
  return Array.isArray(value) ? value.map((one: unknown) => (isObject(one) ? change(one) : one)) : value;
}

/** A successful JSON answer with another body, its numbers of 64 bits kept; any other answer stays. */
export function withBody(answer: Answer, change: (body: unknown) => unknown): Answer {
  if (answer.status !== 200 && answer.status !== 503) return answer;
  const body = parsed(answer.body.toString());
  return body === undefined ? answer : { ...answer, body: Buffer.from(stringify(change(body)) ?? "") };
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
