import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type CallTreeNode, calleesTree, callersTree } from "../../../src/analysis/callgraph/call-tree.ts";
import { stackSegments } from "../../../src/analysis/callgraph/stack-segments.ts";
import type { FirefoxThread } from "../../../src/analysis/firefox/format/decode.ts";
import { keysByFunction } from "../callgraph/random-graph.ts";
import { decodeRecording } from "./recorded.ts";

const treeSchema = z.array(z.tuple([z.int(), z.int(), z.number(), z.number()]));

/** Made by scripts/firefox-goldens.mjs with the Firefox profiler's own command line. */
const goldenSchema = z.object({
  names: z.array(z.string()),
  threads: z.array(z.object({ name: z.string(), tid: z.string(), callees: treeSchema, callers: treeSchema })),
});

function readGolden(recording: string) {
  const url = new URL(`../../goldens/firefox/${recording}-trees.json`, import.meta.url);
  return goldenSchema.parse(JSON.parse(readFileSync(url, "utf8")));
}

/** Each line is the path to a node with its self and total. Functions of one name in several files stay several. */
function goldenPaths(tree: z.infer<typeof treeSchema>, names: readonly string[]): string[] {
  const path: string[] = [];
  return tree
    .map(([depth, name, self, total]) => {
      path.splice(depth, path.length, names[name] ?? "");
      return `${path.join(" > ")} ${self} ${total}`;
    })
    .sort();
}

function ownPaths(roots: readonly CallTreeNode[], { graph }: FirefoxThread): string[] {
  const labels = graph.functions.map(({ systemName, object }) => `${object.split("/").at(-1)}!${systemName}`);
  const paths: string[] = [];
  const open = roots.map((node) => ({ node, above: "" }));
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { key, self, total, next } = place.node;
    const path = `${place.above}${labels[key]}`;
    paths.push(`${path} ${self[0]} ${total[0]}`);
    open.push(...next().map((node) => ({ node, above: `${path} > ` })));
  }
  return paths.sort();
}

describe.each(["samply_get_running_1s", "opt_samply_get_2"])("the call trees of %s", (recording) => {
  const golden = readGolden(recording);
  const decoded = decodeRecording(recording).threads;

  test.each(golden.threads)("are the Firefox profiler's in $name, both ways", ({ tid, callees, callers }) => {
    const thread = decoded.find((one) => one.tid === tid);
    if (thread === undefined) throw new Error(`no thread ${tid}`);
    const segments = stackSegments([{ graph: thread.graph, keyOfFrame: keysByFunction(thread.graph) }], 1);
    expect(callees.length).toBeGreaterThan(10);
    expect(ownPaths(calleesTree(segments), thread)).toEqual(goldenPaths(callees, golden.names));
    expect(ownPaths(callersTree(segments), thread)).toEqual(goldenPaths(callers, golden.names));
  });
});
