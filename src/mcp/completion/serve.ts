import { CompleteRequestParamsSchema, ErrorCode } from "@modelcontextprotocol/sdk/types.js";
import type * as z from "zod";
import { type Methods, RequestError } from "../methods.ts";
import { PROMPTS } from "../prompts/all.ts";
import type { Registry } from "../registry.ts";
import { RESOURCES } from "../resources/all.ts";
import { templatesOf } from "../resources/templates.ts";
import type { Choices, Given } from "./choices.ts";
import { matching } from "./matching.ts";

type Reference = z.infer<typeof CompleteRequestParamsSchema>["ref"];

/** Completes arguments of prompts and of resource templates. */
export function serveCompletion(methods: Methods, registry: Registry): void {
  methods.on("completion/complete", CompleteRequestParamsSchema, async (params, { signal }) => {
    const { ref, argument, context } = params;
    const known = choicesOf(ref, registry.instances);
    const choices = Object.hasOwn(known, argument.name) ? known[argument.name] : undefined;
    if (choices === undefined) {
      throw new RequestError(ErrorCode.InvalidParams, `${nameOf(ref)} has no argument ${argument.name}`);
    }
    const values = await valuesOf(choices, context?.arguments ?? {}, registry, signal);
    return { completion: matching(values, argument.value) };
  });
}

/** Whatever fails here, the argument can still be typed: then there is nothing to offer. */
async function valuesOf(
  choices: Choices,
  given: Given,
  registry: Registry,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (typeof choices !== "string") return choices;
  const { questionFor } = await import("./choices.ts");
  const question = questionFor(choices, given);
  return question === undefined ? [] : registry.names(question, signal, given.instance).catch(() => []);
}

function choicesOf(
  ref: Reference,
  instances: Registry["instances"],
): Readonly<Partial<Record<string, Choices>>> {
  if (ref.type === "ref/prompt") {
    const prompt = PROMPTS.find(({ name }) => name === ref.name);
    if (prompt === undefined) throw unknown(ref);
    return { ...(instances && { instance: instances }), ...prompt.choices };
  }
  const template = templatesOf(instances).find(({ uriTemplate }) => uriTemplate === ref.uri);
  if (template !== undefined) return template.choices;
  if (RESOURCES.some(({ uri }) => uri === ref.uri)) return {};
  throw unknown(ref);
}

function unknown(ref: Reference): RequestError {
  return new RequestError(ErrorCode.InvalidParams, `there is no ${nameOf(ref)}`);
}

function nameOf(ref: Reference): string {
  return ref.type === "ref/prompt" ? `prompt ${ref.name}` : `resource ${ref.uri}`;
}
