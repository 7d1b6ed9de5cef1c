import type { ProxyConfig } from "./config.ts";
import { ConfigError } from "./error.ts";
import type { Given } from "./given.ts";

/** Feldera's address: its origin and, behind a reverse proxy, a path; no slash at its end. @throws ConfigError */
export function baseUrl(given: Given): string {
  const url = parseUrl(given, "http://127.0.0.1:8080 or https://feldera.example.com");
  if (url.username !== "" || url.password !== "") {
    throw new ConfigError(`${given.from}: holds a user name or password; put the key into FELDERA_API_KEY`);
  }
  if (url.search !== "" || url.hash !== "") {
    throw new ConfigError(`${given.from}: ends in a query or fragment; write only the address`);
  }
  const prefix = url.pathname.replace(/\/+$/, "");
  if (/\/v0(?:\/|$)/.test(prefix))
    throw new ConfigError(`${given.from}: holds /v0; write the address up to it`);
  return url.origin + prefix;
}

/** @throws ConfigError */
export function readProxy(
  http: Given | undefined,
  https: Given | undefined,
  except: Given | undefined,
): ProxyConfig {
  const example = "http://proxy.example.com:3128";
  return {
    ...(http && { http: parseUrl(http, example).href }),
    ...(https && { https: parseUrl(https, example).href }),
    except: except?.value ?? "",
  };
}

function parseUrl(given: Given, example: string): URL {
  const url = URL.canParse(given.value) ? new URL(given.value) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new ConfigError(`${given.from}: not an http or https address; write one such as ${example}`);
  }
  return url;
}
