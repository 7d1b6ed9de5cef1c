import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { completable } from "../../src/terminal/completable.ts";
import { completionScript } from "../../src/terminal/completion.ts";

/** What bash offers for a line, split into words as its line editor does. */
function inBash(...words: string[]): string[] {
  const line = words.map((word) => `'${word}'`).join(" ");
  const script = `${completionScript("bash", completable())}
COMP_WORDS=(feldera-mcp ${line}); COMP_CWORD=${words.length}; _feldera_mcp; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return linesOf(execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8" }));
}

function inFish(line: string): string[] {
  const input = `${completionScript("fish", completable())}\ncomplete -C 'feldera-mcp ${line}'`;
  const offered = linesOf(execFileSync("fish", ["--no-config", "-c", input], { encoding: "utf8" }));
  return offered.map((one) => one.replace(/\t.*/, "")).sort();
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

describe("bash completes", () => {
  test.each([
    [[""], ["serve", "tools", "limits", "doctor", "call", "report", "completion"]],
    [["call", "get_cluster"], ["get_cluster_health"]],
    [
      ["call", "get_time_series", ""],
      ["pipeline_name=", "max_tokens="],
    ],
    [["--demo", "call", "diagnose_pipeline", "dep"], ["depth="]],
    [
      ["call", "diagnose_pipeline", "depth", "="],
      ["quick", "deep"],
    ],
    [["call", "diagnose_pipeline", "depth", "=", "d"], ["deep"]],
    [["call", "diagnose_pipeline", "pipeline_name", "="], []],
    [
      ["--toolsets", ""],
      ["debug", "sql", "control"],
    ],
    [["--host", ""], []],
    [["--read"], ["--read-only"]],
    [["completion", "z"], ["zsh"]],
    [
      ["report", "p", "--f"],
      ["--format", "--force"],
    ],
    [["report", "p", "--format", "h"], ["html"]],
    [["report", "p", "--instance", ""], []],
    [["report", "p", "-o", "package.j"], ["package.json"]],
    [["report", "p", "--output", "package.j"], ["package.json"]],
    [["call", "get_stats", "--forc"], []],
  ])("%j with %j", (words, offered) => {
    expect(inBash(...words)).toEqual(offered);
  });
});

test.skipIf(spawnSync("fish", ["--version"]).status !== 0)(
  "fish completes the same, where there is one",
  () => {
    expect(inFish("")).toEqual(["call", "completion", "doctor", "limits", "report", "serve", "tools"]);
    expect(inFish("call get_cluster")).toEqual(["get_cluster_health"]);
    expect(inFish("call diagnose_pipeline depth")).toEqual(["depth=deep", "depth=quick"]);
    expect(inFish("--toolsets ")).toEqual(["control", "debug", "sql"]);
    expect(inFish("report p --format ")).toEqual(["html", "md"]);
    expect(inFish("report p --forc")).toEqual(["--force"]);
    expect(inFish("tools --forc")).toEqual([]);
  },
);
