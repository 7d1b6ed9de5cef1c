import { expect, test } from "vitest";
import type * as z from "zod";
import { logJob } from "../../../src/analysis/jobs/log.ts";
import { inProcess } from "../../../src/processes/in-process.ts";
import { createCleaner } from "../../../src/untrusted/cleaner.ts";

type Input = z.input<typeof logJob.input>;

const line = (message: string) => `[p] 2026-11-21T07:46:18.340Z  INFO module: ${message}\n`;

function read(log: string, input: Partial<Input> = {}) {
  const options = { dedupe: false, maxLineBytes: 1000, maxShownBytes: 10_000, ...input.options };
  const secrets = { own: [], learned: [] };
  const whole = { bytes: Buffer.from(log), startsMidLine: false, secrets, ...input, options };
  return inProcess.run(logJob, whole, new AbortController().signal);
}

function secretsKnownTo(cleaner: ReturnType<typeof createCleaner>): Input["secrets"] {
  const { own, learned } = cleaner.known();
  return { own: [...own], learned: [...learned] };
}

test("a secret that a later line shows is taken out of an earlier one", async () => {
  const { facts } = await read(line("tried Zq81xK-77") + line("password=Zq81xK-77"));
  expect(facts.records.map(({ message }) => message)).toEqual(["tried [redacted]", "password=[redacted]"]);
});

test("what the server knows for a secret is one in the log too, its own key among them", async () => {
  const cleaner = createCleaner(["apikey:own-Key-123"]);
  cleaner.learn({ password: "Zq81xK-77" });
  const { facts } = await read(line("own-Key-123 Zq81xK-77"), { secrets: secretsKnownTo(cleaner) });
  expect(facts.records[0]?.message).toBe("[redacted] [redacted]");
});

test("patterns do not see secrets", async () => {
  const secrets = { own: ["own-Key-123"], learned: [] };
  const grep = { source: "Key-1", ignoreCase: false };
  const options = { maxLineBytes: 1000, maxShownBytes: 1000, grep };
  expect((await read(line("own-Key-123"), { secrets, options })).facts.records).toEqual([]);
});

test("what the log shows for a secret, the server knows from then on", async () => {
  const cleaner = createCleaner(["own-Key-123"]);
  const { secrets } = await read(line("password=Zq81xK-77"), { secrets: secretsKnownTo(cleaner) });
  cleaner.takeOver(secrets);
  expect(cleaner.text("own-Key-123 Zq81xK-77")).toBe("[redacted] [redacted]");
});

test("invalid UTF-8 becomes replacement characters and harms no other line", async () => {
  const bytes = Uint8Array.of(0x61, 0xff, 0xc3, 0x0a, 0x62);
  const { facts } = await read("", { bytes });
  expect(facts.records.map(({ message }) => message)).toEqual(["a\ufffd\ufffd\nb"]);
});
