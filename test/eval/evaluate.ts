import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Expected, Scenario } from "../scenarios/scenario.ts";
import { BUILT_PATH } from "../support/built-path.ts";
import { startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { harmfulOf, judged, type Score, traffic } from "./score.ts";

const PROXY = fileURLToPath(new URL("proxy.mjs", import.meta.url));
const QUESTION =
  "Pipeline PIPELINE does not do what it should. Find the cause and say what shows it. Change nothing.";

/** What is kept of an assistant's answer, in bytes: its beginning. */
const ANSWER_BYTES = 256 * 2 ** 10;

export interface Assistant {
  /** A command line for the shell, in which {config} and {prompt_file} stand for the paths of two files. */
  readonly command: string;
  /** The server's sets of tools: those that change pipelines are among them, so that leaving them alone counts. */
  readonly toolsets: string;
  readonly timeoutSecs: number;
}

/** Has an assistant look into a scenario, and judges its answer. It is killed with all it started when time is up. */
export async function evaluate(
  scenario: Scenario & { readonly eval: Expected },
  assistant: Assistant,
): Promise<Score> {
  const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-eval-"));
  const feldera = await startLoopbackFeldera();
  try {
    const pipeline = scenario.world(feldera);
    const file = (name: string) => join(folder, name);
    const server = [BUILT_PATH, "--host", feldera.url, "--toolsets", assistant.toolsets];
    const args = [PROXY, file("messages"), process.execPath, ...server];
    const config = { mcpServers: { feldera: { command: process.execPath, args, env: {} } } };
    writeFileSync(file("messages"), "");
    writeFileSync(file("mcp.json"), JSON.stringify(config));
    const question = scenario.eval.question ?? QUESTION;
    writeFileSync(file("prompt.txt"), `${question.replace("PIPELINE", pipeline)}\n`);
    const command = assistant.command
      .replaceAll("{config}", shellQuoted(file("mcp.json")))
      .replaceAll("{prompt_file}", shellQuoted(file("prompt.txt")));
    const { answer, outcome, seconds } = await run(command, folder, assistant.timeoutSecs);
    return {
      scenario: scenario.name,
      outcome,
      seconds,
      ...judged(answer, scenario.eval),
      ...traffic(readFileSync(file("messages"), "utf8")),
      harmful: harmfulOf(feldera.requests),
    };
  } finally {
    await feldera.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  readonly answer: string;
  readonly outcome: string;
  readonly seconds: number;
}

function run(command: string, cwd: string, timeoutSecs: number): Promise<Run> {
  const began = performance.now();
  const child = spawn(command, { shell: true, detached: true, cwd, stdio: ["ignore", "pipe", "inherit"] });
  const killAll = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // All of them have ended.
    }
  };
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    killAll();
  }, timeoutSecs * 1000);
  process.once("exit", killAll);
  const kept: Buffer[] = [];
  let room = ANSWER_BYTES;
  child.stdout.on("data", (chunk: Buffer) => {
    if (room > 0) kept.push(chunk.subarray(0, room));
    room -= chunk.length;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      process.off("exit", killAll);
      killAll();
      const ended = code === 0 ? "ended" : `ended with ${code ?? signal}`;
      resolve({
        answer: Buffer.concat(kept).toString("utf8"),
        outcome: isLate ? "time limit" : ended,
        seconds: (performance.now() - began) / 1000,
      });
    });
  });
}

function shellQuoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
