import { AppBridge, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";

/** What a test hands to the host, and hears from it. */
declare global {
  interface Window {
    callTool: (name: string, args: unknown) => Promise<CallToolResult>;
    heard: (what: string, details: unknown) => void;
    host: typeof host;
  }
}

type OnCallTool = NonNullable<AppBridge["oncalltool"]>;
type CallToolResult = Awaited<ReturnType<OnCallTool>>;
type HostContext = NonNullable<NonNullable<ConstructorParameters<typeof AppBridge>[3]>["hostContext"]>;

let bridge: AppBridge | undefined;

const host = {
  /** Shows the page at an address in a sandboxed frame, as hosts of MCP Apps do, and speaks to it by the official bridge. */
  async show(address: string, context: HostContext): Promise<void> {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.title = "Picture";
    document.body.replaceChildren(frame);
    const { contentWindow } = frame;
    if (contentWindow === null) throw new Error("the frame has no window");
    const made = new AppBridge(
      null,
      { name: "test host", version: "1" },
      { serverTools: {}, logging: {} },
      { hostContext: context },
    );
    bridge = made;
    made.oncalltool = ({ name, arguments: args }) => window.callTool(name, args);
    made.onsizechange = ({ height }) => {
      if (height !== undefined) frame.style.height = `${height}px`;
      window.heard("size", height);
    };
    made.onrequestdisplaymode = async ({ mode }) => {
      window.heard("display mode", mode);
      return { mode };
    };
    const initialized = new Promise<void>((resolve) => {
      made.oninitialized = () => resolve();
    });
    await made.connect(new PostMessageTransport(contentWindow, contentWindow));
    frame.src = address;
    await initialized;
  },
  async result(result: CallToolResult): Promise<void> {
    await bridge?.sendToolInput({ arguments: {} });
    await bridge?.sendToolResult(result);
  },
  async cancelled(): Promise<void> {
    await bridge?.sendToolCancelled({ reason: "by the test" });
  },
  context(context: HostContext): void {
    bridge?.setHostContext(context);
  },
  async teardown(): Promise<void> {
    await bridge?.teardownResource({});
  },
};

window.host = host;
