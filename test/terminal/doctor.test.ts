import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { doctorText } from "../../src/terminal/doctor/text.ts";
import {
  type LoopbackFeldera,
  startLoopbackFeldera,
  startLoopbackTls,
  testOnlyCertificatePath,
} from "../support/loopback-feldera.ts";
import { json, neverAnswers } from "../support/responses.ts";
import { replayAll } from "../support/worlds.ts";
import { doctorOf, line, mended } from "./doctor-of.ts";

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  replayAll(feldera);
});

afterEach(() => feldera.close());

const doctor = (args: string[] = [], env: Record<string, string> = {}) =>
  doctorOf(args, { FELDERA_HOST: feldera.url, ...env });

describe("where all is well", () => {
  test("the doctor tells what it found, and how many tools work", async () => {
    const text = await doctor([], { FELDERA_API_KEY: "apikey:test-only" });
    expect(line(text, "configuration")).toMatch(/^ok .*set: --limit, FELDERA_HOST, FELDERA_API_KEY$/);
    expect(line(text, "connection")).toMatch(/^ok .*answers in \d+ ms$/);
    expect(line(text, "TLS")).toMatch(/^ok .*not used, and not needed within this machine$/);
    expect(line(text, "key")).toMatch(/^ok .*a key is sent; its role is admin in the tenant default$/);
    expect(line(text, "Feldera")).toMatch(/^ok .*version 0\.337\.0, "Open source" edition$/);
    expect(line(text, "services")).toMatch(/^ok/);
    expect(line(text, "pipelines")).toMatch(/^ok .*6 pipelines, .*6 of 0\.337\.0$/);
    expect(line(text, "tools")).toMatch(/^ok .*\d+ of \d+ tools work here: diagnose_pipeline/);
    expect(mended(text, "switched off")).toMatch(
      /mend: An operator switches it on with --toolsets debug,sql\.$/,
    );
    expect(text).toMatch(/\nnothing is wrong\n$/);
    expect(text).not.toContain("test-only");
  });

  test("what Feldera tells of itself is shown without secrets", async () => {
    const echo = { edition: "Open source", version: "0.337.0 for test-only-key" };
    feldera.on("GET", "/v0/config", json(200, echo));
    const text = await doctor([], { FELDERA_API_KEY: "apikey:test-only-key" });
    expect(line(text, "Feldera")).toMatch(/version "0\.337\.0 for \[redacted\]"/);
  });

  test.each([
    ["a pipeline that tells no version is nothing to mend", { name: "till" }, /^ok /],
    ["one of another version is", { name: "till", platform_version: "0.336.0" }, /^note /],
  ])("%s", async (_case, pipeline, state) => {
    feldera.on("GET", "/v0/pipelines", json(200, [pipeline]));
    expect(line(await doctor(), "pipelines")).toMatch(state);
  });

  test("it says the same of a bundle, from which fewer tools work", async () => {
    const text = await doctor(["--demo"], { FELDERA_HOST: "" });
    expect(line(text, "bundle")).toMatch(/^ok .*support_bundle\.body: 1 collection, the newest of 2026/);
    expect(line(text, "tools")).toMatch(/^ok/);
    expect(text).toMatch(/\nnothing is wrong\n$/);
  });
});

test("over HTTP it tells where clients come, and who may", async () => {
  const text = await doctor(["--http"]);
  expect(line(text, "HTTP")).toMatch(
    /^ok .*listens at 127\.0\.0\.1 port 8808, .*anybody on this machine may call$/,
  );
  const refused = await doctor(["--http", "--listen", "0.0.0.0:8808"]);
  expect(line(refused, "configuration")).toMatch(/^wrong .*others can reach 0\.0\.0\.0/);
});

