import { healthFacts } from "../../analysis/cluster/health.ts";
import { type PlatformFacts, platformFacts } from "../../analysis/cluster/platform.ts";
import { type SessionFacts, sessionFacts } from "../../analysis/cluster/session.ts";
import type { FelderaConfig } from "../../config/config.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { getClusterHealth, getPlatformConfig, getSession } from "../../feldera/api/cluster.ts";
import { listPipelines } from "../../feldera/api/pipelines.ts";
import { type ErrorKind, FelderaError } from "../../feldera/errors.ts";
import { proxyFor } from "../../feldera/http/dispatcher.ts";
import type { Explanation } from "../../text/explanation.ts";
import { plural } from "../../text/page/format.ts";
import { joined, nameList, words } from "../../text/page/words.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";
import { certificateFinding } from "./certificate.ts";
import type { Finding } from "./finding.ts";
import type { Asked } from "./tools.ts";

/** Errors after which nothing else need be asked, and what is wrong then. */
const SUBJECT_OF: Partial<Record<ErrorKind, string>> = { tls: "TLS", proxy: "proxy", unauthorized: "key" };

/** How what comes from Feldera may be told. */
interface Telling {
  readonly explained: (error: unknown) => Promise<Explanation>;
  readonly cleaner: Cleaner;
}

export interface AskedFeldera {
  readonly findings: readonly Finding[];
  /** Undefined where it could not be asked. */
  readonly asked: Asked | undefined;
}

/** What of Feldera must be so that calls work: that it answers, knows the key, and which versions it and its pipelines are. */
export async function felderaFindings(
  config: FelderaConfig,
  feldera: Feldera,
  { explained, cleaner }: Telling,
): Promise<AskedFeldera> {
  const startedMs = performance.now();
  const platform = await getPlatformConfig(feldera)
    .then((body) => cleaner.facts(platformFacts(body)).facts)
    .catch((error: unknown) => ({ error }));
  if ("error" in platform) {
    const { what, why, next } = await explained(platform.error);
    const kind = platform.error instanceof FelderaError ? platform.error.kind : undefined;
    const subject = (kind && SUBJECT_OF[kind]) ?? "connection";
    const wrong: Finding = {
      subject,
      state: "wrong",
      says: words`${what}${why && words` ${why}`}`,
      mend: next,
    };
    return { findings: [...proxyFindings(config), wrong], asked: undefined };
  }
  const ms = Math.round(performance.now() - startedMs);
  const [session, health, runtimes, certificate] = await Promise.all([
    getSession(feldera)
      .then((body) => cleaner.facts(sessionFacts(body)).facts)
      .catch(() => undefined),
    healthFinding(feldera, cleaner),
    runtimeFinding(feldera, platform, { explained, cleaner }),
    tlsFinding(config, feldera),
  ]);
  return {
    findings: [
      ...proxyFindings(config),
      { subject: "connection", state: "ok", says: words`${config.baseUrl} answers in ${ms} ms` },
      certificate,
      sessionFinding(config, session),
      platformFinding(platform),
      health,
      runtimes,
    ],
    asked: { version: platform.version, session },
  };
}

function proxyFindings(config: FelderaConfig): Finding[] {
  const { http, https } = config.proxy;
  if (http === undefined && https === undefined) return [];
  const proxy = proxyFor(config);
  const says =
    proxy === undefined
      ? words`not used: this address is loopback, excepted by NO_PROXY, or of the scheme without a proxy`
      : words`used: ${new URL(proxy).host}`;
  return [{ subject: "proxy", state: "ok", says }];
}

async function tlsFinding(config: FelderaConfig, { scope, source }: Feldera): Promise<Finding> {
  const { protocol, hostname } = new URL(config.baseUrl);
  const subject = "TLS";
  if (protocol === "https:") {
    return proxyFor(config) === undefined
      ? certificateFinding(config, scope.signal, source.nowMs())
      : { subject, state: "ok", says: words`the certificate is trusted, through the proxy` };
  }
  if (/^(?:localhost|\[::1\]|127\..*)$/.test(hostname)) {
    return { subject, state: "ok", says: words`not used, and not needed within this machine` };
  }
  const says = words`not used: the key and all answers can be read on the way`;
  return {
    subject,
    state: "note",
    says,
    mend: words`an https address in FELDERA_HOST, unless the network is your own`,
  };
}

