import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import * as z from "zod";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder in which the package is installed, and its size as packed, in bytes. */
    installed: { readonly folder: string; readonly packedBytes: number };
  }
}

const root = fileURLToPath(new URL("../..", import.meta.url));

const Packed = z.tuple([z.object({ filename: z.string(), size: z.number() })]);

/** Packs what is built and installs it, as its users would, in an empty folder and without a registry. */
export function setup(project: TestProject): () => void {
  const base = mkdtempSync(join(tmpdir(), "feldera-mcp-installed-"));
  const folder = join(base, "project");
  mkdirSync(folder);
  const packing = ["pack", "--json", "--ignore-scripts", "--pack-destination", base];
  const [{ filename, size }] = Packed.parse(JSON.parse(npm(root, ...packing)));
  npm(folder, "install", "--offline", "--no-audit", "--no-fund", join(base, filename));
  project.provide("installed", { folder, packedBytes: size });
  return () => rmSync(base, { recursive: true, force: true });
}

function npm(cwd: string, ...args: string[]): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
