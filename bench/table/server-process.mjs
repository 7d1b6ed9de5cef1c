import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { median } from "../part.mjs";

/** A server that does not answer within so long is told as one that does not start, in ms. */
const LONGEST_MS = 30_000;
const MIB = 1024;

/**
 * Starts a server, shakes hands, and asks what is to be asked; tells what that took from the start to the last answer.
 * CPU is of all threads, to the nanosecond; memory is what is resident then.
 *
 * @param requests each a method and its params; `tools/list` unless given
 */
async function startOf({ command, args, env = {} }, requests = [["tools/list", {}]]) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, ...env } });
  const timer = setTimeout(() => child.kill("SIGKILL"), LONGEST_MS);
  try {
    const ask = askerOf(child);
    const clientInfo = { name: "bench", version: "1" };
    const shaken = await ask("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`);
    const answers = [];
    for (const [method, params] of requests) answers.push(await ask(method, params));
    return { cpuMs: cpuMsOf(child.pid), residentMiB: residentMiBOf(child.pid), shaken, answers };
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  }
}

/** Starts each so often, by turns, so that what else the machine does weighs on all alike. */
export async function medianStarts(servers, runs, requests) {
  const costs = servers.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [i, one] of servers.entries()) costs[i].push(await startOf(one, requests));
  }
  return costs.map((of) => ({
    ...of[0],
    cpuMs: median(of.map(({ cpuMs }) => cpuMs)),
    residentMiB: median(of.map(({ residentMiB }) => residentMiB)),
  }));
}

/** Asks one thing after another; throws where the server ends instead of answering. */
export function askerOf(child) {
  const waiting = new Map();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { id, result, error } = JSON.parse(line);
    waiting.get(id)?.resolve(result ?? error);
  });
  child.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("the server ended"));
  });
  let asked = 0;
  return (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++asked;
      waiting.set(id, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`, () => {});
    });
}

function cpuMsOf(pid) {
  return readdirSync(`/proc/${pid}/task`)
    .map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]))
    .reduce((sum, ns) => sum + ns / 1e6, 0);
}

export function residentMiBOf(pid, field = "VmRSS") {
  const [, kib] = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(kib) / MIB;
}
