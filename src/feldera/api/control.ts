import * as z from "zod";
import type { EndpointName } from "../endpoints.ts";
import { Integer } from "../schemas/values.ts";
import type { FelderaRequest } from "../source.ts";
import { type Feldera, readJson } from "./call.ts";

/** Endpoints that change how a pipeline or a connector runs. */
export type ActionName = Extract<
  EndpointName,
  | "start_pipeline"
  | "pause_pipeline"
  | "resume_pipeline"
  | "stop_pipeline"
  | "checkpoint_pipeline"
  | "dismiss_error"
  | "approve_pipeline"
  | "control_connector"
  | "control_output_connector"
>;

export interface ActionRequest extends Required<Pick<FelderaRequest, "path">>, Pick<FelderaRequest, "query"> {
  readonly endpoint: ActionName;
}

export interface ActionReply {
  /** 200: done; 202: accepted, and carried out from then on. */
  readonly status: number;
  /** Feldera's own words, where it had any. */
  readonly said?: string;
  /** Of a checkpoint that has begun: by this `checkpoint_status` knows it. */
  readonly checkpoint_sequence_number?: number | bigint;
}

const ReplyBody = z.union([
  z.string(),
  z.looseObject({ checkpoint_sequence_number: Integer.nullish() }).nullable(),
]);

/** Posts an action; never tried again, since the first try may have worked. */
export async function act(feldera: Feldera, request: ActionRequest): Promise<ActionReply> {
  const { endpoint } = request;
  const { status, body } = await feldera.source.fetch(request, feldera.scope);
  const reply = body.length === 0 ? null : readJson(feldera, endpoint, body, ReplyBody);
  if (typeof reply === "string") return { status, said: reply };
  const number = reply?.checkpoint_sequence_number;
  return { status, ...(number != null && { checkpoint_sequence_number: number }) };
}
