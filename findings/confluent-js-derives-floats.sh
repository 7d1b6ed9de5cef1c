#!/usr/bin/env bash
# Guess: with autoRegisterSchemas Confluent's AvroSerializer for JavaScript registers a schema that holds what it is given: numbers
#   as double or long, dates as timestamps or an error. Messages of one shape have one schema.
# What happens: the schema is made anew of each message. A number with a fraction, or of more than 32 bits, is a `float`: 19.99
#   arrives as 19.989999771118164 and the id 3000000001 as 3000000000, 5 is an `int` by another schema, and 2^53 - 1 a double.
#   A Date is a record without fields, so that the time is gone; a NULL has the type null, an empty array has items of it, and
#   an object with a key such as "a-b" is a map. None of it is an error.
# Seen with: npm @confluentinc/schemaregistry 1.10.1 with avsc 5.7.9 on Node 20, its own registry in memory ("mock://"), which
#   checks no compatibility.
# Why it matters: the option of this name registers the program's own schema in Python; here one is made up. Rows of a table that
#   Feldera reads from such a topic join with others' ids, and milliseconds since 1970 are up to a minute off. In a test,
#   where ids are as small as 7, all is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @confluentinc/schemaregistry@1.10.1 avsc@5.7.9

cat > write.mjs <<'JS'
import registry from "@confluentinc/schemaregistry";

const { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } = registry;
const client = SchemaRegistryClient.newClient({ baseURLs: ["mock://"] });
const serializer = new AvroSerializer(client, SerdeType.VALUE, { autoRegisterSchemas: true });
const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {});
const rows = [
  { amount: 19.99 },
  { amount: 5 },
  { id: 7 },
  { id: 3_000_000_001 },
  { id: 1_704_067_200_123 },
  { id: 2 ** 53 - 1 },
  { at: new Date(1_704_067_200_123) },
  { note: null },
  { marks: [] },
  { "a-b": 1 },
];
for (const row of rows) {
  const message = await serializer.serialize("rows", row);
  const read = await deserializer.deserialize("rows", message);
  const { schema } = await client.getLatestSchemaMetadata("rows-value");
  const { fields, type } = JSON.parse(schema);
  const kind = JSON.stringify(fields === undefined ? type : fields[0].type);
  console.log(JSON.stringify(row), "is", JSON.stringify(read), "as", kind);
}
const versions = await client.getAllVersions("rows-value");
console.log("schemas:", versions.length);
JS
diff <(node write.mjs) - <<'SEEN'
{"amount":19.99} is {"amount":19.989999771118164} as "float"
{"amount":5} is {"amount":5} as "int"
{"id":7} is {"id":7} as "int"
{"id":3000000001} is {"id":3000000000} as "float"
{"id":1704067200123} is {"id":1704067203072} as "float"
{"id":9007199254740991} is {"id":9007199254740991} as "double"
{"at":"2024-01-01T00:00:00.123Z"} is {"at":{}} as {"name":"Record1","type":"record","fields":[]}
{"note":null} is {"note":null} as "null"
{"marks":[]} is {"marks":[]} as {"type":"array","items":"null"}
{"a-b":1} is {"a-b":1} as "map"
schemas: 9
SEEN
echo "still so: Confluent's serializer for JavaScript writes 19.99 and ids beyond 32 bits as floats"
