import { resolve } from "node:path";
import type { AccessConfig, HttpConfig } from "./config.ts";
import { ConfigError } from "./error.ts";
import { type Given, type Lookup, readText } from "./given.ts";
import { SETTINGS } from "./settings.ts";
import { parseTokens } from "./tokens-file.ts";

/** As a URL has them. */
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * How clients come over HTTP.
 *
 * @throws ConfigError for what cannot be used, and for a server that others could reach and nobody had to have a token
 */
export function httpConfig(given: Lookup): HttpConfig {
  const listen = given("listen") ?? { value: SETTINGS.listen.byDefault, from: "" };
  const { address, port } = readAddress(listen);
  const access = readAccess(given);
  const hosts = listOf(given("allowedHosts")).map(({ value }) => value.toLowerCase());
  if (!isLoopback(address)) {
    if (access.kind === "anybody") {
      throw new ConfigError(
        `${listen.from}: others can reach ${address}, and no token is asked for; set ${SETTINGS.tokensFile.env} or ${SETTINGS.oidcIssuer.env}`,
      );
    }
    if (hosts.length === 0) {
      throw new ConfigError(
        `${listen.from}: others can reach ${address}; name in ${SETTINGS.allowedHosts.env} under which names they do`,
      );
    }
  }
  const origins = listOf(given("allowedOrigins")).map(readOrigin);
  return { address, port, hosts: [...LOOPBACK, ...hosts], origins, access };
}

function readAddress({ value, from }: Given): Pick<HttpConfig, "address" | "port"> {
  const [, address = "127.0.0.1", digits] = /^(?:([^\s/]+):)?(\d{1,5})$/.exec(value) ?? [];
  const port = Number(digits);
  if (!(port <= 65_535)) {
    throw new ConfigError(`${from}: not an address and a port; write 127.0.0.1:8808, [::]:8808 or 8808`);
  }
  return { address: address.replace(/^\[|\]$/g, ""), port };
}

function isLoopback(address: string): boolean {
  return LOOPBACK.includes(address) || address === "::1" || /^127(?:\.\d{1,3}){3}$/.test(address);
}

function readAccess(given: Lookup): AccessConfig {
  const [file, issuer, audience] = [given("tokensFile"), given("oidcIssuer"), given("oidcAudience")];
  if (file && issuer) throw new ConfigError(`${file.from} and ${issuer.from}: both are set; set one of them`);
  if (file) {
    // Read now, so that a mistake is told at once; from then on it is read at every request.
    parseTokens(readText(file), file.from);
    return { kind: "tokens", file: resolve(file.value) };
  }
  if (issuer === undefined && audience === undefined) return { kind: "anybody" };
  if (issuer === undefined || audience === undefined) {
    const { from } = issuer ?? audience ?? { from: "" };
    throw new ConfigError(
      `${from}: ${SETTINGS.oidcIssuer.env} and ${SETTINGS.oidcAudience.env} go together; set both`,
    );
  }
  return { kind: "issuer", issuer: readIssuer(issuer), audience: audience.value };
}

/** Keys that come unencrypted could be anybody's, save from this very machine. */
function readIssuer({ value, from }: Given): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname))) return value;
  throw new ConfigError(`${from}: not an https address; write the issuer as its tokens name it`);
}

function readOrigin({ value, from }: Given): string {
  if (URL.canParse(value) && new URL(value).origin === value) return value;
  throw new ConfigError(
    `${from}: ${value} is no origin; write scheme, host and port, such as https://ops.example.com`,
  );
}

function listOf(given: Given | undefined): Given[] {
  if (given === undefined) return [];
  const values = given.value.split(",").map((value) => value.trim());
  return values.flatMap((value) => (value === "" ? [] : { value, from: given.from }));
}
