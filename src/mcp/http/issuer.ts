import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import * as z from "zod";
import type { AccessConfig } from "../../config/config.ts";
import type { Limits } from "../../config/limits.ts";
import type { Admission } from "./admission.ts";
import { readWithin } from "./read-within.ts";

/** Those of public keys: with the others whoever can check a token can make one. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

/** @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata */
const Discovered = z.looseObject({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** Checks tokens by the keys of their issuer, which are asked for when the first token comes. */
export function issuedBy(
  { issuer, audience }: Extract<AccessConfig, { kind: "issuer" }>,
  { issuerMs, tokenFileBytes }: Pick<Limits, "issuerMs" | "tokenFileBytes">,
  report: (line: string) => void,
): (token: string) => Promise<Admission> {
  let keys: Promise<Keys> | undefined;

  async function discovered(): Promise<Keys> {
    const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(issuerMs), redirect: "error" });
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    const body = await readWithin(answer.body ?? [], tokenFileBytes);
    if (body === undefined) throw new Error(`${address} answers more than ${tokenFileBytes} bytes`);
    const found = Discovered.parse(JSON.parse(body.toString()));
    if (found.issuer !== issuer) throw new Error(`${address} is of another issuer`);
    return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: issuerMs });
  }

  return async (token) => {
    try {
      keys ??= discovered();
      const known = await keys.catch((error: unknown) => {
        keys = undefined;
        throw error;
      });
      const { payload } = await jwtVerify(token, known, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ["exp"],
      });
      return { kind: "caller", caller: `${payload.sub ?? payload.client_id ?? ""}` };
    } catch (error) {
      const why = refusalOf(error);
      if (why !== undefined) return { kind: "refused", why };
      report(
        `the OIDC issuer ${issuer} gives no keys: ${error instanceof Error ? error.message : String(error)}`,
      );
      return { kind: "unknown", why: "the server cannot get the keys of its OIDC issuer" };
    }
  };
}

/** What is wrong with the token; undefined where it is not the token's fault. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof errors.JWTExpired) return "this token has expired";
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `this token's ${error.claim} is not what this server takes`;
  }
  const isTokensFault =
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported;
  return isTokensFault ? "this token is not one of the issuer's" : undefined;
}
