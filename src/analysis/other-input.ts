import type { InputFormat } from "./malformed.ts";
import { UnreadableInput } from "./unreadable-input.ts";

/** What people and programs also save under the names of profiles, as far as it is known by sight. */
export const INPUT_KINDS = [
  "pprof",
  "firefox profile",
  "circuit profile",
  "gecko profile",
  "V8 CPU profile",
  "V8 heap profile",
  "V8 heap snapshot",
  "Chrome trace",
  "DHAT profile",
  "speedscope profile",
  "jemalloc text dump",
  "perf recording",
  "Feldera error",
  "Feldera statistics",
  "web page",
  "zip file",
  "tar archive",
  "executable",
  "empty file",
] as const;

export type InputKind = (typeof INPUT_KINDS)[number];

/** What the input is for. */
export const INPUT_ROLES = ["profile", "baseline"] as const;

export type InputRole = (typeof INPUT_ROLES)[number];

/** The version of a format that a file has, and those that are read. */
export interface Versions {
  readonly version: number;
  readonly oldest: number;
  readonly newest: number;
}

/** Input that may be sound, but is of another kind than the one asked for, or of a version that is not read. */
export class OtherInput extends UnreadableInput {
  override readonly name = "OtherInput";
  /** What it should have been. */
  readonly format: InputFormat;
  readonly kind: InputKind;
  readonly role: InputRole;
  /** Where it is of the right kind. */
  readonly versions: Versions | undefined;

  constructor(format: InputFormat, kind: InputKind, role: InputRole, versions?: Versions) {
    super(
      versions === undefined
        ? `the ${role} is a ${kind}, not a ${format}`
        : `the ${role} is a ${kind} of version ${versions.version}, of which ${versions.oldest} to ${versions.newest} are read`,
    );
    this.format = format;
    this.kind = kind;
    this.role = role;
    this.versions = versions;
  }
}
