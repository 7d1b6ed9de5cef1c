import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ErrorCode, GetPromptRequestParamsSchema, McpError } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { didYouMean } from "../nearest.ts";
import type { Registry } from "../registry.ts";
import { handle, OnlyPage } from "../request.ts";
import { PROMPTS } from "./all.ts";
import type { Guide, Prompt } from "./prompt.ts";
import { guideText } from "./text.ts";

/** The questions that a person picks, each as a guide through the tools that are on. */
export function servePrompts(server: Server, registry: Registry): void {
  handle(server, "prompts/list", OnlyPage, () => ({
    prompts: PROMPTS.map(({ name, title, description, arguments: taken }) => ({
      name,
      title,
      description,
      arguments: [...taken],
    })),
  }));
  handle(server, "prompts/get", GetPromptRequestParamsSchema, ({ name, arguments: args = {} }) => {
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
  throw new McpError(ErrorCode.InvalidParams, `there is no prompt ${name}${nearest}`);
}

function guideOf(prompt: Prompt, args: Readonly<Record<string, string>>): Guide {
  try {
    return prompt.guide(args);
  } catch (error) {
    if (error instanceof z.ZodError) throw new McpError(ErrorCode.InvalidParams, z.prettifyError(error));
    throw error;
  }
}