function sessionFinding(config: FelderaConfig, session: SessionFacts | undefined): Finding {
  const { apiKey, oidcTokenFile, tenant } = config;
  const subject = "key";
  const sent =
    apiKey !== undefined
      ? words`a key is sent`
      : oidcTokenFile !== undefined
        ? words`a token is sent`
        : words`none is sent, and none asked for`;
  if (session?.role === undefined) {
    const untold = tenant && words`, nor whether the key is of the tenant ${tenant}`;
    return { subject, state: "ok", says: words`${sent}; this Feldera tells no role${untold}` };
  }
  const of = session.tenant === undefined ? undefined : words` in the tenant ${session.tenant}`;
  const says = words`${sent}; its role is ${session.role}${of}`;
  if (tenant !== undefined && session.tenant !== undefined && session.tenant !== tenant) {
    const others = nameList(session.memberships.map((one) => one.tenant));
    return {
      subject,
      state: "wrong",
      says: words`${says}, and FELDERA_TENANT is ${tenant}`,
      mend: words`a tenant of this login (${others}), or none`,
    };
  }
  return { subject, state: "ok", says };
}

function platformFinding({ version, edition, newer_version, license }: PlatformFacts): Finding {
  const subject = "Feldera";
  const says = words`version ${version ?? "not told"}${edition === undefined ? undefined : words`, ${edition} edition`}${newer_version === undefined ? undefined : words`; ${newer_version} is out`}`;
  if (license?.expired === true) {
    return {
      subject,
      state: "note",
      says: words`${says}; its license has expired`,
      mend: words`renew the license`,
    };
  }
  return { subject, state: "ok", says };
}

async function healthFinding(feldera: Feldera, cleaner: Cleaner): Promise<Finding> {
  const subject = "services";
  try {
    const facts = healthFacts(await getClusterHealth(feldera));
    const { all_healthy, services, stale } = cleaner.facts(facts).facts;
    const sick = services.filter(({ healthy }) => healthy === false).map(({ name }) => name);
    if (all_healthy && stale === undefined)
      return { subject, state: "ok", says: words`api, compiler and runner are healthy` };
    const says =
      sick.length > 0 ? words`not healthy: ${nameList(sick)}` : words`nobody has checked them lately`;
    return { subject, state: "note", says, mend: words`get_cluster_health tells more` };
  } catch {
    return { subject, state: "not checked", says: words`this Feldera tells nothing of its services` };
  }
}

async function runtimeFinding(
  feldera: Feldera,
  { version }: PlatformFacts,
  { explained, cleaner }: Telling,
): Promise<Finding> {
  const subject = "pipelines";
  try {
    const pipelines = await listPipelines(feldera);
    const of = new Map<string, number>();
    for (const { platform_version } of pipelines) {
      const name = cleaner.text(platform_version ?? "not told");
      of.set(name, (of.get(name) ?? 0) + 1);
    }
    const counts = [...of].map(([name, count]) => words`${count} of ${name}`);
    const says = words`${plural(pipelines.length, words`pipeline`, words`pipelines`)}${counts.length === 0 ? undefined : words`, by the version that they were compiled with: ${joined(counts, words`, `)}`}`;
    const isMixed =
      version !== undefined && pipelines.some(({ platform_version: own }) => (own ?? version) !== version);
    return isMixed
      ? {
          subject,
          state: "note",
          says,
          mend: words`a pipeline gets Feldera's own version when it is compiled anew`,
        }
      : { subject, state: "ok", says };
  } catch (error) {
    const { what, next } = await explained(error);
    return { subject, state: "wrong", says: what, mend: next };
  }
}
