import { spawn } from "node:child_process";
import { once } from "node:events";
import { askerOf, residentMiBOf } from "./server-process.mjs";

const RUNS = 7;
const MIB = 2 ** 20;
const CALL = ["tools/call", { name: "list_pipelines", arguments: { max_tokens: 1000 } }];

/** The shortest that a warm server takes for the large list, and what that adds to its most memory. */
export async function answerLargeList(server, manager) {
  return withServer(server, manager, async (ask, pid) => {
    await ask(...CALL);
    const before = residentMiBOf(pid, "VmHWM");
    manager.isLarge = true;
    const times = [];
    for (let run = 0; run < RUNS; run++) times.push(await timed(() => ask(...CALL)));
    manager.isLarge = false;
    const memoryMiB = residentMiBOf(pid, "VmHWM") - before;
    return { callMs: Math.min(...times), memoryMiB, textMiB: manager.largeList.length / MIB };
  });
}

/** The shortest that `JSON.parse` takes for it, in ms. */
export function listBesideParse(bytes) {
  const text = bytes.toString();
  const times = Array.from({ length: RUNS }, () => {
    const began = performance.now();
    JSON.parse(text);
    return performance.now() - began;
  });
  return Math.min(...times);
}

/** How long the slowest of 50 calls that are made at once takes, as a multiple of one alone: p99 of 50 is the slowest. */
export async function answerBurst(server, manager) {
  return withServer(server, manager, async (ask) => {
    for (let run = 0; run < 20; run++) await ask(...CALL);
    manager.delayMs = 20;
    const ratios = [];
    for (let run = 0; run < RUNS; run++) {
      const alone = [];
      for (let i = 0; i < 10; i++) alone.push(await timed(() => ask(...CALL)));
      const together = await Promise.all(Array.from({ length: 50 }, () => timed(() => ask(...CALL))));
      ratios.push(Math.max(...together) / alone.toSorted((a, b) => a - b)[5]);
    }
    manager.delayMs = 0;
    return ratios.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)];
  });
}

async function withServer(server, manager, use) {
  const child = spawn(process.execPath, [server], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, FELDERA_HOST: manager.url },
  });
  try {
    const ask = askerOf(child);
    const clientInfo = { name: "bench", version: "1" };
    await ask("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
    return await use(ask, child.pid);
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
  }
}

async function timed(call) {
  const began = performance.now();
  const { isError } = await call();
  if (isError) throw new Error("a call failed");
  return performance.now() - began;
}
