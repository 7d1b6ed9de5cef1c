import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

const POLL_MS = 5;
/** Of the clock in which the kernel tells of CPU. */
const TICKS_PER_SECOND = 100;

/**
 * Runs a program to its end and tells what it cost: wall time; CPU, of user and system; and the most memory that was
 * resident, summed up over its processes, though these may have had theirs at different times.
 */
export async function costOf(command, args) {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const watched = new ProcessTree(child.pid);
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
 * of the server and its analyses over all calls up to then.
 */
export async function costsOfWarmCalls(server, args, call, count) {
  const child = spawn(process.execPath, [server, ...args], { stdio: ["pipe", "pipe", "ignore"] });
  const watched = new ProcessTree(child.pid);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let id = 0;
  async function ask(method, params) {
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params })}\n`);
    for (;;) {
      const { value, done } = await answers.next();
      if (done) throw new Error("the server ended");
      const message = JSON.parse(value);
      if (message.id === id) return message;
    }
  }
  const clientInfo = { name: "bench", version: "1" };
  await ask("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
  child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`);
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
  child.stdin.end();
  await once(child, "close");
  return costs.slice(1);
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
        const [, kib] = /VmHWM:\s+(\d+)/.exec(read(pid, "status")) ?? [];
        // Fields 14 and 15 of stat(5), counted from behind the name, which may hold spaces.
        const fields = read(pid, "stat")
          .replace(/^.*\) /s, "")
          .split(" ");
        const ticks = Number(fields[11]) + Number(fields[12]);
        if (kib !== undefined) this.#known.set(pid, { ticks, bytes: Number(kib) * 1024 });
      } catch {
        // It has ended.
      }
    }
  }

  get cpuSeconds() {
    return [...this.#known.values()].reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
  }

  get peakBytes() {
    return [...this.#known.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

function read(pid, file) {
  return readFileSync(`/proc/${pid}/${file}`, "utf8");
}
