#!/usr/bin/env bash
# Guess: where the reader's schema has another scale or unit than the writer's, a reader of Avro converts the value or refuses
#   the schemas: the specification has decimals match only if their scales do. Java's, Go's and Python's readers agree.
# What happens: of 19.99 with two places, read with three, Java and Go make 1.999, without an error; Python has 19.99, by
#   the writer's scale. A time in milliseconds that is read as one in microseconds is in January 1970 in Java and Go, and a
#   date read as a timestamp is 19 seconds after midnight of 1970-01-01. Java's own check of the schemas says COMPATIBLE
#   of each, the crate apache-avro's refuses the decimal alone.
# Seen with: Maven org.apache.avro:avro 1.12.2 on Java 17, Go github.com/hamba/avro/v2 2.31.0 (Go 1.26), PyPI fastavro 1.13.1 and
#   avro 1.12.2, crate apache-avro 0.22.0.
# Why it matters: a column that is widened from DECIMAL(10, 2) to DECIMAL(10, 3) passes the check for compatibility, and amounts of
#   the records before the change are a tenth for one consumer and right for the other.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile fastavro==1.13.1 avro==1.12.2

cat > write.py <<'PY'
import datetime, decimal, io, json

import avro.io
import avro.schema
import fastavro


def row(kind, logical, **more):
    field = {"name": "value", "type": {"type": kind, "logicalType": logical, **more}}
    return {"type": "record", "name": "Row", "fields": [field]}


def told(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


midnight = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
two, three = (row("bytes", "decimal", precision=10, scale=scale) for scale in (2, 3))
millis, micros = (row("long", f"timestamp-{unit}") for unit in ("millis", "micros"))
cases = [
    ("two places read as three", two, three, decimal.Decimal("19.99")),
    ("milliseconds read as microseconds", millis, micros, midnight),
    ("a date read as a timestamp", row("int", "date"), millis, midnight.date()),
]
for name, writer, reader, value in cases:
    written = io.BytesIO()
    fastavro.schemaless_writer(written, writer, {"value": value})
    written.seek(0)
    print(f"fastavro: {name}:", told(fastavro.schemaless_reader(written, writer, reader)["value"]))
    written.seek(0)
    schemas = [avro.schema.parse(json.dumps(schema)) for schema in (writer, reader)]
    print(f"avro: {name}:", told(avro.io.DatumReader(*schemas).read(avro.io.BinaryDecoder(written))["value"]))
    with open("cases", "a") as file:
        print(name, json.dumps(writer), json.dumps(reader), written.getvalue().hex(), sep="\t", file=file)
PY
cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.avro</groupId><artifactId>avro</artifactId><version>1.12.2</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log
cat > Read.java <<'JAVA'
import java.nio.file.*;
import java.util.*;
import org.apache.avro.*;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.*;
import org.apache.avro.io.DecoderFactory;

public class Read {
    public static void main(String[] arguments) throws Exception {
        GenericData data = new GenericData();
        data.addLogicalTypeConversion(new Conversions.DecimalConversion());
        data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
        for (String line : Files.readAllLines(Path.of("cases"))) {
            String[] parts = line.split("\t");
            Schema writer = new Schema.Parser().parse(parts[1]);
            Schema reader = new Schema.Parser().parse(parts[2]);
            var decoder = DecoderFactory.get().binaryDecoder(HexFormat.of().parseHex(parts[3]), null);
            GenericRecord row = new GenericDatumReader<GenericRecord>(writer, reader, data).read(null, decoder);
            var compatible = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
            System.out.println("Java: " + parts[0] + ": " + row.get("value") + ", " + compatible);
        }
    }
}
JAVA
cat > go.mod <<'MOD'
module finding

go 1.26

require github.com/hamba/avro/v2 v2.31.0
MOD
cat > main.go <<'GO'
package main

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"os"
	"strings"

	"github.com/hamba/avro/v2"
)

func main() {
	cases, _ := os.ReadFile("cases")
	for _, line := range strings.Split(strings.TrimSpace(string(cases)), "\n") {
		parts := strings.Split(line, "\t")
		writer := avro.MustParse(parts[1])
		reader, err := avro.ParseWithCache(parts[2], "", &avro.SchemaCache{})
		if err != nil {
			panic(err)
		}
		resolved, err := avro.NewSchemaCompatibility().Resolve(reader, writer)
		if err != nil {
			panic(err)
		}
		written, _ := hex.DecodeString(parts[3])
		row := map[string]any{}
		if err := avro.Unmarshal(resolved, written, &row); err != nil {
			panic(err)
		}
		if amount, ok := row["value"].(*big.Rat); ok {
			row["value"] = amount.FloatString(3)
		}
		fmt.Printf("Go: %s: %v\n", parts[0], row["value"])
	}
}
GO
cargo init --quiet --vcs none --name finding check
cargo add --quiet --manifest-path check/Cargo.toml apache-avro@=0.22.0
cat > check/src/main.rs <<'RS'
use apache_avro::{Schema, schema_compatibility::SchemaCompatibility};

fn main() {
    for line in std::fs::read_to_string("cases").unwrap().lines() {
        let parts: Vec<_> = line.split('\t').collect();
        let [writer, reader] = [1, 2].map(|place| Schema::parse_str(parts[place]).unwrap());
        let compatible = SchemaCompatibility::can_read(&writer, &reader).is_ok();
        println!("Rust: {}: {}", parts[0], if compatible { "compatible" } else { "refused" });
    }
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
{
  venv/bin/python write.py
  java -cp 'libraries/*' Read.java 2> java.log
  go mod tidy 2> go.log
  go run .
  cargo run --quiet --manifest-path check/Cargo.toml
} > seen
diff seen - <<'SEEN'
fastavro: two places read as three: 19.99
avro: two places read as three: 19.99
fastavro: milliseconds read as microseconds: 2024-01-01T00:00:00+00:00
avro: milliseconds read as microseconds: 2024-01-01T00:00:00+00:00
fastavro: a date read as a timestamp: 2024-01-01
avro: a date read as a timestamp: 2024-01-01
Java: two places read as three: 1.999, COMPATIBLE
Java: milliseconds read as microseconds: 1970-01-20T17:21:07.200Z, COMPATIBLE
Java: a date read as a timestamp: 1970-01-01T00:00:19.723Z, COMPATIBLE
Go: two places read as three: 1.999
Go: milliseconds read as microseconds: 1970-01-20 17:21:07.2 +0000 UTC
Go: a date read as a timestamp: 1970-01-01 00:00:19.723 +0000 UTC
Rust: two places read as three: refused
Rust: milliseconds read as microseconds: compatible
Rust: a date read as a timestamp: compatible
SEEN
echo "still so: Java and Go read an Avro decimal of another scale as another amount, Python does not"
