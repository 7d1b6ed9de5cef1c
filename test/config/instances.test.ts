import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseCommandLine } from "../../src/config/command-line.ts";
import type { Config } from "../../src/config/config.ts";
import { ConfigError } from "../../src/config/error.ts";
import type { Environment } from "../../src/config/given.ts";
import { withInstances } from "../../src/config/instances.ts";
import { loadConfig } from "../../src/config/load.ts";

const directory = realpathSync(mkdtempSync(join(tmpdir(), "feldera-instances-")));
afterAll(() => rmSync(directory, { recursive: true }));

const PATH = join(directory, "instances.json");

function read(content: unknown, env: Environment = {}): Config {
  writeFileSync(PATH, typeof content === "string" ? content : JSON.stringify(content));
  const { flags } = parseCommandLine(["--instances-file", PATH]);
  return withInstances(loadConfig(flags, env, "/package/demo.zip"), env);
}

function refusalOf(content: unknown, env: Environment = {}): string {
  try {
    read(content, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

const FROM = "--instances-file";

describe("a file of instances", () => {
  test("names Felderas, each with its own key, and bundles", () => {
    writeFileSync(join(directory, "key"), "hunter2-file\n");
    writeFileSync(join(directory, "bundle.zip"), "");
    const { instances, readOnly } = read(
      {
        prod: { url: "https://prod.example.com", api_key_env: "PROD_KEY", read_only: true, tenant: "acme" },
        staging: { url: "http://staging.example.com:8080/", api_key_file: "key" },
        incident: { bundle: "bundle.zip" },
      },
      { PROD_KEY: "hunter2-env" },
    );
    expect(readOnly).toBe(false);
    expect(instances).toEqual([
      {
        name: "prod",
        readOnly: true,
        source: {
          kind: "feldera",
          baseUrl: "https://prod.example.com",
          apiKey: "hunter2-env",
          tenant: "acme",
          proxy: { except: "" },
        },
      },
      {
        name: "staging",
        readOnly: false,
        source: {
          kind: "feldera",
          baseUrl: "http://staging.example.com:8080",
          apiKey: "hunter2-file",
          proxy: { except: "" },
        },
      },
      { name: "incident", readOnly: true, source: { kind: "bundle", path: join(directory, "bundle.zip") } },
    ]);
  });

  test("with a single one is a server of that one", () => {
    const { instances, source, readOnly } = read({ prod: { url: "http://prod", read_only: true } });
    expect(instances).toBeUndefined();
    expect(source).toMatchObject({ baseUrl: "http://prod" });
    expect(readOnly).toBe(true);
  });

  test.each([
    ["hunter2", `${FROM}: is no JSON; write an object with a name for each instance`],
    ["[]", `${FROM}: is no JSON object`],
    ["{}", `${FROM}: names 0 instances; write 1 to 32`],
    [{ "a b": {} }, `${FROM}: "a b": no name for an instance; write letters, digits, ".", "_" and "-"`],
    [{ a: 7 }, `${FROM}: a: is no JSON object`],
    [{ a: {} }, `${FROM}: a: has no url and no bundle; write one of them`],
    [{ a: { url: 7 } }, `${FROM}: a: url is no text; write a string`],
    [{ a: { url: "http://a", read_only: "yes" } }, `${FROM}: a: read_only is neither true nor false`],
    [{ a: { url: "http://a", bundle: "b.zip" } }, `${FROM}: a: has bundle and url; write one of them`],
    [
      { a: { bundle: "none.zip" } },
      `${FROM}: a: bundle: cannot be opened (ENOENT); name a support bundle or a profile`,
    ],
    [
      { a: { url: "http://a", api_key_env: "A_KEY" } },
      `${FROM}: a: api_key_env: the variable A_KEY is not set; put the key into it`,
    ],
  ])("%j is refused", (content, message) => {
    expect(refusalOf(content)).toBe(message);
  });

  test("a member that it does not have is named, and its value is not", () => {
    const refusal = refusalOf({ a: { url: "http://a", api_key: "hunter2" } });
    expect(refusal).toContain(`${FROM}: a: has no member "api_key"; write some of url, `);
    expect(refusal).not.toContain("hunter2");
  });

  test("what it says of each cannot be set for all", () => {
    const { flags } = parseCommandLine(["--instances-file", PATH]);
    expect(() => loadConfig(flags, { FELDERA_HOST: "http://a" }, "")).toThrow(
      "--instances-file and FELDERA_HOST: the file says where to ask; leave one out",
    );
  });
});
