import { parseCommandLine } from "../../src/config/command-line.ts";
import type { Config } from "../../src/config/config.ts";
import { lookupIn } from "../../src/config/given.ts";
import { httpConfig } from "../../src/config/http.ts";
import { withInstances } from "../../src/config/instances.ts";
import { isHttp, loadConfig } from "../../src/config/load.ts";
import { secretsOf } from "../../src/config/secrets.ts";
import { sourcesOf } from "../../src/mcp/sources.ts";
import { examineWith } from "../../src/terminal/doctor/doctor.ts";
import { givenNames } from "../../src/terminal/doctor/given.ts";
import { doctorText } from "../../src/terminal/doctor/text.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { createCleaner } from "../../src/untrusted/cleaner.ts";
import { recordingPath } from "../support/responses.ts";

/** What the doctor prints with these flags, and this environment. */
export async function doctorOf(args: readonly string[], env: Record<string, string>): Promise<string> {
  const { flags } = parseCommandLine(["doctor", "--limit", "retries=0", ...args]);
  let cleaner = createCleaner();
  const findings = await examineWith(async () => {
    const config = withInstances(loadConfig(flags, env, recordingPath("support_bundle.body")), env);
    cleaner = createCleaner(secretsOf(config));
    const http = isHttp(flags, env) ? httpConfig(lookupIn(flags, env)) : undefined;
    const sourcesOfOne = (one: Config) => sourcesOf(one, () => {}, cleaner.keep);
    return { config, given: givenNames(flags, env), sourcesOf: sourcesOfOne, cleaner, tools: TOOLS, http };
  }, cleaner.text);
  return doctorText(findings, false);
}

/** The line of a subject; the first of that name. */
export const line = (text: string, subject: string) =>
  text.split("\n").find((one) => one.slice(13).startsWith(`${subject} `)) ?? "";

/** The line below it, which says how to mend it. */
export const mended = (text: string, subject: string) => {
  const lines = text.split("\n");
  return lines[lines.indexOf(line(text, subject)) + 1] ?? "";
};
