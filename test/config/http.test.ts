import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseCommandLine } from "../../src/config/command-line.ts";
import { lookupIn } from "../../src/config/given.ts";
import { httpConfig } from "../../src/config/http.ts";

const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-http-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const file = join(folder, "tokens");
  writeFileSync(file, text);
  return file;
}

const config = (env: Record<string, string>) => httpConfig(lookupIn(parseCommandLine([]).flags, env));
const HASH = "a".repeat(64);
const ISSUER = {
  FELDERA_MCP_OIDC_ISSUER: "https://issuer.example.com",
  FELDERA_MCP_OIDC_AUDIENCE: "https://mcp.example.com",
};

describe("over HTTP", () => {
  test("it listens on loopback unless told otherwise, and anybody there may call", () => {
    expect(config({})).toEqual({
      address: "127.0.0.1",
      port: 8808,
      hosts: ["localhost", "127.0.0.1", "[::1]"],
      origins: [],
      access: { kind: "anybody" },
    });
  });

  test.each([
    ["8080", "127.0.0.1", 8080],
    ["[::1]:9000", "::1", 9000],
    ["localhost:0", "localhost", 0],
  ])("%s is an address and a port", (listen, address, port) => {
    expect(config({ FELDERA_MCP_LISTEN: listen })).toMatchObject({ address, port });
  });

  test("it listens elsewhere where it has names, and asks for tokens", () => {
    const env = {
      ...ISSUER,
      FELDERA_MCP_LISTEN: "0.0.0.0:8808",
      FELDERA_MCP_ALLOWED_HOSTS: "MCP.example.com, mcp",
    };
    expect(config(env)).toMatchObject({
      address: "0.0.0.0",
      hosts: ["localhost", "127.0.0.1", "[::1]", "mcp.example.com", "mcp"],
      access: {
        kind: "issuer",
        issuer: ISSUER.FELDERA_MCP_OIDC_ISSUER,
        audience: ISSUER.FELDERA_MCP_OIDC_AUDIENCE,
      },
    });
  });

  test("a file of tokens may have comments and empty lines", () => {
    const file = fileOf(`# agents\n\nagent sha256:${HASH}\n`);
    expect(config({ FELDERA_MCP_TOKENS_FILE: file }).access).toEqual({ kind: "tokens", file });
  });

  test.each([
    [{ FELDERA_MCP_LISTEN: "0.0.0.0:8808" }, /others can reach 0\.0\.0\.0, and no token is asked for/],
    [{ ...ISSUER, FELDERA_MCP_LISTEN: "0.0.0.0:8808" }, /name in FELDERA_MCP_ALLOWED_HOSTS/],
    [{ FELDERA_MCP_LISTEN: "127.0.0.1:70000" }, /FELDERA_MCP_LISTEN: not an address and a port/],
    [{ FELDERA_MCP_LISTEN: "http://127.0.0.1:80" }, /FELDERA_MCP_LISTEN: not an address and a port/],
    [{ FELDERA_MCP_ALLOWED_ORIGINS: "ops.example.com" }, /ops\.example\.com is no origin/],
    [{ FELDERA_MCP_OIDC_ISSUER: "https://issuer.example.com" }, /go together; set both/],
    [{ ...ISSUER, FELDERA_MCP_OIDC_ISSUER: "http://issuer.example.com" }, /not an https address/],
    [{ ...ISSUER, FELDERA_MCP_TOKENS_FILE: "/tokens" }, /both are set; set one of them/],
    [{ FELDERA_MCP_TOKENS_FILE: "/nonexistent" }, /\/nonexistent cannot be read \(ENOENT\)/],
  ])("%j is refused", (env, problem) => {
    expect(() => config(env)).toThrow(problem);
  });

  test.each([
    ["agent secret-token\n", /line 1 is no name and hash/],
    [`a sha256:${HASH}\nb sha256:${HASH}0\n`, /line 2 is no name and hash/],
    ["# none\n", /holds no token/],
  ])("a file of tokens that reads %j is refused, and not repeated", (text, problem) => {
    const read = () => config({ FELDERA_MCP_TOKENS_FILE: fileOf(text) });
    expect(read).toThrow(problem);
    expect(read).not.toThrow(/secret-token/);
  });
});
