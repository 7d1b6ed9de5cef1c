import { describe, expect, test } from "vitest";
import type { ListedTool } from "../../src/mcp/registry.ts";
import type { Answer, CallOptions } from "../../src/mcp/tool-call.ts";
import { gatherReport, type Reporting } from "../../src/report/gather.ts";
import { PARTS } from "../../src/report/parts.ts";

type Call = Reporting["registry"]["call"];

const listed = (name: string): ListedTool => ({
  name,
  title: name,
  description: name,
  inputSchema: { type: "object" },
  annotations: {},
});
const TOOLS = [...new Set(Object.values(PARTS).map(({ tool }) => tool))].map(listed);

function gather(call: Call, changes: Partial<Reporting> & Partial<Reporting["registry"]> = {}) {
  const { list = () => TOOLS, pageTool = async () => listed("read_picture"), ...others } = changes;
  return gatherReport({
    pipeline_name: "p",
    origin: {},
    registry: { call, list, pageTool },
    hasPictures: true,
    maxTokens: 8000,
    options: {},
    nowMs: () => 5,
    version: "1.2.3",
    clean: (text) => text,
    ...others,
  });
}

async function factsOf(...asked: Parameters<typeof gather>) {
  const gathered = await gather(...asked);
  if ("why" in gathered) throw new Error(gathered.why);
  return gathered.facts;
}

const timeline = {
  picture: "timeline",
  pipeline_name: "p",
  source: { kind: "live", at_ms: 5 },
  missing: [],
  notes: [],
};
const failing = (why: string): Answer => ({ text: why, isError: true });
const telling = (tool: string): Answer => ({ text: `what ${tool} tells`, isError: false });

describe("a report's parts", () => {
  test("are asked for in turn, and what cannot be had is told in its place", async () => {
    const { parts } = await factsOf(async (tool, args) => {
      expect(args).toMatchObject({ pipeline_name: "p" });
      if (tool === "read_picture") return failing("There is no profile.\nNext: start one.");
      return tool === "list_events" ? failing("No events.") : telling(tool);
    });
    expect(parts.map(({ id }) => id)).toEqual(Object.keys(PARTS));
    expect(parts.find(({ id }) => id === "events")).toMatchObject({
      pictures: [],
      missing: [
        "This could not be read: No events.",
        "The picture could not be made: There is no profile. Next: start one.",
      ],
    });
    expect(parts.find(({ id }) => id === "heap")?.missing).toEqual([
      "The picture, top down, could not be made: There is no profile. Next: start one.",
      "The picture, bottom up, could not be made: There is no profile. Next: start one.",
    ]);
    expect(parts.find(({ id }) => id === "log")).toMatchObject({
      text: "what get_pipeline_logs tells",
      missing: [],
    });
  });

  test("have ids and titles that no two share", () => {
    const titles = Object.values(PARTS).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("tell a reason once that is the text's and the picture's", async () => {
    const { parts } = await factsOf(async (tool) =>
      ["summarize_samply_profile", "read_picture"].includes(tool) ? failing("None recorded.") : telling(tool),
    );
    expect(parts.find(({ id }) => id === "cpu")?.missing).toEqual(["This could not be read: None recorded."]);
  });

  test("that cannot be read for one reason tell it once", async () => {
    const { parts } = await factsOf(
      async (tool, args) =>
        /operators|circuit/.test(tool) || JSON.stringify(args).includes("section")
          ? failing("No circuit profile.")
          : telling(tool),
      { hasPictures: false },
    );
    expect(parts.slice(-3).map(({ missing }) => missing)).toEqual([
      ["This could not be read: No circuit profile."],
      ['This could not be read, for the same reason as the part "What each operator costs".'],
      ['This could not be read, for the same reason as the part "What each operator costs".'],
    ]);
  });

  test("have the program's text where its costs cannot be read", async () => {
    const { parts } = await factsOf(
      async (tool) => (tool === "summarize_operators" ? failing("No circuit profile.") : telling(tool)),
      { hasPictures: false },
    );
    expect(parts.find(({ id }) => id === "program")).toMatchObject({
      from: "get_pipeline section=program",
      text: "what get_pipeline tells",
      missing: ["What summarize_operators tells could not be read: No circuit profile."],
    });
  });

  test("have no picture of facts that are none's", async () => {
    const { parts } = await factsOf(async (tool) => ({
      ...telling(tool),
      structured: { ...timeline, missing: "no list" },
    }));
    expect(parts.flatMap(({ pictures }) => pictures)).toEqual([]);
    expect(parts.flatMap(({ missing }) => missing).join()).toMatch(
      /The picture could not be made: .*missing/,
    );
  });

  test("show the profile in their pictures that their texts tell of", async () => {
    const asked: object[] = [];
    await factsOf(async (tool, args) => {
      if (tool === "read_picture") asked.push(Object(args));
      const picture = {
        pipeline_name: "p",
        picture: "flame",
        profile: "heap",
        profile_id: "heap-1",
      } as const;
      return { ...telling(tool), ...(tool === "summarize_heap_profile" && { picture }) };
    });
    const ofHeap = asked.filter((args) => "profile" in args && args.profile === "heap");
    expect(ofHeap).toEqual([
      expect.objectContaining({ profile_id: "heap-1", direction: "callees" }),
      expect.objectContaining({ profile_id: "heap-1", direction: "callers" }),
    ]);
  });

  test("say what they wait for, and in which part", async () => {
    const said: string[] = [];
    const call = async (tool: string, _: unknown, { onProgress }: CallOptions = {}) => {
      onProgress?.(1, "waiting");
      return telling(tool);
    };
    await factsOf(call, { options: { onProgress: (seconds, doing) => said.push(`${seconds} s: ${doing}`) } });
    expect(said).toContain("1 s: What holds memory: waiting");
  });
});

describe("where no tool with a picture is offered", () => {
  test("the report says so, and asks for none", async () => {
    const pageTool = async () => undefined;
    const { notes, parts } = await factsOf(
      async (tool) => {
        if (tool === "read_picture") throw new Error("there is no such tool");
        return telling(tool);
      },
      { pageTool },
    );
    expect(notes[0]).toMatch(/^No picture was made: none of the tools .* is offered.*summarize_heap_profile/);
    expect(parts.flatMap(({ missing }) => missing)).toEqual([]);
  });

  test("a report without pictures does not speak of it", async () => {
    const { notes } = await factsOf(async (tool) => telling(tool), {
      pageTool: async () => undefined,
      hasPictures: false,
    });
    expect(notes.join()).not.toMatch(/No picture/);
  });
});

describe("there is nothing to report", () => {
  test("where neither a diagnosis nor the pipeline can be had, and nothing more is asked", async () => {
    const asked: string[] = [];
    const call = async (tool: string) => {
      asked.push(tool);
      return failing("There is no pipeline p.");
    };
    expect(await gather(call)).toEqual({ why: "There is no pipeline p." });
    expect(asked).toEqual(["diagnose_pipeline", "get_pipeline"]);
  });

  test("where every part is switched off", async () => {
    const call = async () => failing("It is switched off.");
    expect(await gather(call, { list: () => [] })).toEqual({ why: "It is switched off." });
  });

  test("but a diagnosis that alone cannot be had is told in its place", async () => {
    const { parts } = await factsOf(async (tool) =>
      tool === "diagnose_pipeline" ? failing("This server failed on the call.") : telling(tool),
    );
    expect(parts[0]).toMatchObject({
      id: "diagnosis",
      missing: ["This could not be read: This server failed on the call."],
    });
    expect(parts[0]).not.toHaveProperty("text");
  });
});
