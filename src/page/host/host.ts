import * as z from "zod";
import { PICTURE_KEY, Picture, type PictureArguments, PictureCall } from "../../answers/pictures.ts";
import type { Door } from "../door/door.ts";
import { applyHostContext, HostContext } from "./host-context.ts";
import { HostConnection, type Params } from "./rpc.ts";

const PROTOCOL_VERSION = "2026-01-26";

const Initialized = z.looseObject({
  hostCapabilities: z.looseObject({ serverTools: z.unknown().optional() }),
  hostContext: HostContext.optional(),
});

const ToolResult = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).optional(),
  structuredContent: z.unknown().optional(),
  _meta: z.record(z.string(), z.unknown()).optional(),
});

type ToolResult = z.infer<typeof ToolResult>;

/** What the page is told of the call that it is to show. */
export interface Shown {
  /** A call has ended, and this is the picture of its answer: of the same moment and Feldera are all that follow. */
  readonly picture: (args: PictureArguments) => void;
  /** There is nothing to show, and why. */
  readonly nothing: (why: string) => void;
  /** The page is about to be taken away. */
  readonly ending: () => void;
}

export interface Host extends Door {
  readonly canBeFullScreen: boolean;
  readonly isFullScreen: () => boolean;
  readonly toggleFullScreen: () => Promise<void>;
}

/** MCP Apps (SEP-1865) from the side of the page, in as far as the pictures need it. */
export async function connectToHost(shown: Shown): Promise<Host> {
  let context: HostContext = {};
  const take = (params: unknown) => {
    const { data = {} } = HostContext.safeParse(params);
    context = { ...context, ...data };
    applyHostContext(data);
  };
  let of: Pick<PictureCall, "collection" | "instance"> = {};
  const connection = new HostConnection(window.parent, {
    requests: {
      ping: () => ({}),
      "ui/resource-teardown": () => {
        shown.ending();
        return {};
      },
    },
    notifications: {
      "ui/notifications/host-context-changed": take,
      "ui/notifications/tool-result": (params) => {
        of = showResult(params, shown) ?? of;
      },
      "ui/notifications/tool-cancelled": () => shown.nothing("The call was cancelled."),
    },
  });
  const initialized = Initialized.parse(
    await connection.request("ui/initialize", {
      appInfo: { name: "feldera-mcp pictures", version: "1" },
      appCapabilities: { availableDisplayModes: ["inline", "fullscreen"] },
      protocolVersion: PROTOCOL_VERSION,
    }),
  );
  take(initialized.hostContext ?? {});
  connection.notify("ui/notifications/initialized");
  tellSize(connection);
  const asks = initialized.hostCapabilities.serverTools !== undefined;
  return {
    has: () => asks,
    read: (args) => readPicture(connection, { ...args, ...of }),
    canBeFullScreen: context.availableDisplayModes?.includes("fullscreen") ?? false,
    isFullScreen: () => context.displayMode === "fullscreen",
    async toggleFullScreen() {
      const mode = context.displayMode === "fullscreen" ? "inline" : "fullscreen";
      const result = await connection.request("ui/request-display-mode", { mode });
      take({ displayMode: z.looseObject({ mode: z.string() }).safeParse(result).data?.mode });
    },
  };
}

/** Shows the picture of a call's answer. @returns of what the call was, where there is a picture */
function showResult(params: Params, shown: Shown): Pick<PictureCall, "collection" | "instance"> | undefined {
  const { data: result } = ToolResult.safeParse(params);
  const { data: call } = PictureCall.safeParse(result?._meta?.[PICTURE_KEY]);
  if (call === undefined) {
    shown.nothing(
      result?.isError === true
        ? "The call failed; its answer says why."
        : "There is no picture of this answer.",
    );
    return undefined;
  }
  const { collection, instance, ...args } = call;
  shown.picture(args);
  return { ...(collection !== undefined && { collection }), ...(instance !== undefined && { instance }) };
}

async function readPicture(connection: HostConnection, args: PictureCall): Promise<Picture> {
  const result = ToolResult.parse(
    await connection.request("tools/call", { name: "read_picture", arguments: args }),
  );
  if (result.isError === true) throw new Error(textOf(result));
  const read = Picture.safeParse(result.structuredContent);
  if (!read.success) throw new Error("The server's answer is not a picture that this page knows.");
  return read.data;
}

function textOf({ content = [] }: ToolResult): string {
  const texts = content.flatMap(({ text }) => text ?? []);
  return texts.length === 0 ? "The server gave no reason." : texts.join("\n");
}

/** As high as what it holds: so hosts can give it room. */
function tellSize(connection: HostConnection): void {
  let told = "";
  const observer = new ResizeObserver(() => {
    const { width, height } = document.body.getBoundingClientRect();
    const size = { width: Math.ceil(width), height: Math.ceil(height) };
    const now = JSON.stringify(size);
    if (now === told) return;
    told = now;
    connection.notify("ui/notifications/size-changed", size);
  });
  observer.observe(document.body);
}
