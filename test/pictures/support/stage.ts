import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Frame, Page } from "playwright-core";
import { PICTURE_KEY, type Picture, type ReportFacts } from "../../../src/answers/pictures.ts";
import { hostScript, launch } from "./browser.ts";

/** The page, as it was built. */
export const HTML = readFileSync(
  fileURLToPath(new URL("../../../dist/pictures.html", import.meta.url)),
  "utf8",
);

/** Where the host has the page: no name that any network knows. */
const ADDRESS = "https://pictures.invalid/";

export interface Look {
  readonly theme?: "light" | "dark";
  readonly width?: number;
}

/** A page that is shown, and what went wrong or was heard while it was. */
export interface Shown {
  readonly page: Page;
  /** The page of pictures itself: within a host the frame. */
  readonly frame: Frame;
  readonly calls: { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[];
  readonly heard: { readonly what: string; readonly details: unknown }[];
  /** Errors, refusals of the policy and dialogs. */
  readonly troubles: string[];
  /** What was asked of any network. */
  readonly requests: string[];
}

/** Facts, or `error` with why there are none. */
export type Answer = Readonly<Record<string, unknown>>;

/** What a host has of a server: its page, and the calls that the page makes. */
export interface Served {
  readonly html: string;
  readonly csp: Csp;
  readonly call: (name: string, args: Readonly<Record<string, unknown>>) => object | Promise<object>;
}

/** As `_meta.ui.csp` of the page's contents has it. */
export interface Csp {
  readonly connectDomains?: readonly string[] | undefined;
  readonly resourceDomains?: readonly string[] | undefined;
}

/** Chromium with a host of MCP Apps, or with a report. */
export class Stage {
  readonly #browser: Browser;
  readonly #hostScript: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "feldera-mcp-pictures-"));

  private constructor(browser: Browser, script: string) {
    this.#browser = browser;
    this.#hostScript = script;
  }

  static async open(): Promise<Stage> {
    return new Stage(await launch(), await hostScript());
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Within a host that the official bridge speaks for, of made facts; nothing is shown yet. */
  host(answer: (args: Readonly<Record<string, unknown>>) => Answer, look: Look = {}): Promise<Shown> {
    const call = (_name: string, args: Readonly<Record<string, unknown>>) => {
      const told = answer(args);
      return "error" in told
        ? { isError: true, content: [{ type: "text", text: String(told.error) }] }
        : { content: [{ type: "text", text: "facts" }], structuredContent: told };
    };
    return this.hostOf({ html: HTML, csp: {}, call }, look);
  }

  /** The same of a server. */
  async hostOf(served: Served, look: Look = {}): Promise<Shown> {
    const { theme = "light" } = look;
    const shown = await this.#page(look);
    const { page, calls, heard } = shown;
    await page.exposeFunction("callTool", (name: string, args: Record<string, unknown>) => {
      calls.push({ name, args });
      return served.call(name, args);
    });
    await page.exposeFunction("heard", (what: string, details: unknown) => heard.push({ what, details }));
    await page.route(ADDRESS, (route) =>
      route.fulfill({
        contentType: "text/html; charset=utf-8",
        headers: { "content-security-policy": policyOf(served.csp) },
        body: served.html,
      }),
    );
    await page.setContent(
      `<!doctype html><html lang="en"><title>host</title><style>body{margin:0;background:${theme === "dark" ? "#1e1f22" : "#fff"}}iframe{display:block;border:0;width:100%;height:100px}</style><body></body>`,
    );
    await page.addScriptTag({ content: this.#hostScript });
    await page.evaluate(
      ([address, asked]) =>
        window.host.show(address, { theme: asked, availableDisplayModes: ["inline", "fullscreen"] }),
      [ADDRESS, theme] as const,
    );
    const frame = page.frames().at(-1) ?? page.mainFrame();
    return { ...shown, frame };
  }

  /** Within a host, with the picture of a call's result. */
  async picture(facts: Picture, look: Look = {}): Promise<Shown> {
    const shown = await this.host(() => facts, look);
    await tellResult(shown, argumentsOf(facts));
    await shown.frame.waitForSelector("h1");
    return shown;
  }

  async report(report: ReportFacts, look: Look = {}): Promise<Shown> {
    const shown = await this.#page(look);
    const file = join(this.#folder, "report.html");
    const json = JSON.stringify(report).replaceAll("<", "\\u003c");
    writeFileSync(
      file,
      HTML.replace('id="report"></script>', () => `id="report">${json}</script>`),
    );
    await shown.page.goto(pathToFileURL(file).href);
    await shown.page.waitForSelector("h1");
    return shown;
  }

  async #page({ theme = "light", width = 900 }: Look): Promise<Shown> {
    const page = await this.#browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme });
    const troubles: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
    page.on("pageerror", ({ message }) => troubles.push(message));
    page.on("dialog", (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      const url = request.url();
      if (/^(https?|wss?):/.test(url) && url !== ADDRESS) requests.push(url);
    });
    return { page, frame: page.mainFrame(), calls: [], heard: [], troubles, requests };
  }
}

/** What a host has the browser forbid (SEP-1865): all that the page did not ask for. */
function policyOf({ connectDomains = [], resourceDomains = [] }: Csp): string {
  const resources = resourceDomains.join(" ");
  return [
    "default-src 'none'",
    `script-src 'self' 'unsafe-inline' ${resources}`,
    `style-src 'self' 'unsafe-inline' ${resources}`,
    `img-src 'self' data: ${resources}`,
    `font-src 'self' ${resources}`,
    `media-src 'self' data: ${resources}`,
    `connect-src ${connectDomains.length === 0 ? "'none'" : connectDomains.join(" ")}`,
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'self'",
  ].join("; ");
}

/** A call has ended whose picture is had by these arguments. */
export async function tellResult({ page }: Shown, args: Readonly<Record<string, unknown>>): Promise<void> {
  await page.evaluate(
    ([key, picture]) =>
      window.host.result({ content: [{ type: "text", text: "the answer" }], _meta: { [key]: picture } }),
    [PICTURE_KEY, args] as const,
  );
}

/** A name that the facts have may be longer than one that can be asked for. */
export function argumentsOf(facts: Picture): Readonly<Record<string, unknown>> {
  const { picture } = facts;
  const pipeline_name = "orders";
  return facts.picture === "flame"
    ? { pipeline_name, picture, profile: facts.profile, direction: facts.direction }
    : { pipeline_name, picture };
}
