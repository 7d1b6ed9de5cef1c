import { fileURLToPath } from "node:url";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { asCommand } from "../part.mjs";
import { installNodes, installPeers } from "./peers.mjs";
import { medianStarts } from "./server-process.mjs";

const RUNS = 11;
const PEER_RUNS = 3;

const MOST_CPU = 1.3;
const MOST_MEMORY = 1.15;
const MOST_TOKENS = 4000;

const bareLoop = fileURLToPath(new URL("bare-loop.mjs", import.meta.url));
const bare = { name: "bare loop", command: process.execPath, args: [bareLoop] };

/** What it costs to have this server: from the start of the process to the answer of tools/list, beside a bare loop. */
export async function measureStart({ server, folder, tell, hold, lack }) {
  const ours = { name: "this server", command: process.execPath, args: [server] };
  const [bareCost, ourCost] = await medianStarts([bare, ours], RUNS);
  const own = { name: ours.name, ...ratios(ourCost, bareCost), ...definitionsOf(ourCost) };
  const peers = await measurePeers(folder, lack);
  tell(`bare loop: ${bareCost.cpuMs.toFixed(0)} ms of CPU, ${bareCost.residentMiB.toFixed(1)} MiB`);
  for (const one of [own, ...peers]) {
    const { name, cpu, memory, tools, tokens, each } = one;
    tell(
      `${name}: CPU ${cpu.toFixed(2)}, memory ${memory.toFixed(2)}, ${tools} tools in ${tokens} tokens, ${each.toFixed(0)} each`,
    );
  }
  const least = (field) => Math.min(...peers.map((peer) => peer[field]));
  hold({ what: "CPU, start to `tools/list`, ÷ bare loop", measured: own.cpu, most: MOST_CPU });
  hold({ what: "the same ÷ the cheapest other server's", measured: own.cpu / least("cpu"), most: 1 });
  hold({ what: "resident memory then ÷ bare loop", measured: own.memory, most: MOST_MEMORY });
  await onNewerNodes(ours, folder, hold);
  const what = "tokens of `instructions` and `tools/list` (o200k)";
  hold({ what, measured: own.tokens, most: MOST_TOKENS, digits: 0 });
  hold({
    what: "tokens a tool ÷ the fewest of the other servers'",
    measured: own.each / least("each"),
    most: 1,
    cause: "tokens",
  });
}

async function measurePeers(folder, lack) {
  const measured = [];
  for (const peer of installPeers(folder)) {
    try {
      const [bareCost, cost] = await medianStarts([bare, peer], PEER_RUNS);
      measured.push({ name: peer.name, ...ratios(cost, bareCost), ...definitionsOf(cost) });
    } catch (error) {
      lack(peer.name, error.message);
    }
  }
  return measured;
}

async function onNewerNodes(ours, folder, hold) {
  for (const { name, command } of installNodes(folder)) {
    const servers = [bare, ours].map((server) => ({ ...server, command }));
    const [bareCost, ourCost] = await medianStarts(servers, RUNS);
    const { cpu, memory } = ratios(ourCost, bareCost);
    hold({ what: `CPU the same on ${name}`, measured: cpu, most: MOST_CPU, cause: "newerNode" });
    hold({ what: `resident memory the same on ${name}`, measured: memory, most: MOST_MEMORY });
  }
}

function ratios(cost, bareCost) {
  return { cpu: cost.cpuMs / bareCost.cpuMs, memory: cost.residentMiB / bareCost.residentMiB };
}

function definitionsOf({ shaken: { instructions = "" }, answers: [{ tools }] }) {
  const tokens = countTokens(instructions) + countTokens(JSON.stringify({ tools }));
  return { tokens, tools: tools.length, each: tokens / tools.length };
}

await asCommand(import.meta.url, measureStart);
