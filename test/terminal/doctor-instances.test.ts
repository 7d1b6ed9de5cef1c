import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { json, recordingPath } from "../support/responses.ts";
import { replayAll } from "../support/worlds.ts";
import { doctorOf, line } from "./doctor-of.ts";

const directory = mkdtempSync(join(tmpdir(), "feldera-doctor-"));
afterAll(() => rmSync(directory, { recursive: true }));
const FILE = join(directory, "instances.json");

const KEYS = { PROD_KEY: "apikey:planted-in-prod", STAGING_KEY: "apikey:planted-in-staging" };

let prod: LoopbackFeldera;
let staging: LoopbackFeldera;

beforeEach(async () => {
  [prod, staging] = await Promise.all([startLoopbackFeldera(), startLoopbackFeldera()]);
  replayAll(prod);
  replayAll(staging);
});
afterEach(() => Promise.all([prod.close(), staging.close()]));

const both = () => ({
  prod: { url: prod.url, api_key_env: "PROD_KEY" },
  staging: { url: staging.url, api_key_env: "STAGING_KEY" },
});

function doctor(instances: unknown, args: readonly string[] = []): Promise<string> {
  writeFileSync(FILE, typeof instances === "string" ? instances : JSON.stringify(instances));
  return doctorOf(["--instances-file", FILE, ...args], KEYS);
}

/** What is said of one instance: the lines below its name. */
function partOf(text: string, instance: string): string {
  const [, part = ""] = text.split(`\n\n${instance}\n`);
  return part.split("\n\n")[0] ?? "";
}

const keysSeen = ({ requests }: LoopbackFeldera) => [
  ...new Set(requests.map(({ headers }) => headers.authorization)),
];

describe("of several Felderas the doctor looks at each", () => {
  test("which are well, each with its own key", async () => {
    const text = await doctor({ ...both(), prod: { ...both().prod, read_only: true } }, [
      "--toolsets",
      "debug,control",
    ]);
    expect(line(text, "instances")).toMatch(/^ok .*2, of which each call names one: prod, staging$/);
    for (const [name, { url }] of Object.entries({ prod, staging })) {
      const part = partOf(text, name);
      expect(line(part, "connection")).toContain(`${url} answers in `);
      expect(line(part, "key")).toMatch(/^ok .*a key is sent; its role is admin in the tenant default$/);
      expect(line(part, "Feldera")).toMatch(/^ok .*version 0\.337\.0/);
      expect(line(part, "pipelines")).toMatch(/^ok .*6 pipelines/);
    }
    expect(line(partOf(text, "prod"), "read only")).toMatch(/^ok .*yes/);
    expect(line(partOf(text, "prod"), "tools")).not.toContain("stop_pipeline");
    expect(partOf(text, "prod")).toMatch(
      /9 tools: start_samply_profile, start_pipeline, .*\n +mend: It needs an entry of the instances file that has a url, and not read_only\./,
    );
    expect(line(partOf(text, "staging"), "read only")).toMatch(/^ok .*no$/);
    expect(line(partOf(text, "staging"), "tools")).toContain("stop_pipeline");
    expect(text).toMatch(/\nnothing is wrong\n$/);
    expect(keysSeen(prod)).toEqual([`Bearer ${KEYS.PROD_KEY}`]);
    expect(keysSeen(staging)).toEqual([`Bearer ${KEYS.STAGING_KEY}`]);
    expect(text).not.toContain("planted");
  });

  test("of which one is not there; the others are told all the same", async () => {
    const text = await doctor({ ...both(), staging: { url: "http://127.0.0.1:1" } });
    expect(line(partOf(text, "staging"), "connection")).toMatch(/^wrong .*Nothing accepts connections/);
    expect(line(partOf(text, "staging"), "settings")).toMatch(
      /^note .*in its entry of the instances file: url in place of FELDERA_HOST$/,
    );
    expect(line(partOf(text, "prod"), "tools")).toMatch(/^ok/);
    expect(line(partOf(text, "prod"), "settings")).toBe("");
    expect(text).toMatch(/\nwrong: connection of staging; 1 not checked\n$/);
  });

  test("of which one does not take its key, and repeats another's", async () => {
    const message = `not ${KEYS.STAGING_KEY}, try ${KEYS.PROD_KEY}`;
    staging.on("GET", "/v0/config", json(401, { message, error_code: "Unauthorized", details: {} }));
    const text = await doctor(both());
    expect(line(partOf(text, "staging"), "key")).toMatch(/^wrong/);
    expect(line(partOf(text, "staging"), "settings")).toContain("api_key_env in place of FELDERA_API_KEY");
    expect(line(partOf(text, "prod"), "key")).toMatch(/^ok/);
    expect(text).toMatch(/\nwrong: key of staging; 1 not checked\n$/);
    expect(text).not.toContain("planted");
  });

  test("of which one is a bundle, from which other tools work", async () => {
    const text = await doctor({
      prod: both().prod,
      incident: { bundle: recordingPath("support_bundle.body") },
    });
    const incident = partOf(text, "incident");
    expect(line(incident, "bundle")).toMatch(/^ok .*support_bundle\.body: 1 collection, the newest of 2026/);
    expect(line(incident, "tools")).not.toContain("watch_pipeline");
    expect(line(partOf(text, "prod"), "tools")).toContain("watch_pipeline");
    expect(text).toMatch(/\nnothing is wrong\n$/);
  });

  test("of which one is a bundle that is none", async () => {
    writeFileSync(join(directory, "none.zip"), "no zip");
    const text = await doctor({ prod: both().prod, incident: { bundle: "none.zip" } });
    expect(line(partOf(text, "incident"), "bundle")).toMatch(/^wrong .*The support bundle cannot be used/);
    expect(text).toMatch(/\nwrong: bundle of incident\n$/);
  });
});

test("of a file that cannot be used the mistake is told, and nothing is asked", async () => {
  const text = await doctor({ ...both(), dev: { url: "http://dev", api_key_env: "DEV_KEY" } });
  expect(line(text, "configuration")).toMatch(
    /^wrong .*--instances-file: dev: api_key_env: the variable DEV_KEY is not set; put the key into it$/,
  );
  expect(text).toMatch(/\nwrong: configuration; 1 not checked\n$/);
  expect(await doctor("{")).toMatch(/^wrong .*--instances-file: is no JSON/);
  expect([...prod.requests, ...staging.requests]).toEqual([]);
});

test("a file of one is of that one, whose name no call gives", async () => {
  const text = await doctor({ prod: { url: "http://127.0.0.1:1", read_only: true } });
  expect(line(text, "instances")).toMatch(/^ok .*one, prod, so that no call names it$/);
  expect(line(text, "settings")).toContain("url in place of FELDERA_HOST");
  expect(text).toMatch(/\nwrong: connection; 1 not checked\n$/);
});
