import { ErrorCode } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { InvalidArguments } from "../../tools/errors.ts";
import { explainArguments } from "../../tools/explain/arguments.ts";
import { type Methods, OnlyPage, RequestError } from "../methods.ts";
import { didYouMean } from "../nearest.ts";
import type { Registry } from "../registry.ts";
import { PROMPTS } from "./all.ts";
import type { Guide, Prompt } from "./prompt.ts";
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
        arguments: [...taken],
      }),
    ),
  }));
  methods.on("prompts/get", GetPrompt, ({ name, arguments: args }) => {
    const prompt = promptNamed(name);
    const text = guideText(guideOf(prompt, args), registry.remedyIfOff);
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

function guideOf(prompt: Prompt, args: unknown): Guide {
  try {
    return prompt.guide(args);
  } catch (error) {
    if (!(error instanceof InvalidArguments)) throw error;
    const { what, next } = explainArguments(error);
    throw new RequestError(ErrorCode.InvalidParams, `${what} ${next}`);
  }
}
