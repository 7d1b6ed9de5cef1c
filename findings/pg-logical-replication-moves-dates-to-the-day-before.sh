#!/usr/bin/env bash
# Guess: pg-logical-replication, which decodes PostgreSQL's change stream for JavaScript, keeps what has no zone as it is, a DATE and a
#   TIMESTAMP, and treats a value alike by itself and in an array. Written as JSON a row has all of its columns.
# What happens: DATE and TIMESTAMP become moments by the zone of the process: in Berlin 2024-01-02 is 2024-01-01T23:00:00.000Z as JSON,
#   and 02:30 and 03:30 on March 31 are one moment. Microseconds are cut, also of keys. A NUMERIC is a text with all digits and
#   one in a NUMERIC[] is a double; a BIGINT is a text and an id in a json column is its neighbour, and "NaN" and "Infinity" are null
#   as JSON. A long text that an UPDATE left alone is undefined, so that as JSON the column is missing and not unchanged. From
#   transaction 2147483648 on xid is negative.
# Seen with: npm pg-logical-replication 2.5.0 on Node 20, messages of pgoutput, protocol 1, laid out as PostgreSQL's
#   documentation has them.
# Why it matters: rows that were copied over by SQL and those that came by changes then differ by a day, west of Greenwich not at
#   all, and deletes and updates by a key with microseconds find no row.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . pg-logical-replication@2.5.0

cat > decode.mjs <<'JS'
import replication from "pg-logical-replication";

const plugin = new replication.PgoutputPlugin({ protoVersion: 1, publicationNames: ["all"] });
const number = (bytes, value) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, bytes > 6 ? bytes - 6 : 0, Math.min(bytes, 6));
  return buffer;
};
const name = (text) => Buffer.from(`${text}\0`);
const given = (value) => Buffer.concat([Buffer.from("t"), number(4, value.length), Buffer.from(value)]);
const text = (value) => (value === undefined ? Buffer.from("u") : given(value));
const told = (...parts) => plugin.parse(Buffer.concat(parts));

const columns = [
  ["day", 1082, "2024-01-02"], ["at", 1114, "2024-03-31 02:30:00.123456"], ["later", 1114, "2024-03-31 03:30:00.123456"],
  ["zoned", 1184, "2024-03-31 01:30:00.123456+00"], ["amount", 1700, "12345678901234567.89"],
  ["amounts", 1231, "{12345678901234567.89}"], ["id", 20, "9007199254740993"], ["ids", 114, '{"id":9007199254740993}'],
  ["ratio", 701, "NaN"], ["until", 1082, "infinity"], ["note", 25, "long"],
];
const relation = columns.map(([column, type]) =>
  Buffer.concat([number(1, 0), name(column), number(4, type), Buffer.alloc(4, 255)]));
const row = (values) => Buffer.concat([Buffer.from("N"), number(2, values.length), ...values.map(text)]);
const values = columns.map(([, , value]) => value);

told(Buffer.from("R"), number(4, 1), name("public"), name("orders"), Buffer.from("d"), number(2, columns.length), ...relation);
console.log(process.env.TZ, "xid", told(Buffer.from("B"), number(8, 1), number(8, 1), number(4, 3_000_000_000)).xid);
console.log(JSON.stringify(told(Buffer.from("I"), number(4, 1), row(values)).new));
const updated = told(Buffer.from("U"), number(4, 1), row([...values.slice(0, -1), undefined])).new;
console.log("after an update:", updated.note, Object.keys(JSON.parse(JSON.stringify(updated))).includes("note"));
JS
diff <(for zone in UTC Europe/Berlin America/New_York; do TZ=$zone node decode.mjs 2>&1; done) - <<'SEEN'
UTC xid -1294967296
{"day":"2024-01-02T00:00:00.000Z","at":"2024-03-31T02:30:00.123Z","later":"2024-03-31T03:30:00.123Z","zoned":"2024-03-31T01:30:00.123Z","amount":"12345678901234567.89","amounts":[12345678901234568],"id":"9007199254740993","ids":{"id":9007199254740992},"ratio":null,"until":null,"note":"long"}
after an update: undefined false
Europe/Berlin xid -1294967296
{"day":"2024-01-01T23:00:00.000Z","at":"2024-03-31T01:30:00.123Z","later":"2024-03-31T01:30:00.123Z","zoned":"2024-03-31T01:30:00.123Z","amount":"12345678901234567.89","amounts":[12345678901234568],"id":"9007199254740993","ids":{"id":9007199254740992},"ratio":null,"until":null,"note":"long"}
after an update: undefined false
America/New_York xid -1294967296
{"day":"2024-01-02T05:00:00.000Z","at":"2024-03-31T06:30:00.123Z","later":"2024-03-31T07:30:00.123Z","zoned":"2024-03-31T01:30:00.123Z","amount":"12345678901234567.89","amounts":[12345678901234568],"id":"9007199254740993","ids":{"id":9007199254740992},"ratio":null,"until":null,"note":"long"}
after an update: undefined false
SEEN
echo "still so: pg-logical-replication moves dates to the day before"
