import { describe, expect, test } from "vitest";
import { errorReason } from "../../../src/analysis/stats/error-reason.ts";
import { areRetried, transportLosses } from "../../../src/analysis/stats/transport-errors.ts";
import { lossesWords } from "../../../src/diagnosis/transport-loss-words.ts";

const timestamp = "2026-11-29T18:54:02Z";

const errorsOf = (tag: string | undefined, ...messages: string[]) =>
  messages.map((message, index) => ({ timestamp, index, ...(tag !== undefined && { tag }), message }));

/** As Feldera 0.337 told it of a table in Postgres 15 whose column note is NOT NULL. */
const REFUSED =
  'while executing insert statement for 2 record(s) (99 bytes), which start with: [{"id":1,"note":null},{"id":2,"note":"x: y"}]: postgres error: permanent: SqlState: Some(SqlState(E23502)): db error: ERROR: null value in column "note" of relation "large" violates not-null constraint\nDETAIL: Failing row contains (1, null).';
const DROPPED = (rows: number) =>
  `failed to commit changes to Postgres: PostgreSQL rejected one of the statements writing to table "large" and aborted the transaction, so ${rows} row(s) from the current batch were dropped. The rejected statement is reported as a separate error.`;

describe("what errors of a connector's transport took", () => {
  test("is counted in rows where each error says how many, and told by the statement that was refused", () => {
    const errors = [...errorsOf("pg_exec", REFUSED), ...errorsOf("pg_batch_end", DROPPED(101), DROPPED(99))];
    expect(transportLosses(errors, 3)).toEqual([
      {
        lost: "rows not sent",
        errors: 2,
        rows: 200,
        reason:
          'null value in column "note" of relation "large" violates not-null constraint (Failing row contains (1, null))',
      },
    ]);
  });

  test("is at least what is kept, where Feldera keeps a hundred", () => {
    const errors = errorsOf("pg_batch_end", ...Array.from({ length: 100 }, () => DROPPED(2)));
    expect(transportLosses(errors, 140)).toMatchObject([{ errors: 140, rows: 200, is_least: true }]);
  });

  test("is as many messages as the connector counts, where all its errors are of one kind", () => {
    const errors = errorsOf("kafka_nonft_delivery", ...Array.from({ length: 100 }, () => "timed out"));
    expect(transportLosses(errors, 148)).toEqual([
      { lost: "rows sent and not delivered", errors: 148, reason: "timed out" },
    ]);
  });

  test("is keys, each counted once in however many steps it was met", () => {
    const of = (...ids: number[]) =>
      errorsOf(
        "pg_uniqueness_violation",
        ...ids.map((id) => `met multiple values\nThe offending key is: {"id":${id}}.`),
      );
    expect(transportLosses(of(1, 2, 1), 3)).toMatchObject([{ errors: 3, keys: 2 }]);
    expect(transportLosses(of(1, 2, 1), 3)[0]).not.toHaveProperty("is_least");
    const many = of(...Array.from({ length: 100 }, (_, n) => n % 60));
    expect(transportLosses(many, 140)).toMatchObject([{ errors: 140, keys: 60, is_least: true }]);
    expect(String(lossesWords(transportLosses(many, 140)))).toBe(
      "changes of at least 60 keys that had several rows at once were left out",
    );
    const untold = transportLosses(errorsOf("pg_uniqueness_violation", "met multiple values"), 1);
    expect(String(lossesWords(untold))).toBe(
      "changes of keys that had several rows at once were left out, 1 time",
    );
  });

  test.each([
    ["s3-obj-fetch", "could not fetch object 'a.json'", "objects not read"],
    ["outprobe_batch_end", "redis: … 12 uncommitted updates will be lost: …", "rows sent and not delivered"],
    ["pg_uniqueness_violation", "multiple values with the same key", "rows of repeated keys"],
    ["dynamodb_item_too_large", "dropping record that exceeds", "rows too large"],
    [undefined, "error retrieving object list: timeout", "objects not listed"],
    [undefined, "1 DynamoDB worker(s) failed: throttled", "rows not sent"],
  ])("goes by the tag %s, or by the words where that does not tell", (tag, message, lost) => {
    expect(transportLosses(errorsOf(tag, message), 1)).toMatchObject([{ lost, errors: 1 }]);
  });

  test.each(["pg_conn_retry", "kafka_nonft_producer", "kafka-poll", "transaction_boundary", "nats-input"])(
    "is nothing with %s, after which the connector tries again",
    (tag) => {
      expect(transportLosses(errorsOf(tag, "Connection refused"), 1)).toEqual([]);
    },
  );
});

test("errors after which a batch is written anew are of what is tried again", () => {
  const retried = errorsOf("pg_conn_retry", "cannot connect to postgres yet: Connection refused");
  expect(areRetried(retried)).toBe(true);
  expect(areRetried([...retried, ...errorsOf("pg_batch_end", DROPPED(1))])).toBe(false);
  expect(areRetried([])).toBe(false);
});

describe("the reason of an error", () => {
  test("has of the rows the one that was refused, as far as there is room, and one line", () => {
    const why = 'null value in column "note" of relation "large" violates not-null constraint';
    expect(errorReason(REFUSED)).toBe(`${why} (Failing row contains (1, null))`);
    const long = REFUSED.replace("(1, null)", `(1, null, ${"x".repeat(200)})`);
    expect(errorReason(long)).toBe(`${why} (Failing row contains (1, null, ${"x".repeat(89)} …)`);
    expect(errorReason(`${REFUSED}\nHINT: fill it`)).toBe(`${why} (Failing row contains (1, null)) …`);
    expect(errorReason(REFUSED.replace("DETAIL", "CONTEXT"))).toBe(`${why} …`);
  });

  test("of a statement that could not be prepared is the server's", () => {
    const unprepared =
      'failed to prepare insert statement: `INSERT INTO "takingz" (n) …`: \nPlease ensure all field names match: postgres error: permanent: SqlState: Some(SqlState(E42P01)): db error: ERROR: relation "takingz" does not exist';
    expect(errorReason(unprepared)).toBe('relation "takingz" does not exist');
  });

  test("is the whole of one that quotes no rows", () => {
    expect(errorReason("cannot connect to postgres: refused")).toBe("cannot connect to postgres: refused");
  });
});
