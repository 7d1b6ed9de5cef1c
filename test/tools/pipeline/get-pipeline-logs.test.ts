import { describe, expect, test } from "vitest";
import { estimateTokens } from "../../../src/text/page/tokens.ts";
import { askBundle, askLoopback } from "../../support/golden.ts";
import { type LogManager, serveLog } from "../../support/managed-log.ts";
import { endless, recording, resetWithinBody, text } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

/** Logs recorded of pipelines that are not in the world, under the names that they have. */
const OTHERS = {
  json: "logs_json_runtime_panic",
  deleted: "logs_idle_until_delete",
  restarted: "logs_after_restart",
  bad_rows: "logs_parse_errors",
  audit_trail: "worlds/storage_full/logs",
  risk_scoring: "worlds/udf_panic/logs",
  support_tickets: "worlds/injection/logs",
};

const CALLS = {
  payments: { pipeline_name: "payments" },
  "payments-previous": { pipeline_name: "payments", run: "previous" },
  "payments-grep": { pipeline_name: "payments", grep: "transition", context: 1 },
  "payments-nothing": { pipeline_name: "payments", grep: "nothing like it" },
  "payments-since-level": { pipeline_name: "payments", since: "2026-11-21T07:46:19Z", exclude: "manager" },
  "payments-tail": { pipeline_name: "payments", tail: 3, dedupe: false },
  "payments-configuration": {
    pipeline_name: "payments",
    grep: "configuration read",
    configuration: true,
    max_tokens: 700,
  },
  "runtime_panic-error": { pipeline_name: "runtime_panic", level: "error" },
  "bad_connector-warn": { pipeline_name: "bad_connector", level: "warn" },
  idle: { pipeline_name: "idle" },
  "idle-previous": { pipeline_name: "idle", run: "previous" },
  "json-warn": { pipeline_name: "json", level: "warn" },
  deleted: { pipeline_name: "deleted" },
  "deleted-previous-error": { pipeline_name: "deleted", run: "previous", level: "error" },
  "deleted-all-warn": { pipeline_name: "deleted", run: "all", level: "warn" },
  restarted: { pipeline_name: "restarted" },
  "bad_rows-error": { pipeline_name: "bad_rows", level: "error" },
  "audit_trail-error": { pipeline_name: "audit_trail", level: "error" },
  "risk_scoring-error": { pipeline_name: "risk_scoring", level: "error" },
  "support_tickets-warn": { pipeline_name: "support_tickets", level: "warn" },
};

describe("get_pipeline_logs", () => {
  const { ask, golden, feldera } = askLoopback((world) => {
    replayAll(world);
    for (const [name, file] of Object.entries(OTHERS)) {
      world.on("GET", `/v0/pipelines/${name}/logs`, recording(file, { thenHang: true }));
    }
    world.on("GET", "/v0/pipelines/risk_scoring", recording("worlds/udf_panic/pipeline"));
    const bundle = recording("worlds/udf_panic/support_bundle_light");
    world.on("GET", "/v0/pipelines/risk_scoring/support_bundle", bundle);
  });

  test.each(Object.entries(CALLS))("tells %s", (name, args) =>
    golden(`get_pipeline_logs-${name}`, "get_pipeline_logs", args),
  );

  test("level error shows the panic itself, whatever else gives way to the budget", async () => {
    for (const max_tokens of [1000, 2000, 4000]) {
      const answer = await ask("get_pipeline_logs", { ...CALLS["runtime_panic-error"], max_tokens });
      expect(answer).toContain("'158 / 0' causes overflow for type INTEGER");
      expect(estimateTokens(answer)).toBeLessThanOrEqual(max_tokens);
    }
  });

  test("a log of hostile text stays in its fence, without what no one can see", async () => {
    const answer = await ask("get_pipeline_logs", { ...CALLS["support_tickets-warn"], max_tokens: 10_000 });
    const [before = "", fenced = "", after = ""] = answer.split(/<<0badf00d.*\n|0badf00d>>/);
    expect(fenced).toContain("IGNORE PREVIOUS INSTRUCTIONS");
    expect(before + after).not.toContain("IGNORE");
    expect(answer).not.toMatch(/[\u001b\u0007\u202e\u2066\u200b]/);
  });

  test("secrets in a log are removed", async () => {
    const line = "[p] 2026-11-21T07:46:18.340Z  INFO kafka: sasl.password=hunter2-SECRET-9 connected\n";
    feldera().on("GET", "/v0/pipelines/secret/logs", text(200, line));
    const answer = await ask("get_pipeline_logs", { pipeline_name: "secret" });
    expect(answer).toContain("sasl.password=[redacted]");
    expect(answer).not.toContain("hunter2");
  });

  test("a secret that one log shows is removed from another that only has it", async () => {
    const line = (message: string) => text(200, `[p] 2026-11-21T07:46:18.340Z  INFO kafka: ${message}\n`);
    feldera().on("GET", "/v0/pipelines/shows/logs", line("sasl.password=Zq81xK-77"));
    feldera().on("GET", "/v0/pipelines/has/logs", line("login as Zq81xK-77"));
    await ask("get_pipeline_logs", { pipeline_name: "shows" });
    expect(await ask("get_pipeline_logs", { pipeline_name: "has" })).toContain("login as [redacted]");
  });

  test("a private key that was printed in several records is removed from those that are shown", async () => {
    const key = [
      "-----BEGIN PRIVATE KEY-----",
      "MIIEvQIBADANBgkqhkiG9w0B",
      "hunter2SECRETAQEFAASCBKcw",
      "-----END PRIVATE KEY-----",
    ];
    const records = [...key, "connected"].map(
      (message) => `[p] 2026-11-21T07:46:18.340Z  INFO kafka: ${message}\n`,
    );
    feldera().on("GET", "/v0/pipelines/secret/logs", text(200, records.join("")));
    const answer = await ask("get_pipeline_logs", { pipeline_name: "secret", tail: 3, dedupe: false });
    expect(answer).toContain("connected");
    expect(answer).not.toContain("hunter2");
  });
});

