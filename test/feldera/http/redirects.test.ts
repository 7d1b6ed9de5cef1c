import { describe, expect, test } from "vitest";
import { html, json, redirect } from "../../support/responses.ts";
import { clientOver, failureOf, loopback, PAYMENTS, requestOf, within } from "./client-over.ts";

const KEY = { apiKey: "apikey:top-secret" };

describe("a redirect within Feldera's origin", () => {
  test.each([301, 302, 303, 307, 308])("is followed with the key (%i)", async (status) => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", redirect(status, "/elsewhere/v0/pipelines?selector=all"));
    feldera.on("GET", "/elsewhere/v0/pipelines", json(200, []));
    const { source } = clientOver(feldera.url, {}, KEY);
    expect(await source.fetch(requestOf.pipelines, within())).toMatchObject({ status: 200 });
    expect(feldera.requests[1]).toMatchObject({
      target: "/elsewhere/v0/pipelines?selector=all",
      headers: { authorization: "Bearer apikey:top-secret" },
    });
  });

  test("may be relative, or name the origin", async () => {
    const feldera = await loopback();
    feldera.on("GET", PAYMENTS, redirect(307, "../moved"));
    feldera.on("GET", "/v0/moved", redirect(307, `${feldera.url}/v0/there`));
    feldera.on("GET", "/v0/there", json(200, {}));
    await clientOver(feldera.url).source.fetch(requestOf.pipeline, within());
    expect(feldera.requests.map(({ target }) => target)).toEqual([PAYMENTS, "/v0/moved", "/v0/there"]);
  });

  test("is followed three times and no more", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", redirect(302, "/v0/pipelines"));
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "redirect", message: "too many redirects", retryable: false });
    expect(feldera.requests).toHaveLength(4);
  });

  test("to a page to sign in at is no API", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", redirect(302, "/login"));
    feldera.on("GET", "/login", html());
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "not_feldera", status: 200 });
  });

  test("of a POST is not followed", async () => {
    const feldera = await loopback();
    feldera.on("POST", `${PAYMENTS}/samply_profile`, redirect(307, "/elsewhere"));
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.startSamply, within()));
    expect(error).toMatchObject({ kind: "redirect", status: 307 });
    expect(feldera.requests).toHaveLength(1);
  });
});

describe("a redirect out of Feldera's origin", () => {
  test("is not followed, and the key stays here", async () => {
    const [feldera, stranger] = [await loopback(), await loopback()];
    feldera.on("GET", "/v0/pipelines", redirect(302, `${stranger.url}/v0/pipelines`));
    stranger.on("GET", "/v0/pipelines", json(200, []));
    const { source } = clientOver(feldera.url, {}, KEY);
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "redirect", retryable: false });
    expect(error.message).toContain(stranger.url);
    expect(stranger.requests).toHaveLength(0);
    expect(feldera.requests).toHaveLength(1);
  });

  test.each([
    ["another host", (port: number) => `http://localhost:${port}/v0/pipelines`],
    ["a host without its scheme", () => "//evil.invalid/v0/pipelines"],
    ["another scheme", (port: number) => `https://127.0.0.1:${port}/v0/pipelines`],
    ["a path that is none", () => "http://[/"],
    ["a scheme that is no address", () => "javascript:alert(1)"],
    ["the origin as a user name", (port: number) => `http://127.0.0.1:${port}@evil.invalid/`],
  ])("is known by %s", async (_, location) => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", redirect(302, location(feldera.port)));
    const { source } = clientOver(feldera.url, {}, KEY);
    expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({ kind: "redirect" });
    expect(feldera.requests).toHaveLength(1);
  });

  test("on the second hop is not followed either", async () => {
    const [feldera, stranger] = [await loopback(), await loopback()];
    feldera.on("GET", "/v0/pipelines", redirect(302, "/v0/hop"));
    feldera.on("GET", "/v0/hop", redirect(302, `${stranger.url}/`));
    const { source } = clientOver(feldera.url, {}, KEY);
    expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({ kind: "redirect" });
    expect(stranger.requests).toHaveLength(0);
  });
});

test.each([300, 304, 305])(
  "a %i without a location is an answer that Feldera never gives",
  async (status) => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(status, ""));
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "unexpected_status", status });
  },
);
