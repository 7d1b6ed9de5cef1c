import { ErrorCode, ReadResourceRequestParamsSchema } from "@modelcontextprotocol/sdk/types.js";
import { PICTURES_URI } from "../apps/names.ts";
import { type Methods, OnlyPage, RequestError, type ShowsPages } from "../methods.ts";
import { didYouMean } from "../nearest.ts";
import type { Registry } from "../registry.ts";
import { RESOURCES } from "./all.ts";
import { type ResourceTemplate, templatesOf, toolCallOf } from "./templates.ts";

const MARKDOWN = "text/markdown";
const PLAIN = "text/plain";
const FOR_ASSISTANTS = { audience: ["assistant" as const], priority: 0.5 };

/** What the server knows of Feldera, and what its tools tell of a pipeline, an event or a connector. */
export function serveResources(methods: Methods, registry: Registry, shows: ShowsPages): void {
  const templates = templatesOf(registry.instances);
  const offered = () => templates.filter(({ tool }) => registry.remedyIfOff(tool) === undefined);
  methods.on("resources/list", OnlyPage, async (_, extra) => {
    const resources = await Promise.all(
      RESOURCES.map(async ({ text, ...head }) => ({
        ...head,
        mimeType: MARKDOWN,
        size: Buffer.byteLength(await text()),
        annotations: FOR_ASSISTANTS,
      })),
    );
    if (!shows(extra)) return { resources };
    const { LISTED_PAGE } = await import("../apps/pictured.ts");
    return { resources: [...resources, LISTED_PAGE] };
  });
  methods.on("resources/templates/list", OnlyPage, () => ({
    resourceTemplates: offered().map(({ uriTemplate, name, title, description }) => ({
      uriTemplate,
      name,
      title,
      description,
      mimeType: PLAIN,
      annotations: FOR_ASSISTANTS,
    })),
  }));
  methods.on("resources/read", ReadResourceRequestParamsSchema, async ({ uri }, { signal }) => {
    const resource = RESOURCES.find((known) => known.uri === uri);
    if (resource !== undefined) {
      return { contents: [{ uri, mimeType: MARKDOWN, text: await resource.text() }] };
    }
    if (uri === PICTURES_URI) {
      const { pageContents } = await import("../apps/pictured.ts");
      return pageContents(await registry.picturesPage());
    }
    const call = toolCallOf(uri, templates);
    if (call === undefined) throw unknownUri(uri, templates);
    const { text, isError } = await registry.call(call.tool, call.args, { signal });
    if (isError) throw new RequestError(ErrorCode.InternalError, text);
    return { contents: [{ uri, mimeType: PLAIN, text }] };
  });
}

function unknownUri(uri: string, templates: readonly ResourceTemplate[]): RequestError {
  const known = [
    ...RESOURCES.map((resource) => resource.uri),
    ...templates.map(({ uriTemplate }) => uriTemplate),
  ];
  return new RequestError(ErrorCode.InvalidParams, `there is no resource ${uri}${didYouMean(uri, known)}`);
}