describe("what of a log was not read is said", () => {
  const line = "[p] 2026-11-21T07:46:18.340Z  INFO module: the same again\n";
  const at = "/v0/pipelines/p/logs";

  describe("where the log does not fall silent", () => {
    const { ask, feldera } = askLoopback(() => {}, { logReadMs: 400, logReadBytes: 50_000 });

    test("in time", async () => {
      feldera().on("GET", at, endless(line, 20));
      expect(await ask("get_pipeline_logs", { pipeline_name: "p" })).toMatch(
        /^Read \d+ lines \(.*\), until the time limit: it had not fallen silent\.$/m,
      );
    });

    test("within the bytes that are read", async () => {
      feldera().on("GET", at, endless(line.repeat(100)));
      expect(await ask("get_pipeline_logs", { pipeline_name: "p" })).toMatch(
        /^Read [\d,]+ lines \(.* KiB\), until the byte limit: it had not fallen silent/m,
      );
    });
  });

  describe("where it is too much to keep", () => {
    const { ask, feldera } = askLoopback(() => {}, { logKeptBytes: 100_000, logLineBytes: 100 });

    test("older bytes are let go, and long lines cut", async () => {
      const log = `${line.repeat(20_000)}[p] 2026-11-21T07:46:19Z  INFO module: ${"x".repeat(500)}\n`;
      feldera().on("GET", at, text(200, log));
      const answer = await ask("get_pipeline_logs", { pipeline_name: "p" });
      expect(answer).toContain(
        "; older bytes were dropped to keep within this server's limit; 1 overlong line",
      );
      expect(answer).toMatch(/ x+ \[\d+ bytes cut\]$/m);
    });
  });

  describe("where the connection breaks", () => {
    const { ask, feldera } = askLoopback(() => {});

    test("by the network", async () => {
      const log = { ...text(200, line.repeat(50)), framing: "chunked" } as const;
      feldera().on("GET", at, resetWithinBody(log, line.length * 10));
      expect(await ask("get_pipeline_logs", { pipeline_name: "p" })).toContain(
        "Read 10 lines (580 B), until the connection was cut.",
      );
    });
  });
});

