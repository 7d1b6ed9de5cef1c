import { ConfigError } from "./error.ts";
import { SETTINGS, type Setting, type SettingName } from "./settings.ts";

/** What stood on the command line. */
export interface Flags {
  readonly values: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
  readonly limits: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value and the name under which its giver knows it: `--host`, `FELDERA_HOST`. */
export interface Given {
  readonly value: string;
  readonly from: string;
}

/** What was given for a setting; a flag wins over its variable. */
export type Lookup = (name: SettingName) => Given | undefined;

export function lookupIn(flags: Flags, env: Environment): Lookup {
  return (name) => {
    const setting: Setting = SETTINGS[name];
    const flag = setting.flag === undefined ? undefined : flags.values.get(setting.flag);
    if (flag !== undefined && isSet(flag)) return { value: flag, from: `--${setting.flag}` };
    for (const variable of [setting.env, setting.alias]) {
      const value = variable === undefined ? undefined : env[variable]?.trim();
      if (variable !== undefined && value !== undefined && isSet(value)) return { value, from: variable };
    }
    return undefined;
  };
}

/** Clients pass an unset `${NAME}` on as it stands. */
function isSet(value: string): boolean {
  return value !== "" && !/^\$\{.*\}$/.test(value);
}

const YES = ["1", "true", "yes", "on"];
const NO = ["0", "false", "no", "off"];

/**
 * Where a switch was turned on, if it was: a flag turns it on, a variable either way.
 *
 * @throws ConfigError for a variable that says neither
 */
export function turnedOn(name: SettingName, flags: Flags, given: Lookup): string | undefined {
  const { flag }: Setting = SETTINGS[name];
  if (flag !== undefined && flags.switches.has(flag)) return `--${flag}`;
  const variable = given(name);
  if (variable === undefined) return undefined;
  const value = variable.value.toLowerCase();
  if (YES.includes(value)) return variable.from;
  if (NO.includes(value)) return undefined;
  throw new ConfigError(`${variable.from}: neither on nor off; write 1 or 0`);
}

/** @throws ConfigError for a file that cannot be read */
export function readText(file: Given): string {
  try {
    return process.getBuiltinModule("node:fs").readFileSync(file.value, "utf8");
  } catch (error) {
    throw new ConfigError(
      `${file.from}: ${file.value} cannot be read (${codeOf(error)}); name a readable file`,
    );
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
