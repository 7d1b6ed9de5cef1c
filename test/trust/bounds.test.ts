import { Readable } from "node:stream";
import { createBrotliCompress, deflateRawSync, constants as zlib } from "node:zlib";
import { describe, expect, test } from "vitest";
import { limitsWith } from "../../src/config/limits.ts";
import {
  JSON_TYPE,
  OCTETS,
  PAYMENTS,
  PLAIN,
  type Play,
  repeated,
  serveBodies,
  stream,
} from "./body-server.ts";
import type { Measured } from "./measured.ts";
import { LONG } from "./report.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** The short form reads no less of a bomb, and keeps less of it. */
const LOWERED = LONG
  ? {}
  : {
      jsonBytes: 16 * MIB,
      heapProfileBytes: 32 * MIB,
      heapProfileInflatedBytes: 64 * MIB,
      samplyProfileBytes: 32 * MIB,
      samplyProfileInflatedBytes: 64 * MIB,
      circuitProfileBytes: 64 * MIB,
      supportBundleBytes: 32 * MIB,
      logReadBytes: 16 * MIB,
    };
const LIMITS = limitsWith(LOWERED);

/** What the server may buffer is allowed twice over, as the collector frees late. */
const SLACK = 2;

const { call, check } = serveBodies(
  `oversized and endless bodies${LONG ? "" : " (limits lowered)"}`,
  LOWERED,
);

const GZIP = { ...JSON_TYPE, "content-encoding": "gzip" };

/** Ten GiB of zeros in ten MiB, made while they are sent: a block of deflate that forgets the past, repeated. */
function bomb(): Generator<Buffer> {
  const inflatedBlock = Buffer.alloc(MIB);
  const block = deflateRawSync(inflatedBlock, { finishFlush: zlib.Z_FULL_FLUSH });
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
  return repeated(block, ((10 * GIB) / MIB) * block.length, head);
}

const idle = new Map<string, Promise<Measured>>();

/** What is analysed in a process of its own, where it is more than a little. */
const ANALYSED = /^(summarize_|get_pipeline_logs$)/;

/** As little as is not analysed in place. */
const LITTLE = Buffer.from("[payments] 2026-11-21T07:47:46Z  INFO x: y\n".repeat(7_000));

/** What the server takes with little to read, the process that analyses it included. */
function idlePeak(tool: string): Promise<number> {
  const isAnalysed = ANALYSED.test(tool);
  const little = isAnalysed ? stream([LITTLE], PLAIN) : stream([Buffer.from("[]")], JSON_TYPE);
  const measured = idle.get(tool) ?? (isAnalysed ? call(tool, little) : call("list_pipelines", little, {}));
  idle.set(tool, measured);
  return measured.then(({ peakBytes }) => peakBytes);
}

interface Bomb {
  readonly what: string;
  readonly tool: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly answer: () => Play;
  /** The most bytes that its limits let be held at a time. */
  readonly held: number;
  readonly says: RegExp;
}

/** Ten MiB as sent are held while they inflate. */
const SENT = 10 * MIB;
const QUERY = { ...PAYMENTS, sql: "SELECT 1" };

const BOMBS: readonly Bomb[] = [
  {
    what: "a JSON answer, gzip",
    tool: "list_events",
    answer: () => stream(bomb(), GZIP),
    held: SENT + LIMITS.jsonBytes,
    says: /limit of \d+ bytes inflated/,
  },
  {
    what: "a JSON answer, brotli",
    tool: "list_events",
    answer: () => (response) => {
      response.writeHead(200, { ...JSON_TYPE, "content-encoding": "br" });
      const brotli = createBrotliCompress({ params: { [zlib.BROTLI_PARAM_QUALITY]: 1 } });
      Readable.from(repeated(Buffer.alloc(MIB, "["), (LONG ? 4 : 1) * GIB))
        .pipe(brotli)
        .pipe(response);
    },
    held: SENT + LIMITS.jsonBytes,
    says: /limit of \d+ bytes inflated/,
  },
  {
    what: "an error's body",
    tool: "list_pipelines",
    args: {},
    answer: () => stream(bomb(), GZIP, 500),
    held: 2 * LIMITS.errorBodyBytes,
    says: /its body could not be read/,
  },
  {
    what: "a heap profile",
    tool: "summarize_heap_profile",
    answer: () => stream(bomb(), OCTETS),
    held: SENT + LIMITS.heapProfileInflatedBytes,
    says: /larger, once inflated|inflates to more/,
  },
  {
    what: "a heap profile in content encoding gzip",
    tool: "summarize_heap_profile",
    answer: () => stream(bomb(), { ...OCTETS, "content-encoding": "gzip" }),
    held: SENT + LIMITS.heapProfileBytes,
    says: /limit of \d+ bytes inflated/,
  },
  {
    what: "a samply profile",
    tool: "summarize_samply_profile",
    answer: () => stream(bomb(), OCTETS),
    held: SENT + LIMITS.samplyProfileInflatedBytes,
    says: /larger, once inflated|inflates to more/,
  },
  {
    what: "a circuit profile",
    tool: "summarize_circuit_profile",
    answer: () => stream(bomb(), GZIP),
    held: SENT + LIMITS.circuitProfileBytes,
    says: /limit of \d+ bytes inflated/,
  },
  {
    what: "a query's result",
    tool: "query_pipeline",
    args: QUERY,
    answer: () => stream(bomb(), GZIP),
    held: SENT + LIMITS.queryBytes,
    says: /limit of \d+ bytes/,
  },
  {
    what: "a log",
    tool: "get_pipeline_logs",
    answer: () => stream(bomb(), { ...PLAIN, "content-encoding": "gzip" }),
    held: 4 * LIMITS.logKeptBytes,
    says: /until the byte limit/,
  },
];

