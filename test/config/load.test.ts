import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseCommandLine } from "../../src/config/command-line.ts";
import type { Config, FelderaConfig } from "../../src/config/config.ts";
import { ConfigError } from "../../src/config/error.ts";
import { limitsWith } from "../../src/config/limits.ts";
import { type Environment, loadConfig } from "../../src/config/load.ts";
import { testOnlyCertificatePath } from "../support/loopback-feldera.ts";

const directory = realpathSync(mkdtempSync(join(tmpdir(), "feldera-config-")));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const DEMO = "/package/demo.zip";
const SECRET = "apikey:hunter2-SECRET";

function load(args: readonly string[], env: Environment = {}): Config {
  return loadConfig(parseCommandLine(args).flags, env, DEMO);
}

function felderaOf(args: readonly string[], env: Environment = {}): FelderaConfig {
  const { source } = load(args, env);
  if (source.kind !== "feldera") throw new Error("the source is a bundle");
  return source;
}

/** The message with which a configuration is refused; it must be one line without the secret. */
function refusalOf(args: readonly string[], env: Environment = {}): string {
  try {
    load(args, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.message).not.toMatch(/\n|hunter2/);
    return error.message;
  }
  throw new Error("it was taken");
}

describe("the configuration", () => {
  test("without settings is the local Feldera with the default limits, and frozen", () => {
    const config = load([]);
    expect(config).toEqual({
      source: { kind: "feldera", baseUrl: "http://127.0.0.1:8080", proxy: { except: "" } },
      toolsets: ["debug"],
      readOnly: false,
      debug: false,
      limits: limitsWith(),
    });
    expect(Object.isFrozen(config) && Object.isFrozen(config.limits)).toBe(true);
  });

  const KEY_FILE = file("key", `${SECRET}\n`);

  test.each([
    ["FELDERA_HOST", "https://feldera.example.com/", { baseUrl: "https://feldera.example.com" }],
    ["FELDERA_HOST", "http://gate.example.com/feldera/", { baseUrl: "http://gate.example.com/feldera" }],
    ["FELDERA_API_KEY", SECRET, { apiKey: SECRET }],
    ["FELDERA_API_KEY_FILE", KEY_FILE, { apiKey: SECRET }],
    ["FELDERA_TENANT", "acme", { tenant: "acme" }],
    [
      "FELDERA_HTTPS_TLS_CERT",
      testOnlyCertificatePath,
      { tlsCert: expect.stringContaining("-----BEGIN CERTIFICATE-----") },
    ],
    [
      "HTTP_PROXY",
      "http://user:pw@proxy:3128",
      { proxy: { http: "http://user:pw@proxy:3128/", except: "" } },
    ],
    ["http_proxy", "http://proxy:3128", { proxy: { http: "http://proxy:3128/", except: "" } }],
    ["HTTPS_PROXY", "http://proxy:3128", { proxy: { https: "http://proxy:3128/", except: "" } }],
    ["https_proxy", "http://proxy:3128", { proxy: { https: "http://proxy:3128/", except: "" } }],
    ["NO_PROXY", "a,b", { proxy: { except: "a,b" } }],
    ["no_proxy", "a,b", { proxy: { except: "a,b" } }],
  ])("takes %s=%s", (name, value, fields) => {
    expect(felderaOf([], { [name]: value })).toMatchObject(fields);
    expect(felderaOf([], { [name]: `  ${value}\n` })).toMatchObject(fields);
  });

  test.each([
    ["--host", "FELDERA_HOST", "http://flag", "http://env", { baseUrl: "http://flag" }],
    ["--tenant", "FELDERA_TENANT", "flag", "env", { tenant: "flag" }],
    [
      "--http-proxy",
      "HTTP_PROXY",
      "http://flag",
      "http://env",
      { proxy: { http: "http://flag/", except: "" } },
    ],
    [
      "--https-proxy",
      "HTTPS_PROXY",
      "http://flag",
      "http://env",
      { proxy: { https: "http://flag/", except: "" } },
    ],
    ["--no-proxy", "NO_PROXY", "flag", "env", { proxy: { except: "flag" } }],
    [
      "--https-tls-cert",
      "FELDERA_HTTPS_TLS_CERT",
      testOnlyCertificatePath,
      "/nowhere",
      { tlsCert: expect.any(String) },
    ],
    ["--api-key-file", "FELDERA_API_KEY_FILE", KEY_FILE, "/nowhere", { apiKey: SECRET }],
  ])("%s wins over %s", (flag, name, value, inEnvironment, fields) => {
    expect(felderaOf([flag, value], { [name]: inEnvironment })).toMatchObject(fields);
  });

  test("of two spellings of a proxy's variable takes the upper case", () => {
    const env = { HTTP_PROXY: "http://upper", http_proxy: "http://lower" };
    expect(felderaOf([], env).proxy.http).toBe("http://upper/");
  });

  test("takes a variable's name left as it stands and an empty value for unset, in a variable and in a flag", () => {
    const literal = "$" + "{FELDERA_HOST}";
    const env = { FELDERA_HOST: literal, FELDERA_API_KEY: "", FELDERA_TENANT: "$" + "{TENANT:-none}" };
    expect(felderaOf(["--tenant", literal], env)).toEqual(felderaOf([]));
  });

  test("takes timeout, limits, debug and the directory to write to", () => {
    const args = ["--debug", "--limit", "retries=0", "--limit", "retries=1", "--output-dir", directory];
    const config = load(args, { FELDERA_TIMEOUT: "10" });
    expect(config).toMatchObject({ debug: true, outputDir: directory });
    expect(config.limits).toEqual(limitsWith({ callMs: 10_000, retries: 1 }));
    expect(load([], { FELDERA_MCP_OUTPUT_DIR: directory }).outputDir).toBe(directory);
  });

  test.each([
    ["30", 30_000],
    ["0.5", 500],
    ["500ms", 500],
    ["30s", 30_000],
    ["1.5m", 90_000],
  ])("takes %s for a timeout", (value, ms) => {
    expect(load(["--timeout", value], { FELDERA_TIMEOUT: "7" }).limits.callMs).toBe(ms);
  });

  test("works from a bundle, without looking at Feldera's settings", () => {
    const env = { FELDERA_HOST: "nonsense", HTTP_PROXY: "socks5://x" };
    expect(load(["--demo"], env).source).toEqual({ kind: "bundle", path: DEMO });
    expect(load(["--bundle", directory], env).source).toEqual({ kind: "bundle", path: directory });
  });
});

