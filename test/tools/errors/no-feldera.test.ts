import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { type Alike, answeringAlike } from "../../support/answering-alike.ts";
import { registryOver } from "../../support/registry.ts";
import { empty, json, text } from "../../support/responses.ts";
import { CALLS } from "../../trust/calls.ts";
import { AT_PAYMENTS, errorOf, PAYMENTS } from "./error-of.ts";

const HTML = { "content-type": "text/html; charset=utf-8" };
const PLAIN = { "content-type": "text/plain" };
const JSON_TYPE = { "content-type": "application/json" };
const PAGE = "<!doctype html><title>Sign in</title>";

/** What else listens at an address that was taken for Feldera's. */
const OTHERS: Readonly<Record<string, Alike>> = {
  "404 without a body": { status: 404 },
  "404 of a Go program": { status: 404, headers: PLAIN, body: "404 page not found\n" },
  "404 of a Python API": { status: 404, headers: JSON_TYPE, body: '{"detail":"Not Found"}' },
  "404 of a gateway": { status: 404, headers: JSON_TYPE, body: '{"message":"no Route matched"}' },
  "404 as a page": { status: 404, headers: HTML, body: PAGE },
  "405": { status: 405, headers: { allow: "OPTIONS" } },
  "405 as a page": { status: 405, headers: HTML, body: PAGE },
  "200 as a page": { status: 200, headers: HTML, body: PAGE },
  "301 to another address": { status: 301, headers: { location: "https://login.example.com/" } },
  "302 within the address, for ever": { status: 302, headers: { location: "/login" } },
  "400 that wants https": {
    status: 400,
    headers: PLAIN,
    body: "Client sent an HTTP request to an HTTPS server.\n",
  },
  "401 that wants a basic login": { status: 401, headers: { "www-authenticate": 'Basic realm="x"' } },
  "401 as a page": { status: 401, headers: HTML, body: PAGE },
  "403 as a page": { status: 403, headers: HTML, body: PAGE },
  "410 without a body": { status: 410 },
  "418 of a teapot": { status: 418, headers: PLAIN, body: "short and stout" },
};

describe("what answers at FELDERA_HOST and is no Feldera is named as such by every tool", () => {
  test.each(Object.entries(OTHERS))("%s", async (_, other) => {
    const url = await answeringAlike(other);
    const registry = registryOver({ source: { url }, outputDir: tmpdir() });
    for (const { tool, args } of CALLS) {
      const { text, isError } = await registry.call(tool, args);
      expect(isError, tool).toBe(true);
      expect(text, tool).toContain("What answers at FELDERA_HOST is not Feldera's API");
      expect(text, tool).toMatch(/FELDERA_HOST/);
    }
  });

  test("and so is what answers 200 with other things, by tools that read JSON", async () => {
    for (const body of ["OK", "{}", '{"status":"ok"}', "[1]"]) {
      const url = await answeringAlike({ status: 200, headers: JSON_TYPE, body });
      const registry = registryOver({ source: { url } });
      for (const tool of ["get_pipeline", "diagnose_pipeline", "list_events", "get_event"]) {
        const { text } = await registry.call(tool, {
          ...PAYMENTS,
          ...(tool === "get_event" && { event_id: "latest" }),
        });
        expect(text, `${tool} ${body}`).toContain("What answers at FELDERA_HOST is not Feldera's API");
      }
    }
  });

  test("a proxy that wants a login is told from Feldera, with what lets requests pass", async () => {
    const url = await answeringAlike({ status: 401, headers: { "www-authenticate": 'Basic realm="x"' } });
    const { text } = await registryOver({ source: { url } }).call("list_pipelines", {});
    expect(text).toMatch(/Where a proxy in front of it wants a login, FELDERA_HEADERS_FILE names/);
  });

  test("a port that wants https is told so", async () => {
    const url = await answeringAlike(OTHERS["400 that wants https"] ?? { status: 400 });
    const { text } = await registryOver({ source: { url } }).call("list_pipelines", {});
    expect(text).toMatch(/It wants https: set FELDERA_HOST to the address with https\.$/);
  });
});

describe("but Feldera is not called another for what it lacks", () => {
  test.each([
    ["get_stats", "/stats", empty(404), "runtime seems older than this endpoint"],
    ["list_events", "/events", empty(404), "older than this endpoint, which came with Feldera 0.292"],
    ["get_pipeline_logs", "/logs", empty(404), "runner has not picked"],
    ["list_events", "/events", empty(405), "takes no such request there"],
    ["get_stats", "/stats", text(500, "oops"), "Feldera failed on this request"],
    ["get_stats", "/stats", json(200, ["surprise"]), "not have the shape"],
  ])("%s, %s", async (tool, path, answer, words) => {
    const said = await errorOf(tool, PAYMENTS, (feldera) => feldera.on("GET", AT_PAYMENTS + path, answer));
    expect(said).toContain(words);
    expect(said).not.toContain("is not Feldera's API");
  });

  test("nor where nothing more could be learned of it", async () => {
    const said = await errorOf("list_events", PAYMENTS, (feldera) => {
      feldera.on("GET", `${AT_PAYMENTS}/events`, empty(405));
      feldera.on("GET", "/v0/config", json(401, { message: "no", error_code: "AuthenticationFailed" }));
    });
    expect(said).not.toContain("is not Feldera's API");
  });
});
