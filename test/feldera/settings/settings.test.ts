import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Connector } from "../../../src/feldera/schemas/program.ts";
import { readConnectorSettings } from "../../../src/feldera/settings/connector.ts";
import { readProgramSettings } from "../../../src/feldera/settings/program.ts";
import { readDuration, readSize } from "../../../src/feldera/settings/read.ts";
import { configuredMemory, readRuntimeSettings, sizeName } from "../../../src/feldera/settings/runtime.ts";
import {
  CONNECTOR_DURATIONS,
  CONNECTOR_SIZES,
  RUNTIME_DURATIONS,
  RUNTIME_SIZES,
  type Spelling,
} from "../../../src/feldera/settings/spellings.ts";
import { recording } from "../../support/responses.ts";

const SIZES: readonly Spelling[] = [...Object.values(RUNTIME_SIZES), ...Object.values(CONNECTOR_SIZES)];
const DURATIONS: readonly Spelling[] = [
  ...Object.values(RUNTIME_DURATIONS),
  ...Object.values(CONNECTOR_DURATIONS),
];
const NUMBERED = [...SIZES, ...DURATIONS].filter(({ unit }) => typeof unit === "bigint");

/** A configuration with these members where a setting stands. */
function configured(at: string, members: object): object {
  return at === "" ? members : at.split(".").reduceRight<object>((inner, key) => ({ [key]: inner }), members);
}

const isSize = (spelling: Spelling) => SIZES.includes(spelling);

function read(spelling: Spelling, members: object, runtime?: string) {
  const config = configured(spelling.at, members);
  return isSize(spelling) ? readSize(config, spelling, runtime) : readDuration(config, spelling, runtime);
}

/** Bytes, or nanoseconds. */
function amountOf(reading: ReturnType<typeof read>): bigint | undefined {
  if (reading.is !== "set") return undefined;
  if ("bytes" in reading) return BigInt(reading.bytes);
  return typeof reading.ms === "bigint" || Number.isSafeInteger(reading.ms)
    ? BigInt(reading.ms) * 1_000_000n
    : BigInt(Math.round(Number(reading.ms) * 1_000_000));
}

describe("every setting with two names", () => {
  test.each(NUMBERED)("$name: a bare number under either name counts its former unit", (spelling) => {
    const { name, formerName, at } = spelling;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(name, formerName), (count, key) => {
        const reading = read(spelling, { [key]: count });
        expect(amountOf(reading)).toBe(BigInt(count) * BigInt(spelling.unit));
        expect(reading).toMatchObject({
          name: at === "" ? key : `${at}.${key}`,
          written: String(count),
        });
      }),
    );
  });

  test.each([...SIZES, ...DURATIONS])("$name: text with a unit is read under either name", (spelling) => {
    const [text, amount] = isSize(spelling) ? ["1.5Gi", 1_610_612_736n] : ["1h30m", 5_400_000_000_000n];
    for (const key of [spelling.name, spelling.formerName]) {
      const reading = read(spelling, { [key]: text });
      expect([reading, amountOf(reading)]).toMatchObject([{ is: "set", written: text }, amount]);
    }
  });

  test.each([...SIZES, ...DURATIONS])("$name: what is set is never taken for unset", (spelling) => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(spelling.name, spelling.formerName), (value, key) => {
        fc.pre(value !== null);
        expect(["set", "unreadable"]).toContain(read(spelling, { [key]: value }).is);
      }),
    );
  });

  test.each([...SIZES, ...DURATIONS])(
    "$name: unset, it bears the name that the runtime knows",
    (spelling) => {
      const { name, formerName, at } = spelling;
      const whole = (key: string) => (at === "" ? key : `${at}.${key}`);
      const unset = (runtime?: string) => read(spelling, {}, runtime);
      expect(unset("0.365.9")).toEqual({ is: "unset", name: whole(formerName) });
      expect(unset("0.367.0+enterprise")).toEqual({ is: "unset", name: whole(name) });
      expect(unset()).toEqual({ is: "unset", name: whole(name) });
      expect(unset("a4ba7c0")).toEqual({ is: "unset", name: whole(name) });
      expect(read(spelling, { [formerName]: null }, "0.375.0").name).toBe(whole(formerName));
    },
  );

  test.each([...SIZES, ...DURATIONS])(
    "$name: set twice, it is refused, and by an older runtime read",
    (one) => {
      const members = { [one.name]: isSize(one) ? "2G" : "2s", [one.formerName]: isSize(one) ? "1G" : "1s" };
      const both = read(one, members, "0.375.0");
      expect(both).toMatchObject({ is: "unreadable", why: "written twice" });
      expect(both).toMatchObject({ written: expect.stringMatching(/^2[Gs], and .* 1[Gs]$/) });
      expect(read(one, members)).toEqual(both);
      expect(amountOf(read(one, members, "0.337.0"))).toBe(10n ** 9n);
      expect(amountOf(read(one, { ...members, [one.formerName]: null }, "0.375.0"))).toBe(2n * 10n ** 9n);
    },
  );
});

