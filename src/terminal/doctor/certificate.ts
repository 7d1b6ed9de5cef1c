import type { FelderaConfig } from "../../config/config.ts";
import { words } from "../../text/page/words.ts";
import type { Finding } from "./finding.ts";

/** Before a certificate ends by so much, it is worth a look. */
const SOON_DAYS = 14;
const MS_OF_DAY = 86_400_000;

/** How long the certificate that Feldera shows is valid, where one can be asked for directly. */
export async function certificateFinding(
  { baseUrl, tlsCert }: Pick<FelderaConfig, "baseUrl" | "tlsCert">,
  signal: AbortSignal,
  nowMs: number,
): Promise<Finding> {
  const ends = await validTo(new URL(baseUrl), tlsCert, signal);
  const subject = "TLS";
  if (ends === undefined) {
    return {
      subject,
      state: "not checked",
      says: words`how long the certificate is valid could not be read`,
    };
  }
  const days = Math.floor((ends - nowMs) / MS_OF_DAY);
  const says = words`the certificate is trusted${tlsCert === undefined ? undefined : words` by FELDERA_HTTPS_TLS_CERT`}, for ${days} days more`;
  return days < SOON_DAYS
    ? { subject, state: "note", says, mend: words`have it renewed` }
    : { subject, state: "ok", says };
}

/** In ms since 1970. */
async function validTo(
  { hostname, port }: URL,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { connect } = await import("node:tls");
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      servername: host,
      ...(ca !== undefined && { ca }),
    });
    const end = (ms: number | undefined) => {
      signal.removeEventListener("abort", giveUp);
      socket.destroy();
      resolve(ms);
    };
    const giveUp = () => end(undefined);
    signal.addEventListener("abort", giveUp, { once: true });
    socket.once("error", giveUp);
    socket.once("secureConnect", () => {
      const ms = Date.parse(socket.getPeerCertificate().valid_to);
      end(Number.isNaN(ms) ? undefined : ms);
    });
  });
}
