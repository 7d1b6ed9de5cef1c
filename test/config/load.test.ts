import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { parseCommandLine } from "../../src/config/command-line.ts";
import type { Config, FelderaConfig } from "../../src/config/config.ts";
import { ConfigError } from "../../src/config/error.ts";
import type { Environment } from "../../src/config/given.ts";
import { limitsWith } from "../../src/config/limits.ts";
import { loadConfig } from "../../src/config/load.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { testOnlyCertificatePath } from "../support/loopback-feldera.ts";
import { CALLS } from "../trust/calls.ts";

const directory = realpathSync(mkdtempSync(join(tmpdir(), "feldera-config-")));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

/** Arguments by which a call asks to wait. */
const Waits = z.looseObject({
  wait_secs: z.number().optional(),
  window_secs: z.number().optional(),
  delta_secs: z.number().optional(),
});

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
      structured: false,
      debug: false,
      limits: limitsWith(),
    });
    expect(Object.isFrozen(config) && Object.isFrozen(config.limits)).toBe(true);
  });

  const HEADERS_FILE = file("headers", "X-Gate: hunter2\nCookie: a=b\n");
  const headers = [
    { name: "x-gate", value: "hunter2" },
    { name: "cookie", value: "a=b" },
  ];

  const KEY_FILE = file("key", `${SECRET}\n`);

  test.each([
    ["FELDERA_HOST", "https://feldera.example.com/", { baseUrl: "https://feldera.example.com" }],
    ["FELDERA_HOST", "http://gate.example.com/feldera/", { baseUrl: "http://gate.example.com/feldera" }],
    ["FELDERA_API_KEY", SECRET, { apiKey: SECRET }],
    ["FELDERA_API_KEY_FILE", KEY_FILE, { apiKey: SECRET }],
    ["FELDERA_OIDC_TOKEN_FILE", KEY_FILE, { oidcTokenFile: KEY_FILE }],
    ["FELDERA_HEADERS_FILE", HEADERS_FILE, { headers }],
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
    ["--oidc-token-file", "FELDERA_OIDC_TOKEN_FILE", KEY_FILE, "/nowhere", { oidcTokenFile: KEY_FILE }],
    ["--headers-file", "FELDERA_HEADERS_FILE", HEADERS_FILE, "/nowhere", { headers }],
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
    expect(config.limits).toEqual(
      limitsWith({
        callMs: 10_000,
        bundleCallMs: 10_000,
        headersMs: 10_000,
        diagnosePartMs: 8000,
        diagnoseDeepPartMs: 8000,
        retries: 1,
      }),
    );
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

  test.each(["1", "true", "YES", "on"])("takes %s for on in a switch's variable", (value) => {
    expect(load([], { FELDERA_MCP_READ_ONLY: value, FELDERA_MCP_DEBUG: value })).toMatchObject({
      readOnly: true,
      debug: true,
    });
    expect(load([], { FELDERA_MCP_DEMO: value }).source).toEqual({ kind: "bundle", path: DEMO });
  });

  test.each(["0", "false", "No", "off", "", "$" + "{READ_ONLY}"])("takes %j for off", (value) => {
    const env = { FELDERA_MCP_READ_ONLY: value, FELDERA_MCP_DEBUG: value, FELDERA_MCP_DEMO: value };
    expect(load([], env)).toEqual(load([]));
    expect(load(["--read-only"], env).readOnly).toBe(true);
  });

  test("takes limits from their variable, and a flag over them", () => {
    const env = { FELDERA_MCP_LIMIT: "retries=0, redirects=1" };
    expect(load(["--limit", "retries=1"], env).limits).toEqual(limitsWith({ retries: 1, redirects: 1 }));
    expect(load([], { FELDERA_MCP_BUNDLE: directory }).source).toEqual({ kind: "bundle", path: directory });
  });

  test("with a timeout holds every call within it, and waits as long for one answer, and in proportion for parts", () => {
    const { limits } = load(["--timeout", "5m"]);
    expect(limits).toEqual(
      limitsWith({
        callMs: 300_000,
        bundleCallMs: 300_000,
        headersMs: 300_000,
        diagnosePartMs: 100_000,
        diagnoseDeepPartMs: 240_000,
        programPlacesMs: 50_000,
      }),
    );
    expect(load(["--timeout=5m", "--limit=headersMs=1000"]).limits.headersMs).toBe(1000);
    expect(load(["--timeout=30s"]).limits.diagnosePartMs).toBe(limitsWith().diagnosePartMs);
  });

  test("with a timeout leaves a call time to tell of what hung", () => {
    const { limits } = load(["--timeout", "2s"]);
    for (const part of ["diagnosePartMs", "diagnoseDeepPartMs", "programPlacesMs"] as const) {
      expect(limits[part], part).toBe(1600);
    }
  });

  test.each(CALLS)(
    "with a timeout holds $tool $args within it, but for what it is asked to wait",
    ({ tool, args }) => {
      const { limits } = load(["--timeout", "7s"]);
      const { input, timeLimitMs } = TOOLS.find(({ name }) => name === tool) ?? expect.fail();
      const { wait_secs = 0, window_secs = 0, delta_secs = 0 } = Waits.parse(input.parse(args));
      expect(timeLimitMs(args, limits)).toBe(7000 + (wait_secs + window_secs + delta_secs) * 1000);
    },
  );

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
    const message = "--limit callMs: too large; write a whole number up to 2147483647";
    expect(refusalOf(["--limit", "callMs=2147483648"])).toBe(message);
    expect(refusalOf(["--limit", `callMs=${"9".repeat(400)}`])).toBe(message);
    expect(load(["--limit", "callMs=2147483647"]).limits.callMs).toBe(2_147_483_647);
  });

  test("a limit of 0, which some take for none", () => {
    expect(refusalOf(["--limit", "callMs=0"])).toBe(
      "--limit callMs: too small, and no limit is not offered; write a whole number from 1 on",
    );
    expect(refusalOf(["--limit", "answerTokens=20"])).toMatch(
      /^--limit answerTokens: too small, .* from 200 on$/,
    );
    expect(load(["--limit", "retries=0"]).limits.retries).toBe(0);
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

  test.each([
    [["--limit", "answerTokensMax=2000"], "answerTokens", 4000, "answerTokensMax", 2000],
    [["--limit", "answerTokens=20000"], "answerTokens", 20_000, "answerTokensMax", 10_000],
    [["--limit", "headersMs=200000"], "headersMs", 200_000, "bundleCallMs", 130_000],
    [["--timeout=5s", "--limit", "headersMs=6000"], "headersMs", 6000, "bundleCallMs", 5000],
    [["--timeout=5s", "--limit", "diagnosePartMs=6000"], "diagnosePartMs", 6000, "callMs", 5000],
    [["--limit", "logLineBytes=9000000"], "logLineBytes", 9_000_000, "logKeptBytes", 2_097_152],
  ])("limits that contradict each other: %j", (args, part, is, whole, only) => {
    expect(refusalOf(args)).toBe(
      `--limit ${part}: it is ${is}, and ${whole} only ${only}; lower ${part} or raise ${whole}`,
    );
  });

  test("but not the default of a part, which the lower whole holds as well", () => {
    expect(load(["--limit", "callMs=500", "--limit", "logReadBytes=1000"]).limits.diagnosePartMs).toBe(
      10_000,
    );
    expect(
      load(["--limit", "answerTokensMax=2000", "--limit", "answerTokens=2000"]).limits.answerTokens,
    ).toBe(2000);
  });

  test("a token in a file beside a key, and a file without one", () => {
    const path = file("token", "a.b.c\n");
    expect(refusalOf(["--oidc-token-file", path], { FELDERA_API_KEY: SECRET })).toBe(
      "FELDERA_API_KEY and --oidc-token-file: both are set; set one of them",
    );
    expect(refusalOf([], { FELDERA_OIDC_TOKEN_FILE: path, FELDERA_API_KEY_FILE: path })).toBe(
      "FELDERA_API_KEY_FILE and FELDERA_OIDC_TOKEN_FILE: both are set; set one of them",
    );
    expect(refusalOf([], { FELDERA_OIDC_TOKEN_FILE: file("no-token", "\n") })).toBe(
      "FELDERA_OIDC_TOKEN_FILE: the file is empty; put the token into it",
    );
    expect(refusalOf([], { FELDERA_OIDC_TOKEN_FILE: "/nowhere" })).toMatch(/cannot be read \(ENOENT\)/);
  });

  test("a switch that is neither on nor off", () => {
    expect(refusalOf([], { FELDERA_MCP_READ_ONLY: "maybe" })).toBe(
      "FELDERA_MCP_READ_ONLY: neither on nor off; write 1 or 0",
    );
  });

  test.each([
    ["FELDERA_MCP_READONLY", "FELDERA_MCP_READ_ONLY"],
    ["FELDERA_MCP_TOOLSET", "FELDERA_MCP_TOOLSETS"],
    ["FELDERA_APIKEY", "FELDERA_API_KEY"],
    ["FELDERA_API_KEYFILE", "FELDERA_API_KEY_FILE"],
  ])("the variable %s, which is nearly a setting", (name, setting) => {
    expect(refusalOf([], { [name]: "1" })).toBe(`${name}: no such setting; did you mean ${setting}?`);
    expect(load([], { [name]: "" })).toEqual(load([]));
  });

  test("but not variables of others", () => {
    const others = {
      FELDERA_PORT: "tcp://10.0.0.1:80",
      FELDERA_MCP_PORT: "x",
      FELDERA_MCP_SERVICE_HOST: "x",
    };
    expect(load([], others)).toEqual(load([]));
  });

  test("two bundles", () => {
    expect(refusalOf(["--demo", "--bundle", directory])).toBe(
      "--demo and --bundle: each names a bundle; give one of them",
    );
  });
});