describe("a setting that could not be read", () => {
  const [memory, cache] = [RUNTIME_SIZES.process_memory, RUNTIME_SIZES.storage_cache];

  test.each([
    [memory, "16000", "no unit"],
    [cache, "512", "no unit"],
    [memory, "plenty", "unknown unit"],
    [memory, "", "no number"],
    [memory, -1, "negative"],
    [memory, 1.5, "not a whole number"],
    [memory, 2n ** 65n, "too large"],
    [memory, true, "wrong kind"],
    [memory, { bytes: 5 }, "wrong kind"],
    [RUNTIME_DURATIONS.clock, 0.5, "not a whole number"],
    [RUNTIME_DURATIONS.clock, "1000", "no unit"],
    [CONNECTOR_DURATIONS.nats_expiry, 30, "wrong kind"],
  ])("%o of %o: %s", (spelling, value, why) => {
    expect(read(spelling, { [spelling.name]: value })).toMatchObject({ is: "unreadable", why });
  });

  test("keeps what the user wrote", () => {
    expect(read(memory, { [memory.formerName]: { mb: 5 } })).toEqual({
      is: "unreadable",
      name: memory.formerName,
      written: '{"mb":5}',
      why: "wrong kind",
    });
  });
});

describe("peculiar values", () => {
  test("text without a unit is bytes where the former name counted bytes", () => {
    expect(read(CONNECTOR_SIZES.queue, { [CONNECTOR_SIZES.queue.name]: "4096" })).toMatchObject({
      bytes: 4096,
    });
  });

  test("the largest number there is was written by older releases where nothing was set", () => {
    const { output_buffering } = CONNECTOR_DURATIONS;
    for (const most of [2n ** 64n - 1n, 2 ** 64, 18446744073709552000n]) {
      expect(read(output_buffering, { [output_buffering.formerName]: most })).toEqual({
        is: "unset",
        name: output_buffering.formerName,
      });
    }
  });

  test("a bare number beyond 64 bits of bytes is the largest size", () => {
    const { process_memory } = RUNTIME_SIZES;
    expect(read(process_memory, { [process_memory.formerName]: 2n ** 63n })).toMatchObject({
      bytes: 2n ** 64n - 1n,
    });
  });

  test("a fraction of a ms is kept", () => {
    const { clock } = RUNTIME_DURATIONS;
    expect(read(clock, { [clock.formerName]: 1500 })).toMatchObject({ ms: 1.5 });
  });

  test("null switches off checkpoints at intervals, and nothing else", () => {
    const { checkpoints, clock } = RUNTIME_DURATIONS;
    expect(read(checkpoints, { [checkpoints.name]: null }).is).toBe("off");
    expect(read(checkpoints, { [checkpoints.formerName]: null }).is).toBe("off");
    expect(read(checkpoints, {}).is).toBe("unset");
    expect(read(clock, { [clock.name]: null }).is).toBe("unset");
  });

  test("seconds and nanoseconds are read where the former spelling had them", () => {
    const { nats_expiry } = CONNECTOR_DURATIONS;
    const reading = read(nats_expiry, { [nats_expiry.formerName]: { secs: 30, nanos: 5_000_000 } });
    expect(reading).toMatchObject({ is: "set", ms: 30_005 });
  });
});

