import type { PictureArguments } from "../../answers/pictures.ts";
import { button, element } from "../dom/element.ts";
import { connectToHost, type Host } from "../host/host.ts";
import { choices, isSameChoice } from "./choices.ts";
import { placeFigure } from "./figure.ts";

/** The page within a host: the picture of the call that was made, and from there on what is asked for. */
export async function startApp(): Promise<void> {
  const main = element(
    "main",
    { "aria-busy": "true" },
    element("p", { class: "state" }, "Waiting for the answer …"),
  );
  const header = element("header");
  document.body.prepend(header, main);
  let shown = new AbortController();
  let host: Host | undefined;
  let pending: PictureArguments | undefined;

  const say = (text: string, again?: () => void) => {
    const state = element("p", { class: "state", role: "status" }, text, " ");
    if (again !== undefined) state.append(button("Try again", again));
    main.replaceChildren(state);
    main.setAttribute("aria-busy", "false");
  };

  const show = async (args: PictureArguments) => {
    if (host === undefined) {
      pending = args;
      return;
    }
    shown.abort();
    shown = new AbortController();
    const { signal } = shown;
    header.replaceChildren(...headerElements(args, host, open));
    main.setAttribute("aria-busy", "true");
    if (main.querySelector("section") === null) {
      say("Reading …");
      main.setAttribute("aria-busy", "true");
    }
    try {
      const facts = await host.read(args);
      if (signal.aborted) return;
      placeFigure(main, facts, { args, door: host, open, signal }, "h1");
      main.setAttribute("aria-busy", "false");
    } catch (error) {
      if (!signal.aborted) say(error instanceof Error ? error.message : String(error), () => open(args));
    }
  };
  const open = (args: PictureArguments) => void show(args);

  host = await connectToHost({ picture: open, nothing: say, ending: () => shown.abort() });
  if (pending !== undefined) open(pending);
}

function headerElements(
  args: PictureArguments,
  host: Host,
  open: (args: PictureArguments) => void,
): HTMLElement[] {
  const links = choices(args).map((choice) => {
    const isShown = isSameChoice(choice.args, args);
    return button(choice.label, () => open(choice.args), { "aria-current": isShown ? "page" : undefined });
  });
  const nav = element("nav", { "aria-label": "Pictures" }, ...links);
  const screen = button(host.isFullScreen() ? "Leave full screen" : "Full screen", async () => {
    await host.toggleFullScreen();
    screen.textContent = host.isFullScreen() ? "Leave full screen" : "Full screen";
  });
  return host.canBeFullScreen ? [nav, screen] : [nav];
}