const HOST_EXAMPLE = "write one such as http://127.0.0.1:8080 or https://feldera.example.com";
const PROXY_EXAMPLE = "write one such as http://proxy.example.com:3128";
const TIME_EXAMPLE = "not a time up to 24 days; write seconds (30) or a time (500ms, 30s, 2m)";
const LIMIT_EXAMPLE = "not a limit and a whole number; write NAME=N with a NAME of `feldera-mcp limits`";

describe("a mistake is one line: which setting, what is wrong, what to write", () => {
  test.each([
    ["127.0.0.1:8080", `not an http or https address; ${HOST_EXAMPLE}`],
    ["localhost:8080", `not an http or https address; ${HOST_EXAMPLE}`],
    ["ftp://host", `not an http or https address; ${HOST_EXAMPLE}`],
    ["http://host/v0", "holds /v0; write the address up to it"],
    ["http://host/v0/pipelines", "holds /v0; write the address up to it"],
    ["http://u:hunter2@host", "holds a user name or password; put the key into FELDERA_API_KEY"],
    ["http://host/?key=hunter2", "ends in a query or fragment; write only the address"],
    ["http://host/#hunter2", "ends in a query or fragment; write only the address"],
  ])("host %s", (value, problem) => {
    expect(refusalOf([], { FELDERA_HOST: value })).toBe(`FELDERA_HOST: ${problem}`);
    expect(refusalOf(["--host", value])).toBe(`--host: ${problem}`);
  });

  test.each([
    ["HTTP_PROXY", "proxy:3128"],
    ["https_proxy", "socks5://user:hunter2@proxy"],
  ])("%s=%s", (name, value) => {
    expect(refusalOf([], { [name]: value })).toBe(`${name}: not an http or https address; ${PROXY_EXAMPLE}`);
  });

  test.each(["0", "-5", "soon", "30h", "1e3", "0.0001s", "99999999m", "5 s"])("timeout %s", (value) => {
    expect(refusalOf([`--timeout=${value}`])).toBe(`--timeout: ${TIME_EXAMPLE}`);
    expect(refusalOf([], { FELDERA_TIMEOUT: value })).toBe(`FELDERA_TIMEOUT: ${TIME_EXAMPLE}`);
  });

  test.each(["retries", "retries=", "retries=-1", "retries=two", "retry=2", "toString=1", "retries=1.5"])(
    "limit %s",
    (value) => {
      expect(refusalOf(["--limit", value])).toBe(`--limit ${value}: ${LIMIT_EXAMPLE}`);
    },
  );

  test("a limit that no timer can hold", () => {
    const message = "--limit bodyIdleMs: too large; write a whole number up to 2147483647";
    expect(refusalOf(["--limit", "bodyIdleMs=2147483648"])).toBe(message);
    expect(refusalOf(["--limit", `bodyIdleMs=${"9".repeat(400)}`])).toBe(message);
    expect(load(["--limit", "bodyIdleMs=2147483647"]).limits.bodyIdleMs).toBe(2_147_483_647);
  });

  test("keys: two of them, none in the file, one that no header can carry", () => {
    const path = file("other", SECRET);
    expect(refusalOf(["--api-key-file", path], { FELDERA_API_KEY: SECRET })).toBe(
      "FELDERA_API_KEY and --api-key-file: both are set; set one of them",
    );
    expect(refusalOf(["--api-key-file", file("empty", " \n")])).toBe(
      "--api-key-file: the file is empty; put the API key into it",
    );
    const unsendable = "holds characters that no header can carry; write it in plain ASCII";
    expect(refusalOf([], { FELDERA_API_KEY: `${SECRET}\nx` })).toBe(`FELDERA_API_KEY: ${unsendable}`);
    expect(refusalOf(["--api-key-file", file("two", `${SECRET}\n${SECRET}\n`)])).toBe(
      `--api-key-file: ${unsendable}`,
    );
    expect(refusalOf(["--tenant", "Zoë"])).toBe(`--tenant: ${unsendable}`);
  });

  test("files that are not there or not what they should be", () => {
    const missing = join(directory, "missing");
    expect(refusalOf([], { FELDERA_API_KEY_FILE: missing })).toBe(
      `FELDERA_API_KEY_FILE: ${missing} cannot be read (ENOENT); name a readable file`,
    );
    expect(refusalOf(["--api-key-file", directory])).toBe(
      `--api-key-file: ${directory} cannot be read (EISDIR); name a readable file`,
    );
    expect(refusalOf(["--https-tls-cert", missing])).toBe(
      `--https-tls-cert: ${missing} cannot be read (ENOENT); name a readable file`,
    );
    expect(refusalOf(["--https-tls-cert", file("no-pem", SECRET)])).toBe(
      "--https-tls-cert: holds no PEM certificate; name a file with -----BEGIN CERTIFICATE-----",
    );
    expect(refusalOf(["--bundle", missing])).toBe(
      `--bundle: ${missing} cannot be opened (ENOENT); name a support bundle or a profile`,
    );
    expect(refusalOf(["--output-dir", missing])).toBe(
      `--output-dir: ${missing} is not a directory; name one that exists`,
    );
    expect(refusalOf(["--output-dir", file("a-file", "")])).toMatch(/a-file is not a directory/);
  });

  test("two bundles", () => {
    expect(refusalOf(["--demo", "--bundle", directory])).toBe(
      "--demo and --bundle: each names a bundle; give one of them",
    );
  });
});