const EPOCH = "01a1fd0d-9b2c-4081-9e7c-91d69c799fca";

const FULL_SPEED: readonly Bomb[] = [
  {
    what: "a list of pipelines, which is read as it comes",
    tool: "list_pipelines",
    args: {},
    answer: () => {
      const row = Buffer.from(`${JSON.stringify({ name: "payments", description: "x".repeat(1_000) })},`);
      return stream(repeated(Buffer.concat(Array(1_000).fill(row)), 10 * GIB, Buffer.from("[")), JSON_TYPE);
    },
    held: LIMITS.jsonBytes,
    says: /limit of \d+ bytes as sent/,
  },
  {
    what: "JSON",
    tool: "list_events",
    answer: () => stream(repeated(Buffer.alloc(MIB, "[1,"), 10 * GIB), JSON_TYPE),
    held: LIMITS.jsonBytes,
    says: /limit of \d+ bytes as sent/,
  },
  {
    what: "a heap profile",
    tool: "summarize_heap_profile",
    answer: () => stream(repeated(Buffer.alloc(MIB, 7), 10 * GIB), OCTETS),
    held: LIMITS.heapProfileBytes,
    says: /limit of \d+ bytes as sent/,
  },
  {
    what: "a samply profile",
    tool: "summarize_samply_profile",
    answer: () => stream(repeated(Buffer.alloc(MIB, 7), 10 * GIB), OCTETS),
    held: LIMITS.samplyProfileBytes,
    says: /limit of \d+ bytes as sent/,
  },
  {
    what: "a circuit profile",
    tool: "summarize_circuit_profile",
    answer: () => stream(repeated(Buffer.alloc(MIB, "[1,"), 10 * GIB), JSON_TYPE),
    held: LIMITS.circuitProfileBytes,
    says: /limit of \d+ bytes as sent/,
  },
  {
    what: "a log of lines",
    tool: "get_pipeline_logs",
    answer: () =>
      stream(
        repeated(Buffer.from("[payments] 2026-11-21T07:47:46Z  INFO x: y\n".repeat(1000)), 10 * GIB),
        PLAIN,
      ),
    held: 8 * LIMITS.logKeptBytes,
    says: /until the byte limit/,
  },
  {
    what: "a log of one line of 1 GB",
    tool: "get_pipeline_logs",
    answer: () => stream(repeated(Buffer.alloc(MIB, "x"), GIB), PLAIN),
    held: 8 * LIMITS.logKeptBytes,
    says: /until the byte limit/,
  },
  {
    what: "an error's body",
    tool: "list_pipelines",
    args: {},
    answer: () => stream(repeated(Buffer.alloc(MIB, "x"), 10 * GIB), PLAIN, 500),
    held: LIMITS.errorBodyBytes,
    says: /its body could not be read/,
  },
  {
    what: "the body of a redirect",
    tool: "list_pipelines",
    args: {},
    answer: () => stream(repeated(Buffer.alloc(MIB, "x"), 10 * GIB), { location: "/v0/pipelines" }, 302),
    held: MIB,
    says: /redirect/,
  },
];

/** Since 0.350 a log is read on from a position; since 0.363 each of rustc's messages stands by itself. */
const OF_TODAY: readonly Bomb[] = [
  {
    what: "a log from a position on",
    tool: "get_pipeline_logs",
    args: { ...PAYMENTS, after: `${EPOCH}:5` },
    answer: () =>
      stream(repeated(Buffer.from("[payments] 2026-11-21T07:47:46Z  INFO x: y\n".repeat(1000)), 10 * GIB), {
        ...PLAIN,
        "feldera-logs-epoch": EPOCH,
        "feldera-logs-seq": "5",
        "feldera-logs-gap": "0",
      }),
    held: 8 * LIMITS.logKeptBytes,
    says: /until the byte limit/,
  },
  {
    what: "messages of rustc",
    tool: "get_pipeline",
    args: { ...PAYMENTS, section: "errors" },
    answer: () => {
      const message = { error_type: "E0308", message: "mismatched types", rendered: "x".repeat(1_000) };
      const head = `{"name":"payments","program_error":{"rust_compilation":{"messages":[`;
      const one = Buffer.from(`${JSON.stringify(message)},`);
      return stream(repeated(Buffer.concat(Array(1_000).fill(one)), 10 * GIB, Buffer.from(head)), JSON_TYPE);
    },
    held: LIMITS.jsonBytes,
    says: /limit of \d+ bytes as sent/,
  },
];

async function staysBounded({ tool, args, answer, held, says }: Bomb): Promise<void> {
  const floor = await idlePeak(tool);
  // A generator that one request has left is at its end: each has its own.
  const { text, peakBytes } = await call(tool, (response) => answer()(response), args);
  check(() => {
    expect(text).toMatch(says);
    expect((peakBytes - floor) / MIB).toBeLessThan((SLACK * held) / MIB + 64);
  });
}

/** Zeros and brackets are of no version: of those one is enough, where this is run again. */
describe("10 GiB from 10 MB cost no more than the limit, as", () => {
  test.each(BOMBS)("$what", staysBounded, 120_000);
});

describe("an endless body at full speed is read to its limit, as", () => {
  test.each([...FULL_SPEED, ...OF_TODAY])("$what", staysBounded, 120_000);
});
