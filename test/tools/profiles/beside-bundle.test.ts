import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { registryOver } from "../../support/registry.ts";
import { recordingPath } from "../../support/responses.ts";
import { unzip, zipOf } from "../../support/zip.ts";

const folder = mkdtempSync(join(tmpdir(), "feldera-beside-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const OWN_NAME = "samply_profile.json.gz";
const DOWNLOAD_NAME = "2026-11-21T08_16_30.092364454+00_00-samply_profile.json.gz";
const OF_PAYMENTS = "samply_get_running_1s.body";
let cases = 0;

/** Puts recordings into a folder of their own; returns it. */
function filesOf(files: Readonly<Record<string, string>>): string {
  cases += 1;
  const into = join(folder, String(cases));
  for (const [name, recording] of Object.entries(files)) {
    mkdirSync(dirname(join(into, name)), { recursive: true });
    cpSync(recordingPath(recording), join(into, name));
  }
  return into;
}

async function summarized(bundle: string): Promise<string> {
  const registry = registryOver({ source: { bundle } });
  const args = { pipeline_name: "payments", view: "operators", limit: 3 };
  const { text, isError } = await registry.call("summarize_samply_profile", args);
  expect(isError, text).toBe(false);
  return text;
}

function unpacked(into: string): string {
  for (const [path, content] of unzip(readFileSync(recordingPath("support_bundle.body")))) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), content);
  }
  return into;
}

describe("a CPU profile beside a bundle", () => {
  test.each([OWN_NAME, DOWNLOAD_NAME])("is read where it lies beside the zip: %s", async (name) => {
    const into = filesOf({ "payments.zip": "support_bundle.body", [name]: OF_PAYMENTS });
    const text = await summarized(join(into, "payments.zip"));
    expect(text).not.toContain("Not placed in the SQL");
    expect(text).toContain("view payments_enriched");
    expect(text).toContain("Recorded 28 min 40 s after the collection that it is read with.");
  });

  test.each([OWN_NAME, DOWNLOAD_NAME, "anything.gz"])(
    "is read where it lies in the folder: %s",
    async (name) => {
      const into = unpacked(filesOf({ [name]: OF_PAYMENTS }));
      expect(await summarized(into)).toContain("view payments_enriched");
    },
  );

  test("is read where it lies in the zip, outside of the collections", async () => {
    const members = [...unzip(readFileSync(recordingPath("support_bundle.body")))];
    const path = join(folder, "inside.zip");
    const profile = { name: OWN_NAME, content: readFileSync(recordingPath(OF_PAYMENTS)) };
    writeFileSync(path, zipOf([...members.map(([name, content]) => ({ name, content })), profile]));
    expect(await summarized(path)).toContain("view payments_enriched");
  });

  test("of another pipeline is not placed in this one's SQL, and says so", async () => {
    const into = filesOf({ "payments.zip": "support_bundle.body", [OWN_NAME]: "opt_samply_get_2.body" });
    const text = await summarized(join(into, "payments.zip"));
    expect(text).toContain(
      "Not placed in the SQL: this is a profile of another pipeline, of id 01a1fd33-b77a-7782-b180-8709ae74c3d0; that of payments is 01a1fd0d-9b0e-7043-a1e3-802232ff3380.",
    );
    expect(text).not.toContain("view payments_enriched");
  });

  test("of another version of the program is not placed in the SQL, and says so", async () => {
    const into = unpacked(filesOf({ [OWN_NAME]: OF_PAYMENTS }));
    const configs = readdirSync(into, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith("pipeline_config.json"))
      .map((path) => join(into, path));
    for (const path of configs) {
      const config = readFileSync(path, "utf8");
      writeFileSync(path, config.replace(/"program_version":\s*3\b/, '"program_version": 7'));
    }
    const text = await summarized(into);
    expect(text).toContain(
      "Not placed in the SQL: this is a profile of version 3 of the program, which is at version 7.",
    );
    expect(text).not.toContain("view payments_enriched");
  });

  test("of no pipeline's program is not placed either, and says so", async () => {
    const into = filesOf({
      "payments.zip": "support_bundle.body",
      [OWN_NAME]: "others/samply-0.13.1-v49.json.gz",
    });
    const text = await summarized(join(into, "payments.zip"));
    expect(text).toContain("Not placed in the SQL: none of its functions is of a pipeline's program");
    expect(text).toContain("after the collection that it is read with.");
  });

  test("that is the newest of several is read, and the others are told", async () => {
    const into = filesOf({
      "payments.zip": "support_bundle.body",
      [DOWNLOAD_NAME]: OF_PAYMENTS,
      "2026-11-20T08_16_30.5+00_00-samply_profile.json.gz": "opt_samply_get_2.body",
    });
    const bundle = join(into, "payments.zip");
    expect(await summarized(bundle)).toContain("view payments_enriched");
    const { text } = await registryOver({ source: { bundle } }).call("list_pipelines", {});
    expect(text).toContain("a newer CPU profile lies beside the collections, and is used");
  });

  test("goes with a zip whose files no name dates, as with any other", async () => {
    const files = [...unzip(readFileSync(recordingPath("support_bundle.body")))]
      .filter(([path]) => path.includes("/"))
      .map(([path, content]) => ({ name: `case/${path.split("/").at(-1)}`, content }));
    const into = filesOf({ [OWN_NAME]: OF_PAYMENTS });
    writeFileSync(join(into, "undated.zip"), zipOf(files));
    expect(await summarized(join(into, "undated.zip"))).toContain("view payments_enriched");
  });

  test("of another name beside a zip is another file of that folder", async () => {
    const into = filesOf({ "payments.zip": "support_bundle.body", "other.json.gz": OF_PAYMENTS });
    const registry = registryOver({ source: { bundle: join(into, "payments.zip") } });
    const { text, isError } = await registry.call("summarize_samply_profile", { pipeline_name: "payments" });
    expect(isError).toBe(true);
    expect(text).toContain("The support bundle does not hold samply_profile.json.gz.");
  });
});

test("a single CPU profile is of no collection, and tells only its own time", async () => {
  const text = await summarized(recordingPath(OF_PAYMENTS));
  expect(text).not.toContain("the collection that it is read with");
});