describe("what is wrong is told with how to mend it", () => {
  test("a setting", async () => {
    const text = await doctor([], { FELDERA_HOST: "localhost:8080" });
    expect(line(text, "configuration")).toMatch(
      /^wrong .*FELDERA_HOST: not an http or https address; write one/,
    );
    expect(text).toMatch(/wrong: configuration; 1 not checked\n$/);
  });

  test("a Feldera that is not there", async () => {
    const text = await doctor([], { FELDERA_HOST: "http://127.0.0.1:1" });
    expect(line(text, "connection")).toMatch(/^wrong .*Nothing accepts connections at FELDERA_HOST/);
    expect(mended(text, "connection")).toMatch(/mend: Is Feldera running there\?/);
    expect(line(text, "all else")).toMatch(/^not checked/);
  });

  test("one that never answers, within the time that there is", async () => {
    feldera.on("GET", "/v0/config", neverAnswers());
    const text = await doctor(["--limit", "doctorMs=200"]);
    expect(line(text, "connection")).toMatch(/^wrong/);
  });

  test("a certificate that nobody vouches for; one that is trusted is well", async () => {
    const secure = await startLoopbackTls();
    replayAll(secure);
    const untrusted = await doctor([], { FELDERA_HOST: secure.url });
    expect(line(untrusted, "TLS")).toMatch(/^wrong/);
    expect(mended(untrusted, "TLS")).toMatch(/mend: .*FELDERA_HTTPS_TLS_CERT/);
    const trusted = await doctor([], {
      FELDERA_HOST: secure.url,
      FELDERA_HTTPS_TLS_CERT: testOnlyCertificatePath,
    });
    expect(line(trusted, "TLS")).toMatch(/^ok .*trusted by FELDERA_HTTPS_TLS_CERT, for \d+ days more$/);
    await secure.close();
  });

  test("a proxy that is not there", async () => {
    const text = await doctor([], {
      FELDERA_HOST: "http://feldera.example.com",
      HTTP_PROXY: "http://127.0.0.1:1",
    });
    expect(line(text, "proxy")).toMatch(/^ok .*used: 127\.0\.0\.1:1$/);
    expect(text).toMatch(/^wrong +proxy .*\n.*mend: /m);
  });

  test("a key that Feldera does not take", async () => {
    feldera.on("GET", "/v0/config", json(401, { message: "bad", error_code: "Unauthorized", details: {} }));
    const text = await doctor([], { FELDERA_API_KEY: "apikey:wrong" });
    expect(line(text, "key")).toMatch(/^wrong/);
    expect(mended(text, "key")).toMatch(/mend: .*FELDERA_API_KEY/);
  });

  test("a tenant that the key is not of", async () => {
    const session = { tenant_name: "ours", role: "read", memberships: [{ name: "ours", role: "read" }] };
    feldera.on("GET", "/v0/config/session", json(200, session));
    const text = await doctor(["--tenant", "theirs"]);
    expect(line(text, "key")).toMatch(/^wrong .*tenant ours, and FELDERA_TENANT is theirs$/);
  });

  test("tools that the key's role may not use", async () => {
    feldera.on(
      "GET",
      "/v0/config/session",
      json(200, { tenant_name: "ours", role: "read", memberships: [] }),
    );
    const may = await doctor();
    expect(may).toMatch(/\nnothing is wrong\n$/);
    const control = await doctor(["--toolsets", "debug,control"]);
    expect(line(control, "stop_pipeline")).toMatch(/^wrong .*the key's role read may not change pipelines$/);
  });

  test("tools of a newer Feldera are told, and no fault", async () => {
    feldera.on("GET", "/v0/config", json(200, { edition: "Enterprise", version: "0.280.0" }));
    const text = await doctor();
    expect(line(text, "list_events")).toMatch(/^note .*has from 0\.292 on, and this is 0\.280\.0$/);
    expect(text).toMatch(/\nnothing is wrong\n$/);
  });
});

test("in colour it says the same", async () => {
  const findings = [{ subject: "key", state: "wrong" as const, says: "it is" }];
  const coloured = doctorText(findings, true);
  expect(coloured).not.toBe(doctorText(findings, false));
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(doctorText(findings, false));
});
