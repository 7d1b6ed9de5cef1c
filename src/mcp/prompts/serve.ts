import { ErrorCode } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { words } from "../../text/page/words.ts";
import { InvalidArguments } from "../../tools/errors.ts";
import { explainArguments } from "../../tools/explain/arguments.ts";
import { argumentsObject, readArguments } from "../arguments/read.ts";
import { type Methods, OnlyPage, RequestError } from "../methods.ts";
import { didYouMean } from "../nearest.ts";
import type { Registry } from "../registry.ts";
import { PROMPTS } from "./all.ts";
import type { Guide, Prompt, PromptArgument } from "./prompt.ts";
import { guideText } from "./text.ts";

const GetPrompt = z.object({ name: z.string(), arguments: z.unknown().optional() });

/** The questions that a person picks, each as a guide through the tools that are on. */
export function servePrompts(methods: Methods, registry: Registry): void {
  methods.on("prompts/list", OnlyPage, () => ({
    prompts: PROMPTS.filter(({ needs }) => !registry.isOffForGood(needs)).map(
      ({ name, title, description, arguments: taken }) => ({
        name,
        title,
        description,
        arguments: [...instanceArgument(registry.instances), ...taken],
      }),
    ),
  }));
  methods.on("prompts/get", GetPrompt, ({ name, arguments: args }) => {
    const prompt = promptNamed(name);
    const text = guideText(guideOf(prompt, args, registry.instances), registry.remedyIfOff);
    return { description: prompt.title, messages: [{ role: "user", content: { type: "text", text } }] };
  });
}

function promptNamed(name: string): Prompt {
  const prompt = PROMPTS.find((known) => known.name === name);
  if (prompt !== undefined) return prompt;
  const nearest = didYouMean(
    name,
    PROMPTS.map((known) => known.name),
  );
  throw new RequestError(ErrorCode.InvalidParams, `there is no prompt ${name}${nearest}`);
}

function instanceArgument(instances: Registry["instances"]): PromptArgument[] {
  if (instances === undefined) return [];
  return [{ name: "instance", description: `Which Feldera: ${instances.join(", ")}`, required: true }];
}

function guideOf(prompt: Prompt, args: unknown, instances: Registry["instances"]): Guide {
  try {
    return instances === undefined ? prompt.guide(args) : guideOfInstance(prompt, args, instances);
  } catch (error) {
    if (!(error instanceof InvalidArguments)) throw error;
    const { what, next } = explainArguments(error);
    throw new RequestError(ErrorCode.InvalidParams, `${what} ${next}`);
  }
}

/** The guide with every call of one instance. @throws InvalidArguments */
function guideOfInstance(prompt: Prompt, args: unknown, instances: readonly string[]): Guide {
  const all = argumentsObject(args);
  if (all === undefined) return prompt.guide(args);
  const { instance: named, ...own } = all;
  const input = z.strictObject({ instance: z.enum(instances) });
  const { instance } = readArguments(input, { instance: named }).args;
  const { given = [], steps, ...guide } = prompt.guide(own);
  return {
    ...guide,
    given: [words`All of this is of instance ${instance}.`, ...given],
    steps: steps.map((step) => ({ ...step, args: { instance, ...step.args } })),
  };
}
