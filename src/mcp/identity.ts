import { INSTRUCTIONS } from "./instructions.ts";

/** What a client is told of the server before it calls anything. */
export interface Identity {
  readonly serverInfo: { readonly name: string; readonly title: string; readonly version: string };
  readonly capabilities: {
    readonly tools: object;
    readonly prompts: object;
    readonly resources: object;
    readonly completions: object;
  };
  readonly instructions: string;
  /** Whether a client may keep lists and instructions: not where the server is to be started anew with others. */
  readonly mayBeKept: boolean;
}

/** Of a server that asks a running Feldera. */
export function identityOf(version: string): Identity {
  return {
    serverInfo: { name: "feldera-mcp", title: "Feldera debugging", version },
    capabilities: { tools: {}, prompts: {}, resources: {}, completions: {} },
    instructions: INSTRUCTIONS,
    mayBeKept: true,
  };
}
