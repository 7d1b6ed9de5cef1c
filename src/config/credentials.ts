import { resolve } from "node:path";
import type { FelderaConfig } from "./config.ts";
import { ConfigError } from "./error.ts";
import { type Given, type Lookup, readText } from "./given.ts";
import { parseHeaders } from "./headers-file.ts";

type Credentials = Pick<FelderaConfig, "apiKey" | "oidcTokenFile" | "tenant" | "tlsCert" | "headers">;

/** With what Feldera is reached. @throws ConfigError */
export function readCredentials(given: Lookup): Credentials {
  const key = given("apiKey");
  const keyFile = given("apiKeyFile");
  const tokenFile = given("oidcTokenFile");
  onlyOne([key, keyFile, tokenFile]);
  const apiKey = key ? headerValue(key) : keyFile && readKey(keyFile, "the API key");
  // Read now, so that a mistake is told at once; from then on it is read before every request.
  if (tokenFile) readKey(tokenFile, "the token");
  const tenant = given("tenant");
  const tlsCert = given("tlsCert");
  const headersFile = given("headersFile");
  return {
    ...(apiKey !== undefined && { apiKey }),
    ...(tokenFile && { oidcTokenFile: resolve(tokenFile.value) }),
    ...(tenant && { tenant: headerValue(tenant) }),
    ...(tlsCert && { tlsCert: certificate(tlsCert) }),
    ...(headersFile && { headers: parseHeaders(readText(headersFile), headersFile.from) }),
  };
}

function onlyOne(keys: readonly (Given | undefined)[]): void {
  const [first, second] = keys.flatMap((key) => key ?? []);
  if (first && second) {
    throw new ConfigError(`${first.from} and ${second.from}: both are set; set one of them`);
  }
}

function readKey(file: Given, what: string): string {
  const text = readText(file).trim();
  if (text === "") throw new ConfigError(`${file.from}: the file is empty; put ${what} into it`);
  return headerValue({ value: text, from: file.from });
}

/** Refuses what an HTTP header cannot carry, without repeating it. */
function headerValue(given: Given): string {
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(given.value)) {
    throw new ConfigError(
      `${given.from}: holds characters that no header can carry; write it in plain ASCII`,
    );
  }
  return given.value;
}

function certificate(file: Given): string {
  const text = readText(file);
  if (!text.includes("-----BEGIN CERTIFICATE-----")) {
    throw new ConfigError(
      `${file.from}: holds no PEM certificate; name a file with -----BEGIN CERTIFICATE-----`,
    );
  }
  return text;
}
