import type { ClusterSpell, ClusterTimeline } from "../../analysis/cluster/events.ts";
import type { HealthFacts, ServiceFacts } from "../../analysis/cluster/health.ts";
import type { PlatformFacts } from "../../analysis/cluster/platform.ts";
import type { SessionFacts } from "../../analysis/cluster/session.ts";
import type { ClusterAnswer, MissingEndpoint } from "../../answers/platform.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { whyMissing } from "../not-checked.ts";
import { clock, commonDate } from "../page/clock.ts";
import { moment, plural, span, utc } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";

/** Health first, then what runs there, what this key may do, and how the health changed. */
export function renderCluster({ facts }: Cleaned<ClusterAnswer>, page: Page): void {
  const { health, platform, session, events } = facts;
  if (health) renderHealth(health, page);
  notChecked(words`Health of the services`, facts.health_missing, page);
  if (platform) page.line(platformWords(platform));
  notChecked(words`Edition and versions`, facts.platform_missing, page);
  if (session) page.line(sessionWords(session));
  notChecked(words`Tenant and role of this session`, facts.session_missing, page);
  if (events) renderEvents(events, page);
  notChecked(words`Events of the cluster`, facts.events_missing, page);
  if (health && !health.all_healthy && !events && !facts.events_missing) {
    page.next("get_cluster_health", { events: true }, words`for when it began`);
  }
}

function notChecked(what: Words, missing: MissingEndpoint | undefined, page: Page): void {
  if (missing !== undefined) page.line(words`${what}: not checked: ${reason(missing)}.`);
}

/** Of the manager an empty 404 means that it is older than the endpoint. */
function reason(missing: MissingEndpoint): Words {
  if (missing.kind !== "not_found" || missing.message !== "") return whyMissing(missing);
  const came = missing.since === undefined ? words`` : words`, which came with Feldera ${missing.since}`;
  return words`this Feldera has no such endpoint (404)${came}`;
}

function renderHealth({ all_healthy, stale, services }: HealthFacts, page: Page): void {
  const unhealthy = services.filter(({ healthy }) => healthy === false);
  const untold = services.filter(({ healthy }) => healthy === undefined);
  page.line(stale ? staleWords(stale, unhealthy) : healthWords(all_healthy, unhealthy, untold));
  page.table(
    [
      { title: words`service` },
      { title: stale ? words`last known state` : words`state` },
      { title: words`since (UTC)` },
      { title: words`checked (UTC)` },
    ],
    services.map((service) => [
      words`${service.name}`,
      STATE_WORDS[String(service.healthy)] ?? words`not reported`,
      timeWords(service.since),
      timeWords(service.checked_at),
    ]),
    { unit: words`services` },
  );
  const reports = unhealthy.flatMap(({ name, message }) => (message ? [`${name}: ${message}`] : []));
  if (reports.length > 0) page.quote(reports, { unit: words`reports` });
}

/** The last check is too old to tell how things are now. */
function staleWords(
  { checked_at, after_s }: NonNullable<HealthFacts["stale"]>,
  unhealthy: readonly ServiceFacts[],
): Words {
  const since = checked_at === undefined ? undefined : words` since ${moment(checked_at)}`;
  const limit = after_s === undefined ? undefined : words` (it is stale after ${span(after_s * 1000)})`;
  const then = unhealthy.length === 0 ? words`` : words` Not healthy then: ${namesOf(unhealthy)}.`;
  return words`How Feldera's services are is not known: nobody has checked them${since}${limit}. What checks them may be down itself (in the enterprise edition that is the runner), and what follows is old.${then}`;
}

const STATE_WORDS: Readonly<Record<string, Words>> = { true: words`healthy`, false: words`NOT HEALTHY` };

function timeWords(time: string | undefined): Words {
  return time === undefined ? words`-` : utc(time);
}

function healthWords(
  all_healthy: boolean,
  unhealthy: readonly ServiceFacts[],
  untold: readonly ServiceFacts[],
): Words {
  if (unhealthy.length > 0) return words`Feldera is not healthy: ${namesOf(unhealthy)}.`;
  if (!all_healthy) return words`Feldera says that not all is healthy, but of no service that it is not.`;
  if (untold.length > 0) return words`Feldera says that all is healthy, but nothing of ${namesOf(untold)}.`;
  return words`Feldera is healthy: API, compiler and runner.`;
}

function namesOf(services: readonly ServiceFacts[]): Words {
  return joined(
    services.map(({ name }) => words`${name}`),
    words`, `,
  );
}

