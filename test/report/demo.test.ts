import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ReportFacts } from "../../src/answers/pictures.ts";
import type { Config } from "../../src/config/config.ts";
import { limitsWith } from "../../src/config/limits.ts";
import { type ReportCommand, report } from "../../src/report/command.ts";
import { fitReport } from "../../src/report/fit.ts";
import { BUILT_PATH } from "../support/built-path.ts";
import { registryOver } from "../support/registry.ts";
import { unzip } from "../support/zip.ts";

const demo = fileURLToPath(new URL("../../demo/order_enrich2-support-bundle.zip", import.meta.url));
const samply = fileURLToPath(new URL("../../demo/samply_profile.json.gz", import.meta.url));

const MARKUP = "</script><img src=x onerror=ran()>";
const SECRET = "hunter2-SECRET-9";
const PIPELINE = `orders${MARKUP}`;

const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-report-of-demo-"));
const page = new URL("pictures.html", pathToFileURL(BUILT_PATH));
const hostileBundle = join(folder, "bundle");

/** The demo with names that are markup, and a log that holds an error, markup and a secret. */
function writeHostileBundle(): void {
  for (const [name, bytes] of unzip(readFileSync(demo))) {
    const file = join(hostileBundle, name);
    mkdirSync(dirname(file), { recursive: true });
    if (/\.(?:gz|zip)$/.test(name)) writeFileSync(file, bytes);
    else writeFileSync(file, hostile(bytes.toString(), name.endsWith("logs.txt")));
  }
  copyFileSync(samply, join(hostileBundle, "samply_profile.json.gz"));
}

function hostile(text: string, isLog: boolean): string {
  const renamed = text.replaceAll("order_enrich2", PIPELINE).replaceAll("customer_spend", `spend${MARKUP}`);
  if (!isLog) return renamed;
  const error = `cannot connect to postgres://feldera:${SECRET}@db.example.com/x \`\`\` ${MARKUP}`;
  return `${renamed}[${PIPELINE}] 2026-11-21T09:18:09.300000Z ERROR dbsp_adapters::controller: ${error}\n`;
}

/** As the registry answers; what has been asked is not read anew for the next format. */
function registryOf(bundle: string) {
  const registry = registryOver({ source: { bundle }, toolsets: ["debug"], picturesPage: page });
  const answers = new Map<string, ReturnType<typeof registry.call>>();
  const call: typeof registry.call = (tool, args, options) => {
    const key = JSON.stringify([tool, args]);
    const answer = answers.get(key) ?? registry.call(tool, args, options);
    answers.set(key, answer);
    return answer;
  };
  return { ...registry, call };
}
const registries = { hostile: registryOf(hostileBundle), demo: registryOf(demo) };

async function write(pipeline: string, bundle: keyof typeof registries, command: Partial<ReportCommand>) {
  const registry = registries[bundle];
  const asked = {
    pipeline,
    output: undefined,
    format: "html",
    instance: undefined,
    force: false,
    ...command,
  };
  const config: Pick<Config, "source" | "limits"> = {
    source: { kind: "bundle", path: demo },
    limits: limitsWith(),
  };
  const nowMs = () => Date.UTC(2026, 10, 28, 8);
  return report(asked, config, { registry, options: {}, nowMs, version: "1.2.3", clean: (text) => text });
}

async function textOf(...asked: Parameters<typeof write>): Promise<string> {
  const done = await write(...asked);
  if (done.kind !== "text") throw new Error(JSON.stringify(done));
  return done.text;
}

function factsIn(html: string): ReportFacts {
  const [, json = ""] = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(html) ?? [];
  return ReportFacts.parse(JSON.parse(json));
}

let html: string;
let markdown: string;

