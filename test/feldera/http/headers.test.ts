import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { json, recording, redirect } from "../../support/responses.ts";
import { clientOver, failureOf, loopback, PAYMENTS, requestOf, within } from "./client-over.ts";

const directory = mkdtempSync(join(tmpdir(), "feldera-token-"));
afterAll(() => rmSync(directory, { recursive: true }));

const gate = [
  { name: "x-gate", value: "open sesame" },
  { name: "user-agent", value: "somebody" },
];

describe("headers of the configuration", () => {
  test("go with every request, and replace this server's own of the same name", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", redirect(302, "/v0/elsewhere"));
    feldera.on("GET", "/v0/elsewhere", json(200, []));
    feldera.on("POST", `${PAYMENTS}/samply_profile`, recording("samply_post"));
    feldera.on("GET", `${PAYMENTS}/logs`, recording("stopped_logs"));
    const { source } = clientOver(feldera.url, {}, { headers: gate, apiKey: "apikey:top-secret" });
    await source.fetch(requestOf.pipelines, within());
    await source.fetch(requestOf.startSamply, within());
    await source.readLog(requestOf.logs, within());
    expect(feldera.requests).toHaveLength(4);
    for (const { headers } of feldera.requests) {
      expect(headers).toMatchObject({
        "x-gate": "open sesame",
        "user-agent": "somebody",
        authorization: "Bearer apikey:top-secret",
      });
    }
  });

  test("that hold an Authorization send that, and neither key nor token", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    const headers = [{ name: "authorization", value: "Basic Ym9iOnNlY3JldA==" }];
    for (const own of [{ apiKey: "apikey:top-secret" }, { oidcTokenFile: "/nowhere" }]) {
      const { source, lines } = clientOver(feldera.url, {}, { headers, ...own });
      await source.fetch(requestOf.pipelines, within());
      expect(feldera.requests.at(-1)?.headers.authorization).toBe("Basic Ym9iOnNlY3JldA==");
      expect(lines.join()).not.toMatch(/secret|Ym9i/);
    }
  });
});

describe("a token in a file", () => {
  const oidcTokenFile = join(directory, "token");
  const write = (token: string) => writeFileSync(oidcTokenFile, token);

  test("is read again for every request, and told of before it is sent", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    const { source, secrets } = clientOver(feldera.url, {}, { oidcTokenFile });
    for (const token of ["first.token.a", "second.token.b"]) {
      write(`${token}\n`);
      await source.fetch(requestOf.pipelines, within());
      expect(feldera.requests.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
      expect(secrets.at(-1)).toBe(token);
    }
  });

  test("that is being written is read again", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    write("");
    const { source } = clientOver(feldera.url, { retries: 1, retryDelayMs: 400 }, { oidcTokenFile });
    const answer = source.fetch(requestOf.pipelines, within());
    setTimeout(() => write("at.last"), 20);
    await answer;
    expect(feldera.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer at.last"]);
  });

  test.each([
    ["gone", () => rmSync(oidcTokenFile, { force: true }), "cannot be read (ENOENT)"],
    ["empty", () => write(" \n"), "is empty"],
    ["two", () => write("hunter2\nhunter2"), "holds more than one line of plain ASCII"],
    ["too large", () => write("hunter2".repeat(20)), "is larger than the limit tokenFileBytes"],
  ])("that is %s is an error of its own, and nothing is sent", async (_, prepare, problem) => {
    const feldera = await loopback();
    prepare();
    const { source } = clientOver(feldera.url, { retries: 1, tokenFileBytes: 100 }, { oidcTokenFile });
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({
      kind: "token_file",
      message: `the file of FELDERA_OIDC_TOKEN_FILE ${problem}`,
    });
    expect(feldera.requests).toEqual([]);
  });
});