describe("a pipeline's settings", () => {
  test("of a recorded pipeline are as it was started with", () => {
    const { runtime_config } = JSON.parse(recording("worlds/healthy/pipeline").body.toString());
    const settings = readRuntimeSettings(runtime_config, "0.337.0");
    expect(settings).toMatchObject({
      workers: 2,
      has_storage: true,
      fault_tolerance: "none",
      env: [],
      sizes: {
        process_memory: { is: "set", name: "max_rss_mb", written: "1500", bytes: 1_500_000_000 },
        container_memory: { is: "unset", name: "resources.memory_mb_max" },
        storage_cache: { is: "unset", name: "storage.cache_mib" },
      },
      durations: { checkpoints: { is: "set", ms: 60_000 }, clock: { is: "set", ms: 1_000 } },
    });
  });

  const memoryOf = (config: object) => {
    const settings = readRuntimeSettings(config, "0.375.0");
    return settings && configuredMemory(settings);
  };

  test("the process's own memory goes before its container's", () => {
    expect(memoryOf({ max_rss: "1G", resources: { memory_max: "2G" } })).toMatchObject({ name: "max_rss" });
    expect(memoryOf({ resources: { memory_max: "2G" } })).toMatchObject({ name: "resources.memory_max" });
    expect(memoryOf({})).toEqual({ is: "unset", name: "max_rss" });
  });

  test("memory that could not be read is not passed over for the container's", () => {
    expect(memoryOf({ max_rss: "much", resources: { memory_max: "2G" } })).toMatchObject({
      is: "unreadable",
      name: "max_rss",
    });
  });

  test("one of an unexpected kind does not take the others with it", () => {
    const settings = readRuntimeSettings(
      { workers: "four", logging: 7, env: { A: "b", B: null } },
      undefined,
    );
    expect(settings).toMatchObject({ env: ["A"] });
    expect(settings).not.toHaveProperty("workers");
    expect(settings).not.toHaveProperty("logging");
  });

  test("there are none without a configuration", () => {
    expect(readRuntimeSettings(undefined, "0.375.0")).toBeUndefined();
    expect(readRuntimeSettings(null, "0.375.0")).toBeUndefined();
    expect(sizeName("storage_cache", undefined)).toBe("storage.cache_size");
  });
});

describe("a connector's settings", () => {
  const settingsOf = (connector: object) => readConnectorSettings(Connector.parse(connector), "0.375.0");

  test("are those of its own transport and format", () => {
    const config = { timeout: "5 minutes", registry_timeout: 3 };
    const sizes = settingsOf({ max_queued_size: "1Mi" }).sizes;
    expect(sizes.queue).toMatchObject({ is: "set", bytes: 2 ** 20 });
    const http = settingsOf({ transport: { name: "url_input", config }, format: { name: "json", config } });
    expect(http.durations.pubsub_request.is).toBe("unset");
    expect(http.durations.registry.is).toBe("unset");
    const pubsub = settingsOf({
      transport: { name: "pub_sub_input", config },
      format: { name: "avro", config },
    });
    expect(pubsub.durations.pubsub_request.is).toBe("unreadable");
    expect(pubsub.durations.registry).toMatchObject({ is: "set", ms: 3_000 });
  });
});

test("a program's settings are its profile, or nothing", () => {
  expect(readProgramSettings({ profile: "dev", cache: true })).toEqual({ profile: "dev" });
  expect(readProgramSettings({ profile: 7 })).toEqual({});
  expect(readProgramSettings(undefined)).toEqual({});
});
