import * as z from "zod";
import { isOpenSource } from "../cluster/platform.ts";
import type { Standing } from "./standing.ts";

/** What follows from an action on a pipeline as it stands. */
export const Consequence = z.enum([
  "dismisses the error",
  "no error to dismiss",
  "refused while an error stands",
  "refused before it is stopped",
  "refused without a compiled program",
  "refused in the open source edition",
  "resumes from the checkpoint",
  "starts from scratch",
  "starts from what is not known",
  "deployed already",
  "nothing runs",
  "loses the work since the checkpoint",
  "loses all state",
  "loses what is not known",
  "checkpoints first",
  "loses what only the process knows",
  "inputs wait",
  "inputs are read again",
  "one input waits",
  "one input is read again",
  "one output discards its rows",
  "one output writes again",
  "nothing is lost",
  "bootstraps the changes",
  "nothing awaits approval",
]);

export type Consequence = z.infer<typeof Consequence>;

export function consequencesOfStart(
  before: Standing,
  { dismiss_error }: { dismiss_error: boolean },
): Consequence[] {
  const { state } = before;
  if (isDeployed(before)) return ["deployed already"];
  if (state.program.status.endsWith("Error")) return ["refused without a compiled program"];
  if (state.failure && !dismiss_error) return ["refused while an error stands"];
  return [
    ...(state.failure ? (["dismisses the error"] as const) : []),
    byCheckpoints(
      before,
      "resumes from the checkpoint",
      "starts from scratch",
      "starts from what is not known",
    ),
  ];
}

export function consequencesOfStop(before: Standing, { force }: { force: boolean }): Consequence[] {
  if (!isDeployed(before)) return ["nothing runs"];
  if (!force && isOpenSource(before.edition)) return ["refused in the open source edition"];
  return [
    force
      ? byCheckpoints(
          before,
          "loses the work since the checkpoint",
          "loses all state",
          "loses what is not known",
        )
      : "checkpoints first",
    "loses what only the process knows",
  ];
}

export function consequencesOfPause(before: Standing): Consequence[] {
  return [isDeployed(before) ? "inputs wait" : "nothing runs"];
}

export function consequencesOfResume(before: Standing): Consequence[] {
  return [isDeployed(before) ? "inputs are read again" : "nothing runs"];
}

export function consequencesOfConnectorAction(
  before: Standing,
  { action, view_name }: { action: "start" | "pause"; view_name?: string | undefined },
): Consequence[] {
  if (!isDeployed(before)) return ["nothing runs"];
  if (view_name !== undefined) {
    return [action === "pause" ? "one output discards its rows" : "one output writes again"];
  }
  return [action === "pause" ? "one input waits" : "one input is read again"];
}

export function consequencesOfCheckpoint(before: Standing): Consequence[] {
  if (!isDeployed(before)) return ["nothing runs"];
  return [isOpenSource(before.edition) ? "refused in the open source edition" : "nothing is lost"];
}

export function consequencesOfDismissal(before: Standing): Consequence[] {
  if (!before.state.failure) return ["no error to dismiss"];
  return [isFullyStopped(before) ? "dismisses the error" : "refused before it is stopped"];
}

export function consequencesOfApproval(before: Standing): Consequence[] {
  return [
    before.state.deployment.status === "AwaitingApproval"
      ? "bootstraps the changes"
      : "nothing awaits approval",
  ];
}

function byCheckpoints(
  { checkpoints }: Standing,
  some: Consequence,
  none: Consequence,
  unknown: Consequence,
): Consequence {
  if (checkpoints === undefined) return unknown;
  return checkpoints.count > 0 ? some : none;
}

function isDeployed({ state }: Standing): boolean {
  return state.resources.status !== "Stopped";
}

function isFullyStopped({ state }: Standing): boolean {
  const { status, desired = status } = state.resources;
  return status === "Stopped" && desired === "Stopped";
}
