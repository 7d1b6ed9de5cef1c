import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/error.ts";
import { type Words, words } from "../text/page/words.ts";
import { isOffered } from "./offered.ts";

/** A tool that the operator's settings keep back, or what is read. */
export interface SwitchedOff {
  readonly why: Words;
  /** What switches it on; does not name the tool. */
  readonly remedy: Words;
  /** Set where no setting switches it on. */
  readonly isForGood?: true;
}

/** @throws ConfigError where the operator's settings leave no tool */
export function requireTools(listed: readonly unknown[], config: Config): void {
  const { toolsets, readOnly, isReadOnlyByFile } = config;
  if (listed.length > 0) return;
  const sets = toolsets.join(",");
  if (isReadOnlyByFile) {
    throw new ConfigError(
      `--toolsets ${sets}: no tool is left, for each of these changes Feldera, and nothing that the instances file names may be changed; take read_only out of an entry that has a url, or name another toolset`,
    );
  }
  throw new ConfigError(
    readOnly
      ? `--toolsets ${sets} and --read-only: no tool is left, for every one of these changes Feldera; leave one of the two out`
      : `--toolsets ${sets}: none of these tools works from a support bundle; leave it out`,
  );
}

/** Why the operator's settings switch a tool off; undefined for one that is on. */
export function switchedOff(
  tool: { readonly name: string; readonly toolset: string; readonly changesFeldera: boolean },
  config: Config,
): SwitchedOff | undefined {
  if (isOffered(tool, config)) return undefined;
  const { toolsets } = config;
  const { name, toolset } = tool;
  if (!toolsets.some((offered) => offered === toolset)) {
    const needed = [...toolsets, toolset].join(",");
    return {
      why: words`${name} is switched off: this server offers the toolsets ${toolsets.join(",")}.`,
      remedy: words`An operator switches it on with --toolsets ${needed}.`,
    };
  }
  if (config.isReadOnlyByFile) {
    return {
      why: words`${name} is switched off: it changes Feldera, and nothing that the instances file names may be changed.`,
      remedy: words`It needs an entry of the instances file that has a url, and not read_only.`,
    };
  }
  return {
    why: words`${name} is switched off: it changes Feldera, and this server was started with --read-only.`,
    remedy: words`An operator switches it on by leaving --read-only out.`,
  };
}