function platformWords(facts: PlatformFacts): Words {
  const {
    edition,
    version,
    revision,
    runtime_revision,
    newer_version,
    unstable_features,
    license,
    rust_udfs,
  } = facts;
  const revisions =
    revision === runtime_revision
      ? words`revision ${revision ?? words`not reported`}, the default runtime's too`
      : words`revision ${revision ?? words`not reported`}, the default runtime's ${runtime_revision ?? words`not reported`}`;
  return joined(
    [
      words`Edition ${edition ?? words`not reported`}, version ${version ?? words`not reported`}, ${revisions}.`,
      ...(newer_version === undefined ? [] : [words`Version ${newer_version} is out.`]),
      ...(unstable_features === undefined ? [] : [words`Unstable features on: ${unstable_features}.`]),
      ...(license === undefined ? [] : [licenseWords(license)]),
      ...(rust_udfs === false ? [words`It runs no user-defined functions in Rust.`] : []),
    ],
    words` `,
  );
}

function licenseWords({
  problem,
  is_trial,
  is_dev,
  valid_until,
  expired,
}: NonNullable<PlatformFacts["license"]>): Words {
  if (problem !== undefined) return words`No license, or none that could be confirmed: ${problem}.`;
  const kind = is_trial ? words`Trial license` : is_dev ? words`License for development` : words`License`;
  if (valid_until === undefined) return words`${kind} without an end.`;
  return words`${kind} ${expired ? words`EXPIRED on` : words`valid until`} ${moment(valid_until)}.`;
}

const MAY_WORDS: Readonly<Record<NonNullable<SessionFacts["may"]>, Words>> = {
  read: words`may read: all tools of toolset debug, but not those of sql and control, which need role write`,
  write: words`may read and write: the tools of toolsets debug, sql and control`,
};

function sessionWords({ tenant, role, may, memberships }: SessionFacts): Words {
  if (role === undefined) {
    const choice =
      memberships.length === 0
        ? words``
        : words` Tenants to choose from, with FELDERA_TENANT: ${joined(
            memberships.map((one) => words`${one.tenant} (${one.role ?? words`role not reported`})`),
            words`, `,
          )}.`;
    return words`No role is told for this session${tenant === undefined ? words`, since no tenant is chosen` : words` in tenant ${tenant}`}.${choice}`;
  }
  const rights = may === undefined ? words`what that allows is not known` : MAY_WORDS[may];
  return words`This session: tenant ${tenant ?? words`not reported`}, role ${role}: ${rights}.`;
}

function renderEvents(timeline: ClusterTimeline, page: Page): void {
  const { spells, events, oldest, unhealthy, gaps, stale_since } = timeline;
  if (oldest === undefined) {
    page.line(words`Feldera keeps no events of the cluster yet.`);
    return;
  }
  page.line(
    words`${plural(events, words`event`, words`events`)} of the cluster since ${moment(oldest)} (kept for 72 h); ${unhealthy === 0 ? words`all healthy in all of them` : words`not all healthy in ${plural(unhealthy, words`stretch`, words`stretches`)}`}. Newest first:`,
  );
  if (stale_since !== undefined) {
    page.line(
      words`The newest is of ${moment(stale_since)}, and Feldera calls it stale: how its services are since then is not known.`,
    );
  }
  const date = commonDate(spells.flatMap(({ from, to }) => [from, to]));
  page.table(
    [
      { title: date === undefined ? words`time` : words`time (UTC, ${date})` },
      { title: words`events` },
      { title: words`API` },
      { title: words`compiler` },
      { title: words`runner` },
      { title: words`changed` },
    ],
    spells.map((spell) => [
      spellWords(spell, date),
      spell.events,
      spell.api ?? words`-`,
      spell.compiler ?? words`-`,
      spell.runner ?? words`-`,
      spell.changed.length === 0
        ? words`-`
        : joined(
            spell.changed.map((name) => words`${name}`),
            words`, `,
          ),
    ]),
    { unit: words`stretches` },
  );
  for (const { from, to, ms } of gaps) {
    page.line(
      words`No event for ${span(ms)}, from ${moment(from)} to ${moment(to)}, although one is due every 10 min: the manager may have been down.`,
    );
  }
}

function spellWords({ from, to }: ClusterSpell, date: string | undefined): Words {
  const [first, last] = [clock(from, date), clock(to, date)];
  return first === last ? words`${first}` : words`${first} to ${last}`;
}