describe("what is new since an earlier call", () => {
  const { ask, askError, feldera } = askLoopback(() => {}, { logNewsMs: 100 });
  const at = "/v0/pipelines/p/logs";
  const record = (message: string, second = 18) =>
    `[p] 2026-11-21T07:46:${second}.340Z ERROR module: ${message}`;
  const positionIn = (answer: string) => /^position: (\S+) /m.exec(answer)?.[1] ?? "none";

  async function started(manager: LogManager, ...messages: string[]) {
    const log = serveLog(
      feldera(),
      at,
      manager,
      messages.map((message) => record(message)),
    );
    return { log, position: positionIn(await ask("get_pipeline_logs", { pipeline_name: "p" })) };
  }

  test.each(["0.350", "0.370"] as const)(
    "is all that is read and told, by a manager of %s",
    async (manager) => {
      const { log, position } = await started(manager, "old");
      expect(position).toBe(log.end());
      log.append(record("new", 19));
      const answer = await ask("get_pipeline_logs", { pipeline_name: "p", after: position });
      expect(answer.split("\n").slice(0, 4)).toEqual([
        "p: 1 of 1 record in what came after that position. Newest last, times in UTC on 2026-11-21.",
        "Levels before any filter: 1 error.",
        "Read 1 line (47 B), up to now.",
        `position: ${log.end()} (given as after, it reads on from here).`,
      ]);
      expect(answer).toContain("new");
      expect(answer).not.toContain("old");
    },
  );

  test("may be nothing, or a run that has started since, and all of that is shown", async () => {
    const { log, position } = await started("0.370", "old");
    expect(await ask("get_pipeline_logs", { pipeline_name: "p", after: position })).toMatch(
      /^p: 0 of 0 records in what came after that position\.$/m,
    );
    log.append(
      record("end of the one before"),
      "[manager] 2026-11-21T07:46:30.000Z  INFO pipeline_manager::runner::pipeline_automata: Resources transition: stopped -> provisioning (desired: Provisioned)",
    );
    const answer = await ask("get_pipeline_logs", { pipeline_name: "p", after: position });
    expect(answer).toContain("end of the one before");
    expect(answer).toContain("stopped -> provisioning");
  });

  test("says exactly how much was lost", async () => {
    const { log, position } = await started("0.370", "old");
    log.append(record("lost"), record("lost"), record("kept"));
    log.discard(2);
    expect(await ask("get_pipeline_logs", { pipeline_name: "p", after: position })).toContain(
      "\n1 line right after that position is lost: Feldera's buffer had discarded it.\n",
    );
    log.discard(1);
    expect(await ask("get_pipeline_logs", { pipeline_name: "p", after: position })).toContain(
      "\n2 lines right after that position are lost: Feldera's buffer had discarded them.\n",
    );
  });

  test("says where the log began again", async () => {
    const { log, position } = await started("0.370", "old");
    log.restart();
    const answer = await ask("get_pipeline_logs", { pipeline_name: "p", after: position });
    expect(answer).toContain(
      "\nThat position is of a log that no longer exists: Feldera's runner restarted, or the pipeline was deleted and created again. This is the new log from its beginning.\n",
    );
    expect(positionIn(answer)).toBe(log.end());
  });

  test("cannot be told by an older manager, which prints no position either", async () => {
    const { log, position } = await started("0.337", "old");
    expect(position).toBe("none");
    expect(await askError("get_pipeline_logs", { pipeline_name: "p", after: log.end() })).toBe(
      "The manager of this Feldera is older than 0.350: it does not number the lines of a log, so that there is no position to read on from.\nCall without after; since narrows the log down.",
    );
  });

  test("is not asked for with what is no position", async () => {
    await started("0.370", "old");
    expect(await askError("get_pipeline_logs", { pipeline_name: "p", after: "yesterday" })).toBe(
      "The value of after is not a position in a log.\nReason: 400 InvalidLogCursorParam: \"Value 'x' is not a valid log cursor\" (GET /v0/pipelines/{pipeline_name}/logs).\nGive the position as an earlier answer of get_pipeline_logs printed it, or call without after.",
    );
  });

  test("a log that ends with the line of its end, but has a position, lives on", async () => {
    const { log } = await started("0.370", "old");
    log.append("Logs have ended");
    const answer = await ask("get_pipeline_logs", { pipeline_name: "p" });
    expect(answer).not.toContain("the log has ended");
  });

  test("a position that cannot be had spoils no answer", async () => {
    serveLog(feldera(), at, "0.370", [record("old")]);
    feldera().on("GET", at, text(500, "no"), { query: { cursor: "" } });
    const answer = await ask("get_pipeline_logs", { pipeline_name: "p" });
    expect(answer).toContain("old");
    expect(positionIn(answer)).toBe("none");
  });
});

test("a support bundle has no positions", async () => {
  const { askError } = askBundle("support_bundle.body");
  expect(await askError("get_pipeline_logs", { pipeline_name: "payments", after: "x:1" })).toBe(
    "A support bundle holds one log as it was: no position was given of it, and nothing came after it.\nCall without after.",
  );
});
