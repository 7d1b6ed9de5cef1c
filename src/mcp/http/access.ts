import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { AccessConfig } from "../../config/config.ts";
import { ConfigError } from "../../config/error.ts";
import { codeOf } from "../../config/given.ts";
import type { Limits } from "../../config/limits.ts";
import { SETTINGS } from "../../config/settings.ts";
import { parseTokens } from "../../config/tokens-file.ts";
import type { Admission } from "./admission.ts";

/** Who has the right to call, by the Authorization header of a request. It is looked at here, and goes no further. */
export type Access = (authorization: string | undefined) => Promise<Admission>;

export async function accessOf(
  config: AccessConfig,
  limits: Pick<Limits, "issuerMs" | "tokenFileBytes">,
  report: (line: string) => void,
): Promise<Access> {
  if (config.kind === "anybody") return async () => ({ kind: "caller", caller: "anybody" });
  const admit =
    config.kind === "tokens"
      ? (token: string) => holderOf(token, config.file, report)
      : // For those alone who have one: it reads what checks signatures.
        (await import("./issuer.ts")).issuedBy(config, limits, report);
  return async (authorization) => {
    const [, token] = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? "") ?? [];
    return token === undefined
      ? { kind: "refused", why: "a bearer token is wanted in the Authorization header" }
      : admit(token);
  };
}

/** The file may be changed at any time, so that a token can be added or taken away. */
async function holderOf(token: string, file: string, report: (line: string) => void): Promise<Admission> {
  try {
    const tokens = parseTokens(await readFile(file, "utf8"), SETTINGS.tokensFile.env);
    const hash = createHash("sha256").update(token).digest("hex");
    const name = tokens.get(hash);
    return name === undefined
      ? { kind: "refused", why: "this token is not known here" }
      : { kind: "caller", caller: `${name} ${hash}` };
  } catch (error) {
    report(
      error instanceof ConfigError
        ? error.message
        : `${SETTINGS.tokensFile.env}: ${file} cannot be read (${codeOf(error)})`,
    );
    return { kind: "unknown", why: "the server cannot read its file of tokens" };
  }
}