beforeAll(async () => {
  writeHostileBundle();
  html = await textOf(PIPELINE, "hostile", {});
  markdown = await textOf(PIPELINE, "hostile", { format: "md" });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a report of the demo with hostile names", () => {
  test("has the diagnosis first, the ledger, the events and the log's errors, in both formats", () => {
    const { parts } = factsIn(html);
    const told = parts.map(({ id, text }) => [id, text] as const);
    for (const [id, words] of [
      ["diagnosis", "2 warnings (engine/skew, engine/unbounded-state)"],
      ["pipeline", "platform 0.337.0"],
      ["figures", "Input records: 560,000"],
      ["events", "runtime Running"],
      ["log", "cannot connect to postgres://feldera:[redacted]@db.example.com"],
      ["cpu", "0.67 cores busy"],
      ["heap", "253 MiB of heap in use"],
      ["operators", "enriched.join@9 takes the most time of 11 operators"],
      ["program", "line 9 (enriched.join@9) takes the most time"],
      ["dataflow", "JoinTrace nn28 has the most"],
    ] as const) {
      expect(told).toContainEqual([id, expect.stringContaining(words)]);
      expect(markdown).toContain(words);
    }
    expect(parts[0]?.id).toBe("diagnosis");
    expect(markdown.match(/^## .*/gm)?.slice(0, 2)).toEqual(["## Diagnosis", "## Contents"]);
    expect(parts.flatMap(({ missing }) => missing)).toEqual([
      expect.stringMatching(/^This could not be read: .*a support bundle holds no time series/),
    ]);
  });

  test("tells what it was made of, and when that was, once", () => {
    const { source, made_ms } = factsIn(html);
    expect(source).toBe("the support bundle bundle, collected 2026-11-21 09:18 UTC, its only collection");
    expect(new Date(made_ms).toISOString()).toBe("2026-11-28T08:00:00.000Z");
    expect(markdown).toContain(`\nMade 2026-11-28 08:00:00 UTC by feldera-mcp 1.2.3 from ${source}.\n`);
    expect(markdown).not.toMatch(/days ago|collection 0 of 1/);
  });

  test("has the facts of all five pictures, of stacks in both directions", () => {
    const pictures = factsIn(html).parts.flatMap((part) => part.pictures);
    expect(
      pictures.map((one) =>
        one.picture === "flame" ? [one.picture, one.profile, one.direction].join(" ") : one.picture,
      ),
    ).toEqual([
      ...["history", "timeline", "flame cpu callees", "flame cpu callers", "flame heap callees"],
      ...["flame heap callers", "program", "dataflow"],
    ]);
    for (const picture of pictures) {
      if (picture.picture === "flame") expect(picture.frames.total.length).toBeGreaterThan(100);
    }
  });

  test("runs nothing that stands in it, and may ask nothing of a network", () => {
    expect(html).not.toContain("<img");
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).toContain("\\u003c/script>\\u003cimg src=x onerror=ran()>");
    const [, policy = ""] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    expect(policy.split("; ").map((rule) => rule.replace(/'sha256-.*'/, "HASH"))).toEqual([
      "default-src 'none'",
      "script-src HASH",
      "style-src HASH",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test("has in Markdown no markup but in fences and code", () => {
    const outside = markdown
      .replace(/^(`{3,})text\n.*?\n\1$/gms, "")
      .replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
    expect(outside).toContain("## Errors of the log");
    expect(outside).not.toMatch(/(?<!\\)<|onerror/);
    expect(markdown).toContain(MARKUP);
  });

  test("leads from its contents to headings that it has, each once", () => {
    const headings = [...markdown.matchAll(/^## (.*)/gm)].map(([, title = ""]) => title);
    const anchors = headings.map((title) =>
      title
        .toLowerCase()
        .replace(/[^a-z -]/g, "")
        .replaceAll(" ", "-"),
    );
    const targets = [...markdown.matchAll(/^- \[.*\]\(#(.*?)\)/gm)].map(([, target = ""]) => target);
    expect(new Set(headings).size).toBe(headings.length);
    expect(targets).toEqual(anchors.filter((anchor) => !["diagnosis", "contents"].includes(anchor)));
  });

  test("holds no secret", () => {
    for (const text of [html, markdown]) {
      expect(text).toContain("[redacted]");
      expect(text).not.toContain(SECRET);
    }
  });
});

describe("of another pipeline than the bundle's", () => {
  test("nothing is written, and why is told", async () => {
    const output = join(folder, "other.html");
    expect(await write("payments", "demo", { output })).toEqual({
      kind: "nothing",
      why: expect.stringContaining("There is no pipeline payments."),
    });
    expect(readdirSync(folder)).not.toContain("other.html");
  });
});

test("a report that is larger than its limit keeps within it, and names what it lacks", () => {
  const limit = 500 * 1024;
  const sizeOf = (facts: ReportFacts) => Buffer.byteLength(JSON.stringify(facts));
  const whole = factsIn(html);
  const fitted = fitReport(whole, limit, sizeOf);
  expect(sizeOf(fitted)).toBeLessThanOrEqual(limit);
  expect(fitted.parts.map(({ text }) => text)).toEqual(whole.parts.map(({ text }) => text));
  expect(fitted.parts.find(({ id }) => id === "heap")?.missing).toEqual([
    "The picture, bottom up, was left out: with it the report would have more than its limit of 500 KiB. --limit reportBytes=N raises it.",
  ]);
});
