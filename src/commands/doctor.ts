import type { Flags } from "../config/given.ts";
import { isHttp } from "../config/load.ts";
import { openSources, readConfig, readHttp } from "./configuration.ts";
import { isReadInColour, print } from "./print.ts";
import type { Start } from "./start.ts";
import { cleaner } from "./stderr.ts";

/** Says how all that calls depend on stands; 1 where something is wrong. */
export async function doctor(flags: Flags, { demoBundle, writeStdout }: Start): Promise<number> {
  const { doctorText, examineWith, givenNames } = await import("../terminal/doctor/command.ts");
  const findings = await examineWith(async () => {
    const config = await readConfig(flags, demoBundle);
    const { TOOLS } = await import("../tools/all.ts");
    const http = isHttp(flags, process.env) ? await readHttp(flags) : undefined;
    const given = givenNames(flags, process.env);
    return { config, given, sourcesOf: openSources, cleaner, tools: TOOLS, http };
  }, cleaner.text);
  await print(doctorText(findings, isReadInColour()), writeStdout);
  return findings.some(({ state }) => state === "wrong") ? 1 : 0;
}
