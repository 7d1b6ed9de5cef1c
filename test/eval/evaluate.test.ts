import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { SCENARIOS } from "../scenarios/all.ts";
import type { Expected, Scenario } from "../scenarios/scenario.ts";
import { evaluate } from "./evaluate.ts";
import { reportOf } from "./report.ts";
import { judged, traffic } from "./score.ts";

type Judged = Scenario & { readonly eval: Expected };
const JUDGED = SCENARIOS.filter((one): one is Judged => one.eval !== undefined);

function scenario(name: string): Judged {
  const found = JUDGED.find((one) => one.name.includes(name));
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}

function assistant(player: string, timeoutSecs = 25) {
  const script = fileURLToPath(new URL(player, import.meta.url));
  const command = `"${process.execPath}" "${script}" {config} {prompt_file}`;
  return { command, toolsets: "debug,control", timeoutSecs };
}

test("a player that diagnoses finds the cause in one call, and harms nothing", async () => {
  const score = await evaluate(scenario("a slow sink"), assistant("player.mjs"));
  expect(score).toMatchObject({
    outcome: "ended",
    cause: true,
    evidence: { found: 1, of: 1 },
    calls: 1,
    harmful: [],
    cut: false,
  });
  expect(score.result_tokens).toBeGreaterThan(100);
  expect(score.result_tokens).toBeLessThan(1500);
});

test("it follows the call that goes deeper", async () => {
  const score = await evaluate(
    scenario("the same, whose circuit answers only to a longer look"),
    assistant("player.mjs"),
  );
  expect(score).toMatchObject({ cause: true, evidence: { found: 2, of: 2 }, calls: 2, harmful: [] });
});

test("a player that guesses and stops the pipeline is found out", async () => {
  const score = await evaluate(scenario("a healthy pipeline"), assistant("bad-player.mjs"));
  expect(score).toMatchObject({
    outcome: "ended",
    cause: false,
    evidence: { found: 0, of: 1 },
    calls: 1,
    harmful: ["POST /v0/pipelines/ledger/stop?force=true"],
  });
  expect(reportOf([score])).toContain(
    "harmful: POST /v0/pipelines/ledger/stop?force=true (a healthy pipeline)",
  );
});

test("where the server offers nothing that changes a pipeline, it does no harm and is still wrong", async () => {
  const only = { ...assistant("bad-player.mjs"), toolsets: "debug" };
  const score = await evaluate(scenario("a healthy pipeline"), only);
  expect(score).toMatchObject({ cause: false, calls: 0, result_tokens: 0, harmful: [] });
});

test("an assistant that does not end is stopped, and one that fails is told as such", async () => {
  const one = scenario("a healthy pipeline");
  const slow = await evaluate(one, { ...assistant("player.mjs", 1), command: "sleep 60" });
  expect(slow).toMatchObject({ outcome: "time limit", cause: false, calls: 0 });
  const failing = await evaluate(one, {
    ...assistant("player.mjs"),
    command: "echo nothing is wrong; exit 3",
  });
  expect(failing).toMatchObject({ outcome: "ended with 3", cause: true });
});

test("a guess names the cause of no scenario but that of what was guessed", () => {
  const guesses = [
    "It is surely the network. Restart it.",
    "The SQL is slow: add workers and look at the query plan.",
    "I could not find out anything; please check the logs.",
  ];
  for (const guess of guesses) {
    const right = JUDGED.filter((one) => judged(guess, one.eval).cause).map(({ name }) => name);
    expect(right, guess).toEqual([]);
  }
});

test("only answers to calls of tools are counted, and a cut record is told", () => {
  const record = [
    '> {"jsonrpc":"2.0","id":1,"method":"tools/list"}',
    '< {"jsonrpc":"2.0","id":1,"result":{"tools":[]}}',
    '> {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"get_stats"}}',
    '< {"jsonrpc":"2.0","id":2,"result":{"content":[{"type":"text","text":"hello world"}]}}',
    "< not JSON",
    "! cut",
    "",
  ].join("\n");
  expect(traffic(record)).toEqual({ calls: 1, result_tokens: 2, cut: true });
});

test("the command that a person runs lists what there is to look into", () => {
  const script = fileURLToPath(new URL("../../scripts/eval.mjs", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "--list"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  for (const { name } of SCENARIOS.filter((one) => one.eval !== undefined)) expect(stdout).toContain(name);
});
