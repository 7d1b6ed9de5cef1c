import { withoutWaiting } from "../../feldera/api/within.ts";
import type { ToolContext } from "../tool.ts";

/** Of the time that a call has left: the rest is for telling what was read. */
export const SHARE_OF_LEFT = 0.8;

export function leftMs({ feldera }: ToolContext): number {
  return feldera.scope.deadlineMs - performance.now();
}

/** That a pipeline is away is an answer here; waiting for it to come back would hold up all the others. */
export function limited(context: ToolContext, limitMs: number): ToolContext {
  return { ...context, feldera: withoutWaiting(context.feldera, limitMs) };
}
