const MIB = 2 ** 20;

/** More ms than this a timer of Node cannot wait: 24 days. */
export const MAX_LIMIT = 2 ** 31 - 1;

/** Fewer tokens hold no answer: what it shows, what it left out and the next call. */
export const LEAST_ANSWER_TOKENS = 200;

/** A whole number. */
interface Limit {
  readonly byDefault: number;
  /** What it bounds, and the unit. */
  readonly bounds: string;
  readonly least: number;
  readonly most: number;
}

/** None of them may be 0 but those of which there may be none, for 0 would let nothing through. */
function limit(byDefault: number, bounds: string, least = 1, most = MAX_LIMIT): Limit {
  return { byDefault, bounds, least, most };
}

/**
 * Every limit of the server: its default and what it bounds. `--limit NAME=VALUE` changes one, so that an
 * operator can widen it and a test can lower it; FELDERA_TIMEOUT sets those of a call.
 */
export const LIMITS = {
  callMs: limit(30_000, "a tool call, beyond the seconds that its arguments have it wait, in ms"),
  bundleCallMs: limit(130_000, "a call that has Feldera collect a support bundle or a profile, in ms"),
  diagnosePartMs: limit(10_000, "each thing that a diagnosis looks at, in ms"),
  diagnoseDeepPartMs: limit(45_000, "each profile that a deep diagnosis looks at, in ms"),
  diagnoseWindowMs: limit(10_000, "time between the two looks of a deep diagnosis, in ms", 0),
  fleetPipelines: limit(500, "pipelines that a diagnosis without a name looks at"),
  fleetAtATime: limit(6, "of them, how many at a time"),
  watchPollMs: limit(1_000, "time between the looks of a watch, in ms"),
  connectMs: limit(5_000, "connecting to Feldera, TLS included, in ms"),
  headersMs: limit(25_000, "waiting for the headers of an answer, in ms"),
  bodyIdleMs: limit(15_000, "silence within a body, in ms"),
  retries: limit(2, "further tries of a GET that failed in passing", 0),
  retryDelayMs: limit(250, "the first pause before a further try, in ms; it doubles and is jittered", 0),
  retryAfterMs: limit(6_000, "the longest Retry-After that is waited for, in ms", 0),
  redirects: limit(3, "redirects followed within Feldera's own origin", 0),
  completeMs: limit(2_000, "looking up names that complete an argument, in ms", 0),
  explainMs: limit(3_000, "looking up a pipeline's state or the nearest names for an error, in ms", 0),
  connections: limit(16, "connections kept to Feldera"),
  tokenFileBytes: limit(64 * 2 ** 10, "the file of FELDERA_OIDC_TOKEN_FILE, in bytes"),
  jsonBytes: limit(64 * MIB, "a JSON body, in bytes as sent and again when inflated"),
  jsonDepth: limit(1_000, "a JSON body, in levels of nesting"),
  errorBodyBytes: limit(MIB, "the body of an error, in bytes as sent and again when inflated"),
  heapProfileBytes: limit(300 * MIB, "a heap profile, in bytes as sent"),
  heapProfileInflatedBytes: limit(512 * MIB, "a heap profile, in bytes when inflated"),
  samplyProfileBytes: limit(256 * MIB, "a samply profile, in bytes as sent"),
  samplyProfileInflatedBytes: limit(1_024 * MIB, "a samply profile, in bytes when inflated"),
  keptProfiles: limit(8, "profiles kept for later calls to look at again or to compare with", 0),
  keptProfileBytes: limit(256 * MIB, "all profiles kept, in bytes as sent", 0),
  analysisProcesses: limit(
    2,
    "analyses of profiles at the same time, each in a process of its own; others wait",
    1,
    64,
  ),
  analysisHeapBytes: limit(896 * MIB, "what an analysis may keep in JavaScript's heap, in bytes"),
  analysisPrepareMs: limit(
    100,
    "fetching what may need an analysis process before one is started meanwhile, in ms",
    0,
  ),
  analysisIdleMs: limit(30_000, "idleness after which an analysis process is ended, in ms", 0),
  analysisKeptMs: limit(300_000, "the same of one that keeps stacks, in ms", 0),
  keptStacksBytes: limit(256 * MIB, "stacks kept for the next look at a flame graph, in bytes", 0),
  circuitProfileBytes: limit(512 * MIB, "a circuit profile, in bytes as sent and again when inflated"),
  queryBytes: limit(4 * MIB, "what is read of a query's result, or of a view, in bytes"),
  supportBundleBytes: limit(320 * MIB, "a support bundle fetched from Feldera, in bytes"),
  bundleFileBytes: limit(512 * MIB, "a file in a support bundle, in bytes when inflated"),
  bundleEntries: limit(10_000, "files in a support bundle"),
  programPlacesMs: limit(5_000, "fetching what places stacks in the SQL, beside the answer, in ms", 0),
  generatedRustBytes: limit(128 * MIB, "a program's generated Rust, in bytes when inflated"),
  placedCodeChars: limit(32 * MIB, "the SQL that the places of one program quote, in characters"),
  keptPrograms: limit(8, "programs whose places in the SQL are kept for later calls", 0),
  logFirstByteMs: limit(5_000, "waiting for a log's first byte, in ms"),
  logIdleMs: limit(500, "silence after which a log has been caught up with, in ms"),
  logNewsMs: limit(250, "what is new in a log has been read when little comes for so long, in ms"),
  logNewsBytes: limit(16 * 2 ** 10, "how much is little, in bytes"),
  logPositionMs: limit(2_000, "asking for the position of a log's end, in ms"),
  logReadMs: limit(15_000, "reading one log, in ms"),
  logReadBytes: limit(64 * MIB, "what is read of one log, in bytes"),
  // Feldera keeps 1,000,000 bytes of a log.
  logKeptBytes: limit(2 * MIB, "what is kept of one log, in bytes: the newest"),
  logLineBytes: limit(64 * 2 ** 10, "what is kept of one log line, in bytes"),
  logShownBytes: limit(
    256 * 2 ** 10,
    "what of a log is handed on for one answer, in bytes: the newest records",
  ),
  pictureFrames: limit(4_000, "frames of a flame graph that are sent at once: the widest"),
  pictureLines: limit(20_000, "lines of a program that a picture has"),
  pictureEvents: limit(2_000, "changes of state that a picture has, the newest"),
  pictureCollections: limit(50, "collections that a history is of, the newest"),
  pictureBytes: limit(8 * MIB, "the facts of one picture, in bytes"),
  // The page and what tells of all that was left out are within the least.
  reportBytes: limit(
    32 * MIB,
    "a report, in bytes: what goes beyond is left out of it, and named there",
    MIB,
  ),
  messageBytes: limit(10 * MIB, "one message from the MCP client, in bytes"),
  earlyLineBytes: limit(
    64 * 2 ** 10,
    "what a message that is answered before all is loaded has at most, in bytes",
  ),
  batchMessages: limit(100, "messages in one batch from the MCP client"),
  httpConnections: limit(1_024, "connections of clients over HTTP"),
  httpRequestsAtOnce: limit(8, "requests of one token at the same time, over HTTP"),
  httpListensAtOnce: limit(16, "subscriptions of one token, over HTTP"),
  httpReadMs: limit(30_000, "reading a request over HTTP, in ms"),
  httpIdleMs: limit(75_000, "idleness after which a connection over HTTP is closed, in ms"),
  httpAliveMs: limit(15_000, "time between signs of life of an answer over HTTP that takes long, in ms"),
  issuerMs: limit(5_000, "asking the OIDC issuer for its keys, in ms"),
  drainNoticeMs: limit(5_000, "when HTTP is to end, how long requests are still taken, in ms", 0),
  drainMs: limit(135_000, "after that, finishing what is under way, in ms", 0),
  doctorMs: limit(20_000, "what feldera-mcp doctor asks of Feldera, in ms"),
  lastWriteMs: limit(50, "writing out the messages under way when the server ends, in ms", 0),
  answerTokens: limit(
    4_000,
    "an answer, in estimated tokens, unless max_tokens says otherwise",
    LEAST_ANSWER_TOKENS,
  ),
  answerTokensMax: limit(10_000, "the largest max_tokens", LEAST_ANSWER_TOKENS),
  answerLineChars: limit(4_000, "one line of an answer, in characters"),
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;

export function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(LIMITS, name);
}

/** The defaults, with `changes` laid over them. */
export function limitsWith(changes: Partial<Limits> = {}): Limits {
  return Object.freeze({ ...defaultsOf(LIMITS), ...changes });
}

function defaultsOf<Name extends string>(limits: Readonly<Record<Name, Limit>>): Record<Name, number>;
function defaultsOf(limits: Readonly<Record<string, Limit>>): Record<string, number> {
  return Object.fromEntries(Object.entries(limits).map(([name, { byDefault }]) => [name, byDefault]));
}
