import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 5;
/** Between the calls that are made while another one is answered. */
const PAUSE_MS = 2;
/** Of the clock in which the kernel tells of CPU. */
const TICKS_PER_SECOND = 100;

/**
 * Runs a program to its end and tells what it cost: wall time; CPU, of user and system; and the most memory that was
 * resident, summed up over its processes, though these may have had theirs at different times. What files have in
 * memory, such as Node's program, is counted once: the processes share it.
 */
export async function costOf(command, args) {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const watched = new ProcessTree(child.pid);
  watched.look();
  const polling = setInterval(() => watched.look(), POLL_MS);
  const closed = once(child, "close");
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await closed;
  const wallSeconds = (performance.now() - began) / 1000;
  clearInterval(polling);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")}\n${out}${error}`);
  return { wallSeconds, cpuSeconds: watched.cpuSeconds, peakBytes: watched.peakBytes };
}

/**
 * Starts the server and has it make one call so often; the first is not told of, as it loads code. Memory is the peak
 * of the server and its analyses over all calls up to then. `longestOtherMs` is the longest that another call took
 * which was made during one of these.
 */
export async function costsOfWarmCalls(server, args, call, count, other) {
  const { pid, ask, end } = await startedServer(server, args);
  const watched = new ProcessTree(pid);
  const costs = [];
  for (let run = 0; run <= count; run++) {
    watched.look();
    const [began, cpuBefore] = [performance.now(), watched.cpuSeconds];
    const { result } = await ask("tools/call", call);
    const wallSeconds = (performance.now() - began) / 1000;
    watched.look();
    if (result === undefined || result.isError) throw new Error(JSON.stringify(result));
    costs.push({ wallSeconds, cpuSeconds: watched.cpuSeconds - cpuBefore, peakBytes: watched.peakBytes });
  }
  const longestOtherMs = await longestDuring(
    () => ask("tools/call", call),
    () => ask("tools/call", other),
  );
  await end();
  return { costs: costs.slice(1), longestOtherMs };
}

/** A server that a client has begun to talk to. */
export async function startedServer(server, args) {
  const child = spawn(process.execPath, [server, ...args], { stdio: ["pipe", "pipe", "ignore"] });
  const ask = askerOf(child);
  const clientInfo = { name: "bench", version: "1" };
  await ask("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
  child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`);
  const end = async () => {
    child.stdin.end();
    await once(child, "close");
  };
  return { pid: child.pid, ask, end };
}

/** Has one call made again and again, one at a time, until another is answered. */
async function longestDuring(askLong, askShort) {
  let isOver = false;
  const long = askLong().then(() => {
    isOver = true;
  });
  let longestMs = 0;
  while (!isOver) {
    const began = performance.now();
    await askShort();
    longestMs = Math.max(longestMs, performance.now() - began);
    await sleep(PAUSE_MS);
  }
  await long;
  return longestMs;
}

/** Sends requests to a server of JSON-RPC on its stdin; resolves with the answers. */
function askerOf(child) {
  const waiting = new Map();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const message = JSON.parse(line);
    waiting.get(message.id)?.resolve(message);
    waiting.delete(message.id);
  });
  child.once("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("the server ended"));
  });
  let id = 0;
  return (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    });
}

/** A process and those that it started, as Linux tells of them. */
class ProcessTree {
  #root;
  /** What was last known of each process, those that have ended included. */
  #known = new Map();

  constructor(root) {
    this.#root = root;
  }

  look() {
    for (const pids = [this.#root]; pids.length > 0; ) {
      const pid = pids.pop();
      try {
        pids.push(...read(pid, `task/${pid}/children`).split(" ").filter(Boolean));
        const status = read(pid, "status");
        const [, peakKib] = /VmHWM:\s+(\d+)/.exec(status) ?? [];
        const [, fileKib] = /RssFile:\s+(\d+)/.exec(status) ?? [];
        // Fields 14 and 15 of stat(5), counted from behind the name, which may hold spaces.
        const fields = read(pid, "stat")
          .replace(/^.*\) /s, "")
          .split(" ");
        const ticks = Number(fields[11]) + Number(fields[12]);
        if (peakKib !== undefined && fileKib !== undefined) {
          const fileBytes = Number(fileKib) * 1024;
          this.#known.set(pid, { ticks, fileBytes, ownBytes: Number(peakKib) * 1024 - fileBytes });
        }
      } catch {
        // It has ended.
      }
    }
  }

  get cpuSeconds() {
    return [...this.#known.values()].reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
  }

  get peakBytes() {
    const known = [...this.#known.values()];
    const ownBytes = known.reduce((sum, process) => sum + process.ownBytes, 0);
    return ownBytes + Math.max(0, ...known.map(({ fileBytes }) => fileBytes));
  }
}

function read(pid, file) {
  return readFileSync(`/proc/${pid}/${file}`, "utf8");
}
