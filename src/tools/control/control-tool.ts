import * as z from "zod";
import type { Consequence } from "../../analysis/control/consequences.ts";
import { type Standing, standing } from "../../analysis/control/standing.ts";
import { ControlAnswer } from "../../answers/control.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { getPlatformConfig } from "../../feldera/api/cluster.ts";
import { type ActionName, type ActionRequest, act } from "../../feldera/api/control.ts";
import { getPipelineStatus } from "../../feldera/api/pipelines.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { renderControl } from "../../text/control/control-answer.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import { defineTool, type Hints, pipeline_name, type Tool } from "../tool.ts";

/** The arguments of every tool that changes how a pipeline runs. */
export const controlArguments = {
  pipeline_name,
  confirm: z
    .string()
    .max(200)
    .optional()
    .describe("The pipeline's name again, to act; without it the call only tells what would be lost"),
} as const;

const Common = z.looseObject({ pipeline_name: z.string(), confirm: z.string().optional() });

type OneRequest = Omit<ActionRequest, "endpoint"> & Partial<ActionRequest>;

export interface ControlTool<Input extends z.ZodObject> {
  readonly name: string;
  readonly endpoint: ActionName;
  readonly title: string;
  readonly description: string;
  readonly hints: Pick<Hints, "destructiveHint" | "idempotentHint">;
  /** A strict object that has `controlArguments`. */
  readonly input: Input;
  /** `endpoint`, unless the arguments choose another. @throws ToolError for arguments that contradict each other */
  readonly request: (args: z.output<Input>, feldera: Feldera) => OneRequest | Promise<OneRequest>;
  readonly consequences: (before: Standing, args: z.output<Input>) => Consequence[];
}

/**
 * A tool that changes how a pipeline runs. It acts only where `confirm` repeats the pipeline's name; otherwise it
 * tells what would be lost, and the call that acts.
 */
export function defineControlTool<Input extends z.ZodObject>(control: ControlTool<Input>): Tool {
  const { name, endpoint, title, description, input } = control;
  return defineTool({
    name,
    toolset: "control",
    changesFeldera: true,
    endpoint,
    title,
    description,
    hints: { readOnlyHint: false, openWorldHint: true, ...control.hints },
    input,
    facts: ControlAnswer,
    async run(args, { feldera }) {
      refuseOffline(feldera);
      const { confirm, ...rest } = Common.parse(args);
      const { pipeline_name } = rest;
      const isConfirmed = confirm === pipeline_name;
      const request = { endpoint, ...(await control.request(args, feldera)) };
      const [status, edition] = await Promise.all([
        getPipelineStatus(feldera, pipeline_name),
        isConfirmed ? undefined : editionIfTold(feldera),
      ]);
      const before = standing(status, edition);
      const facts = { pipeline_name, args: rest, before, consequences: control.consequences(before, args) };
      if (isConfirmed) return { ...facts, reply: await act(feldera, request) };
      return { ...facts, ...(confirm !== undefined && { wrong_confirm: confirm }) };
    },
    render: (facts, page) => renderControl(name, facts, page),
  });
}

function refuseOffline({ source }: Feldera): void {
  if (source.kind === "feldera") return;
  throw new ToolError(
    words`Nothing can be changed offline: this server answers from a support bundle.`,
    words`Where the pipeline is still there, an operator can start the server without --bundle.`,
  );
}

/** The edition only adds to what is told: a call that can do without it does not fail for lack of it. */
async function editionIfTold(feldera: Feldera): Promise<string | undefined> {
  const { value } = await partOf(getPlatformConfig(feldera));
  return value?.edition ?? undefined;
}
