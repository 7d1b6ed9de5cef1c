import * as z from "zod";
import type { Words } from "../../text/page/words.ts";
import { stripUnseen } from "../../untrusted/strip.ts";
import { argumentsObject, readArguments } from "../arguments/read.ts";
import type { Choices } from "../completion/choices.ts";

/** One call of the way to an answer. */
export interface Step {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** "To …", for where the tool is switched off; names no tool. */
  readonly to: Words;
  /** What to look at in the answer, and what to conclude from it. Names no tool but its own. */
  readonly tells: Words;
}

/** What a person asks an assistant to find out, and how. */
export interface Guide {
  /** The question, in a sentence without its full stop. */
  readonly goal: Words;
  /** What was given beside it, each in a line. */
  readonly given?: readonly Words[];
  readonly steps: readonly Step[];
  /** How findings are told apart, each in a sentence without its full stop. */
  readonly conclusions: readonly Words[];
}

interface PromptDefinition<Input extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The tool without which it leads nowhere; diagnose_pipeline unless given. */
  readonly needs?: string;
  /** A strict object of strings, each described. */
  readonly input: Input;
  /** What each argument may be chosen from. */
  readonly choices: Readonly<Partial<Record<keyof z.output<Input> & string, Choices>>>;
  readonly guide: (args: z.output<Input>) => Guide;
}

export interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
}

/** A prompt as it is listed and answered, whatever its arguments are. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly needs: string;
  readonly arguments: readonly PromptArgument[];
  readonly choices: Readonly<Partial<Record<string, Choices>>>;
  /** @throws InvalidArguments */
  readonly guide: (args: unknown) => Guide;
}

export function definePrompt<Input extends z.ZodObject>(definition: PromptDefinition<Input>): Prompt {
  const { name, title, description, needs = "diagnose_pipeline", input, choices } = definition;
  return {
    name,
    title,
    description,
    needs,
    arguments: Object.entries(input.shape).map(([argument, schema]) => ({
      name: argument,
      description: z.globalRegistry.get(schema)?.description ?? "",
      required: !z.safeParse(schema, undefined).success,
    })),
    choices,
    guide: (args) => definition.guide(readArguments(input, seen(args)).args),
  };
}

/** What a person has typed, without what cannot be seen: that is not what was meant. */
function seen(args: unknown): unknown {
  const given = argumentsObject(args);
  if (given === undefined) return args;
  const visible = (value: unknown) => (typeof value === "string" ? stripUnseen(value).trim() : value);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, visible(value)]));
}

/** A time, as the tools take it. */
export const time = z.string().max(50);
