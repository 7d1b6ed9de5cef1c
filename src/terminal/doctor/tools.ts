import type { SessionFacts } from "../../analysis/cluster/session.ts";
import { ENDPOINTS, type Endpoint } from "../../feldera/endpoints.ts";
import { isBefore } from "../../feldera/versions.ts";
import type { SwitchedOff } from "../../mcp/toolsets.ts";
import { plural } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Tool } from "../../tools/tool.ts";
import type { Finding } from "./finding.ts";

/** What is known of the Feldera that the tools ask. */
export interface Asked {
  readonly version?: string | undefined;
  readonly session?: SessionFacts | undefined;
}

/** Which tools work here, and of the others why not. */
export function toolFindings(
  tools: readonly Tool[],
  switchedOff: (tool: Tool) => SwitchedOff | undefined,
  asked: Asked,
): Finding[] {
  const works: string[] = [];
  const off: { name: string; remedy: Words }[] = [];
  const refused: Finding[] = [];
  for (const tool of tools) {
    const kept = switchedOff(tool);
    const refusal = refusalOf(tool, asked);
    if (kept !== undefined) off.push({ name: tool.name, remedy: kept.remedy });
    else if (refusal !== undefined) refused.push(refusal);
    else works.push(tool.name);
  }
  const subject = "tools";
  const count = words`${works.length} of ${tools.length} tools work here`;
  return [
    works.length === 0
      ? { subject, state: "wrong", says: count, mend: words`see below` }
      : { subject, state: "ok", says: words`${count}: ${nameList(works)}` },
    ...refused,
    ...byRemedy(off),
  ];
}

/** Why Feldera would refuse a tool's calls, if so. */
function refusalOf({ name, endpoint, toolset }: Tool, { version, session }: Asked): Finding | undefined {
  const { since }: Endpoint = ENDPOINTS[endpoint];
  if (since !== undefined && version !== undefined && isBefore(version, `${since}.0`) === true) {
    return {
      subject: name,
      state: "note",
      says: words`does not work here: it asks for what Feldera has from ${since} on, and this is ${version}`,
      mend: words`a newer Feldera`,
    };
  }
  if (toolset === "control" && session?.may === "read") {
    return {
      subject: name,
      state: "wrong",
      says: words`would be refused: the key's role ${session.role ?? ""} may not change pipelines`,
      mend: words`a key with the role write, or leave the toolset control out`,
    };
  }
  return undefined;
}

/** Those that one remedy switches on, in a line. */
function byRemedy(off: readonly { readonly name: string; readonly remedy: Words }[]): Finding[] {
  const remedies = new Map<string, { names: string[]; remedy: Words }>();
  for (const { name, remedy } of off) {
    const others = remedies.get(String(remedy))?.names ?? [];
    remedies.set(String(remedy), { names: [...others, name], remedy });
  }
  return [...remedies.values()].map(({ names, remedy }) => {
    const says = words`${plural(names.length, words`tool`, words`tools`)}: ${nameList(names)}`;
    return { subject: "switched off", state: "ok", says, mend: remedy };
  });
}
