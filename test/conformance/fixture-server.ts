import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ErrorCode, type ServerResult } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { limitsWith } from "../../src/config/limits.ts";
import { measures } from "../../src/mcp/http/measures.ts";
import { serveOverHttp } from "../../src/mcp/http/serve.ts";
import { identityOf } from "../../src/mcp/identity.ts";
import { Methods, OnlyPage, RequestError, type RequestExtra } from "../../src/mcp/methods.ts";
import SCHEMA_2020_12 from "./schema-2020-12.json" with { type: "json" };

/**
 * What the official conformance suite calls, behind this server's own edge: its HTTP endpoint, its two eras, its way to
 * answer methods. Names and texts are those that the suite asks for.
 *
 * @see https://github.com/modelcontextprotocol/conformance
 */

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
const WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";
const TEXT_URI = "test://static-text";
const BINARY_URI = "test://static-binary";

const text = (value: string) => ({ type: "text" as const, text: value });
const image = { type: "image" as const, data: PNG, mimeType: "image/png" };
const embedded = (uri: string, mimeType: string, value: string) => ({
  type: "resource" as const,
  resource: { uri, mimeType, text: value },
});

type Content =
  | ReturnType<typeof text | typeof embedded>
  | typeof image
  | { type: "audio"; data: string; mimeType: string };

const CONTENT: Readonly<Record<string, readonly Content[]>> = {
  test_simple_text: [text("This is a simple text response for testing.")],
  test_image_content: [image],
  test_audio_content: [{ type: "audio", data: WAV, mimeType: "audio/wav" }],
  // Of these the suite looks at what else comes with the answer: nothing may.
  test_logging_tool: [text("nothing is logged to clients")],
  test_streaming_elicitation: [text("nothing is asked of clients")],
  test_embedded_resource: [
    embedded("test://embedded-resource", "text/plain", "This is an embedded resource content."),
  ],
  test_multiple_content_types: [
    text("Multiple content types test:"),
    image,
    embedded("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'),
  ],
};

const NO_ARGUMENTS = { type: "object" as const, additionalProperties: false };
const TOOLS = [
  ...[...Object.keys(CONTENT), "test_error_handling", "test_tool_with_progress"].map((name) => ({
    name,
    description: "a fixture of the conformance suite",
    inputSchema: NO_ARGUMENTS,
  })),
  {
    name: "json_schema_2020_12_tool",
    description: "a fixture of the suite",
    inputSchema: { ...SCHEMA_2020_12, type: "object" as const },
  },
];

const argument = (name: string) => ({ name, description: name, required: true });
const PROMPTS = [
  { name: "test_simple_prompt", description: "a fixture" },
  {
    name: "test_prompt_with_arguments",
    description: "a fixture",
    arguments: [argument("arg1"), argument("arg2")],
  },
  {
    name: "test_prompt_with_embedded_resource",
    description: "a fixture",
    arguments: [argument("resourceUri")],
  },
  { name: "test_prompt_with_image", description: "a fixture" },
];

const Named = z.object({ name: z.string(), arguments: z.record(z.string(), z.string()).optional() });
const Called = z.object({ name: z.string(), arguments: z.looseObject({}).optional() });
const Addressed = z.object({ uri: z.string() });

async function callTool(name: string, extra: RequestExtra): Promise<ServerResult> {
  const content = CONTENT[name];
  if (content !== undefined) return { content: [...content] };
  switch (name) {
    case "test_error_handling":
      return { content: [text("This tool intentionally returns an error for testing")], isError: true };
    case "json_schema_2020_12_tool":
      return { content: [text("JSON Schema 2020-12 tool called")] };
    case "test_tool_with_progress":
      for (const progress of [0, 50, 100]) {
        const progressToken = extra._meta?.progressToken;
        if (progressToken !== undefined) {
          const params = {
            progressToken,
            progress,
            total: 100,
            message: `Completed step ${progress} of 100`,
          };
          await extra.sendNotification({ method: "notifications/progress", params });
        }
        await sleep(50);
      }
      return { content: [text("progress was told")] };
    default:
      throw new RequestError(ErrorCode.InvalidParams, `there is no tool ${name}`);
  }
}

function promptContent(name: string, given: Readonly<Record<string, string>>): Content[] {
  switch (name) {
    case "test_simple_prompt":
      return [text("This is a simple prompt for testing.")];
    case "test_prompt_with_arguments":
      return [text(`Prompt with arguments: arg1='${given.arg1}', arg2='${given.arg2}'`)];
    case "test_prompt_with_embedded_resource":
      return [
        embedded(given.resourceUri ?? "", "text/plain", "Embedded resource content for testing."),
        text("Please process the embedded resource above."),
      ];
    case "test_prompt_with_image":
      return [image, text("Please analyze the image above.")];
    default:
      throw new RequestError(ErrorCode.InvalidParams, `there is no prompt ${name}`);
  }
}

function readResource(uri: string): ServerResult {
  const [, id] = /^test:\/\/template\/([^/]+)\/data$/.exec(uri) ?? [];
  if (uri === TEXT_URI) {
    const content = "This is the content of the static text resource.";
    return { contents: [{ uri, mimeType: "text/plain", text: content }] };
  }
  if (uri === BINARY_URI) return { contents: [{ uri, mimeType: "image/png", blob: PNG }] };
  if (id !== undefined) {
    const data = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
    return { contents: [{ uri, mimeType: "application/json", text: data }] };
  }
  const error = new RequestError(ErrorCode.InvalidParams, `there is no resource ${uri}`);
  throw Object.assign(error, { data: { uri } });
}

const identity = {
  ...identityOf("1.0.0"),
  serverInfo: { name: "conformance-fixtures", title: "Fixtures", version: "1.0.0" },
  unchangingResources: new Set([TEXT_URI, BINARY_URI]),
};

function newServer(): Server {
  const { serverInfo, capabilities, instructions } = identity;
  const server = new Server(serverInfo, { capabilities, instructions });
  const methods = new Methods();
  methods.on("tools/list", OnlyPage, () => ({ tools: TOOLS }));
  methods.on("tools/call", Called, ({ name }, extra) => callTool(name, extra));
  methods.on("prompts/list", OnlyPage, () => ({ prompts: PROMPTS }));
  methods.on("prompts/get", Named, ({ name, arguments: given = {} }) => ({
    messages: promptContent(name, given).map((content) => ({ role: "user" as const, content })),
  }));
  methods.on("resources/list", OnlyPage, () => ({
    resources: [
      { uri: TEXT_URI, name: "static-text", mimeType: "text/plain" },
      { uri: BINARY_URI, name: "static-binary", mimeType: "image/png" },
    ],
  }));
  methods.on("resources/templates/list", OnlyPage, () => ({
    resourceTemplates: [{ uriTemplate: "test://template/{id}/data", name: "template" }],
  }));
  methods.on("resources/read", Addressed, ({ uri }) => readResource(uri));
  methods.on("completion/complete", z.looseObject({}), () => ({ completion: { values: [] } }));
  server.fallbackRequestHandler = (request, extra) => methods.answer(request, extra);
  return server;
}

const serving = await serveOverHttp({
  http: {
    address: "127.0.0.1",
    port: 0,
    hosts: ["localhost", "127.0.0.1", "[::1]"],
    origins: [],
    access: { kind: "anybody" },
  },
  limits: limitsWith(),
  newServer,
  identity,
  measures: measures(),
  report: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${serving.url}\n`);
