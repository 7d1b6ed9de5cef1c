import type { Config } from "../../config/config.ts";
import { isOffered } from "../offered.ts";
import made from "./made.json" with { type: "json" };

type Offer = Pick<Config, "toolsets" | "readOnly">;

/** The revisions that have a handshake, the newest first. */
export const LEGACY_REVISIONS: readonly string[] = made.legacyRevisions;

/** Every tool, on or off. */
export const MADE_TOOLS = made.tools;

/** Whether the settings leave any tool. */
export function offersTools(offer: Offer): boolean {
  return made.tools.some((tool) => isOffered(tool, offer));
}

/** What a list is answered with, by its method. */
export function listOf(method: string, offer: Offer): Readonly<Record<string, unknown>> | undefined {
  const tools = made.tools.filter((tool) => isOffered(tool, offer));
  switch (method) {
    case "tools/list":
      return { tools: tools.map(({ listed }) => listed) };
    case "prompts/list":
      return { prompts: made.prompts };
    case "resources/list":
      return { resources: made.resources };
    case "resources/templates/list":
      return {
        resourceTemplates: made.resourceTemplates
          .filter(({ tool }) => tools.some(({ listed }) => listed.name === tool))
          .map(({ listed }) => listed),
      };
    default:
      return undefined;
  }
}
