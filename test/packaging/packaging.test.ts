import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { parseCommandLine } from "../../src/config/command-line.ts";
import { limitsWith } from "../../src/config/limits.ts";
import { loadConfig } from "../../src/config/load.ts";
import { SETTINGS, type Setting } from "../../src/config/settings.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const Package = z.object({ name: z.string(), version: z.string(), mcpName: z.string() });
const manifest = Package.parse(JSON.parse(read("package.json")));
const readme = read("README.md");
const settings = Object.values<Setting>(SETTINGS);
const variables = settings.map(({ env }) => env);
/** Those that the command line must not show either. */
const secrets = settings.filter(({ flag }) => flag === undefined).map(({ env }) => env);

const Environment = z.record(z.string(), z.string());
const Server = z.object({ command: z.string(), args: z.array(z.string()), env: Environment });

test("the package says where it is from, and where its faults are reported", () => {
  const { repository, homepage, bugs } = z
    .object({
      repository: z.object({ type: z.literal("git"), url: z.string() }),
      homepage: z.url(),
      bugs: z.object({ url: z.url() }),
    })
    .parse(JSON.parse(read("package.json")));
  const [, address = ""] = /^git\+(https:.*)\.git$/.exec(repository.url) ?? [];
  expect(homepage.startsWith(`${address}#`)).toBe(true);
  expect(bugs.url).toBe(`${address}/issues`);
});

describe("the README's links", () => {
  function parameters(host: string): Record<string, string> {
    const links = [...readme.matchAll(/\]\((https:[^)]*)\)/g)].map(([, link = ""]) => new URL(link));
    const link = links.find((one) => one.host === host);
    return Object.fromEntries(link?.searchParams ?? []);
  }

  test("give VS Code a server that it can start, and a field for all that the server asks of a person", () => {
    const { name, config = "", inputs = "" } = parameters("vscode.dev");
    const { env, ...server } = Server.parse(JSON.parse(config));
    const asked = z
      .array(z.object({ id: z.string(), type: z.literal("promptString"), password: z.boolean().optional() }))
      .parse(JSON.parse(inputs));
    expect(name).toBe("feldera");
    expect(server).toEqual({ command: "npx", args: ["-y", `${manifest.name}@${manifest.version}`] });
    const fields = new Map(asked.map(({ id, password }) => [`\${input:${id}}`, password === true]));
    expect(Object.values(env)).toEqual([...fields.keys()]);
    for (const [variable, field] of Object.entries(env)) {
      expect(variables).toContain(variable);
      expect(fields.get(field), variable).toBe(secrets.includes(variable));
    }
  });

  test("give Cursor one with settings that the server takes, and no secret", () => {
    const { name, config = "" } = parameters("cursor.com");
    const { env, ...server } = Server.parse(JSON.parse(Buffer.from(config, "base64").toString()));
    expect(name).toBe("feldera");
    expect(server).toEqual({ command: "npx", args: ["-y", `${manifest.name}@${manifest.version}`] });
    expect(Object.keys(env).filter((variable) => secrets.includes(variable))).toEqual([]);
    expect(loadConfig(parseCommandLine([]).flags, env, "").source).toMatchObject({ kind: "feldera" });
  });
});

describe("the registry's entry", () => {
  const Entry = z.object({
    name: z.string().regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
    description: z.string().min(1).max(100),
    version: z.string(),
    packages: z.tuple([
      z.object({
        identifier: z.string(),
        version: z.string(),
        environmentVariables: z.array(z.object({ name: z.string(), isSecret: z.boolean() })),
      }),
    ]),
  });
  const entry = Entry.parse(JSON.parse(read("server.json")));
  const [packed] = entry.packages;

  test("is of this package, which names it in turn", () => {
    expect(entry.name).toBe(manifest.mcpName);
    expect([entry.version, packed.version]).toEqual([manifest.version, manifest.version]);
    expect(packed.identifier).toBe(manifest.name);
  });

  test("marks as secret what only a variable may hold", () => {
    const secret = packed.environmentVariables.filter(({ isSecret }) => isSecret).map(({ name }) => name);
    expect(secret).toEqual(secrets);
  });
});

describe("the bundle's manifest", () => {
  const Manifest = z.object({
    server: z.object({ mcp_config: z.object({ env: Environment }) }),
    user_config: z.record(z.string(), z.object({ sensitive: z.boolean().optional() })),
  });
  const { server, user_config } = Manifest.parse(JSON.parse(read("packaging/manifest.json")));

  test("masks each secret, and sets only what the server reads", () => {
    for (const [variable, value] of Object.entries(server.mcp_config.env)) {
      const [, option = ""] = /^\$\{user_config\.(\w+)\}$/.exec(value) ?? [];
      expect(variables).toContain(variable);
      expect(user_config[option]?.sensitive === true, variable).toBe(secrets.includes(variable));
    }
  });

  test("starts a server that takes the settings which nobody has filled in", () => {
    const { source } = loadConfig(parseCommandLine([]).flags, server.mcp_config.env, "");
    expect(source).toMatchObject({ kind: "feldera", baseUrl: SETTINGS.host.byDefault });
  });
});

describe("the manifest for Kubernetes", () => {
  const text = read("packaging/kubernetes.yaml");
  const entries = [...text.matchAll(/\{ name: (FELDERA_\w+), value: "?([^" }]*)"? \}/g)];
  const env = Object.fromEntries(entries.map(([, variable = "", value = ""]) => [variable, value]));

  test("sets only what the server reads, and no secret but as a file", () => {
    expect(Object.keys(env).filter((variable) => !variables.includes(variable))).toEqual([]);
    expect(Object.keys(env).filter((variable) => secrets.includes(variable))).toEqual([]);
    expect(text.match(/FELDERA_\w+(?=, value)/g)).toHaveLength(entries.length);
  });

  test("gives it the time to end in good order", () => {
    const { drainNoticeMs, drainMs } = limitsWith();
    const [, seconds] = /terminationGracePeriodSeconds: (\d+)/.exec(text) ?? [];
    expect(Number(seconds) * 1_000).toBeGreaterThan(drainNoticeMs + drainMs);
  });
});
