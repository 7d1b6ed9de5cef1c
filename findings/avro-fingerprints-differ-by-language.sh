#!/usr/bin/env bash
# Guess: a schema has one canonical form and one Rabin fingerprint, whichever library makes them: that is what they are for,
#   and messages of Avro's single-object encoding begin with it. Logical types are no part of the form.
# What happens: libraries agree until a schema has a logical type. Java and fastavro leave it out and write "long"; Python's avro
#   and Rust write {"type":"long"}, which the specification has shortened; Rust also keeps a decimal's precision and scale, and
#   Go's hamba/avro all of it: four fingerprints of one schema. Of a record with an empty namespace within another one avro
#   and hamba/avro put the outer namespace before its name. Python and Rust give the bytes in the order in which a message
#   has them, Java and Go as a number has them.
# Seen with: Maven org.apache.avro:avro 1.12.2 on Java 17, PyPI fastavro 1.13.1 and avro 1.12.2, crate apache-avro 0.22.0, Go
#   github.com/hamba/avro/v2 2.31.0 (Go 1.26). The bytes are turned round here where they have to be.
# Why it matters: a reader in another language finds no schema for a message of its own producer, though both have the same
#   file; it works for as long as no column is a DECIMAL or a TIMESTAMP.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > schemas <<'JSON'
{"type":"record","name":"Plain","fields":[{"name":"id","type":"long"}]}
{"type":"record","name":"Timed","fields":[{"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}}]}
{"type":"record","name":"Priced","fields":[{"name":"sum","type":{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}}]}
{"type":"record","name":"shop.Outer","fields":[{"name":"in","type":{"type":"record","name":"Inner","namespace":"","fields":[]}}]}
JSON

python3 -m venv venv
venv/bin/pip install --quiet --no-compile fastavro==1.13.1 avro==1.12.2
cat > form.py <<'PY'
import json

import avro.schema
import fastavro.schema


def turned(fingerprint):
    return bytes.fromhex(fingerprint)[::-1].hex()


lines = open("schemas").read().splitlines()
for line in lines:
    form = fastavro.schema.to_parsing_canonical_form(json.loads(line))
    print("fastavro", turned(fastavro.schema.fingerprint(form, "CRC-64-AVRO")), form)
for line in lines:
    schema = avro.schema.parse(line)
    print("avro", turned(schema.fingerprint("CRC-64-AVRO").hex()), schema.canonical_form)
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
cat > Form.java <<'JAVA'
import java.nio.file.*;
import org.apache.avro.*;

public class Form {
    public static void main(String[] arguments) throws Exception {
        for (String line : Files.readAllLines(Path.of("schemas"))) {
            Schema schema = new Schema.Parser().parse(line);
            String form = SchemaNormalization.toParsingForm(schema);
            System.out.printf("Java %016x %s%n", SchemaNormalization.parsingFingerprint64(schema), form);
        }
    }
}
JAVA
cargo init --quiet --vcs none --name finding form
cargo add --quiet --manifest-path form/Cargo.toml apache-avro@=0.22.0
cat > form/src/main.rs <<'RS'
use apache_avro::{Schema, rabin::Rabin};

fn main() {
    for line in std::fs::read_to_string("schemas").unwrap().lines() {
        let schema = Schema::parse_str(line).unwrap();
        let mut bytes = schema.fingerprint::<Rabin>().bytes;
        bytes.reverse();
        let turned: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        println!("Rust {turned} {}", schema.canonical_form());
    }
}
RS
cat > go.mod <<'MOD'
module finding

go 1.26

require github.com/hamba/avro/v2 v2.31.0
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/hamba/avro/v2"
)

func main() {
	schemas, _ := os.ReadFile("schemas")
	for _, line := range strings.Split(strings.TrimSpace(string(schemas)), "\n") {
		schema := avro.MustParse(line)
		fingerprint, err := schema.FingerprintUsing(avro.CRC64Avro)
		if err != nil {
			panic(err)
		}
		fmt.Printf("Go %x %s\n", fingerprint, schema)
	}
}
GO
export CARGO_PROFILE_DEV_DEBUG=0
{
  java -cp 'libraries/*' Form.java 2> java.log
  venv/bin/python form.py
  cargo run --quiet --manifest-path form/Cargo.toml
  go mod tidy 2> go.log
  go run .
} > seen
diff seen - <<'SEEN'
Java 2896780cb8017430 {"name":"Plain","type":"record","fields":[{"name":"id","type":"long"}]}
Java c982d448d36238f1 {"name":"Timed","type":"record","fields":[{"name":"at","type":"long"}]}
Java 578f67d13e936ccf {"name":"Priced","type":"record","fields":[{"name":"sum","type":"bytes"}]}
Java 32f1f2887a97289e {"name":"shop.Outer","type":"record","fields":[{"name":"in","type":{"name":"Inner","type":"record","fields":[]}}]}
fastavro 2896780cb8017430 {"name":"Plain","type":"record","fields":[{"name":"id","type":"long"}]}
fastavro c982d448d36238f1 {"name":"Timed","type":"record","fields":[{"name":"at","type":"long"}]}
fastavro 578f67d13e936ccf {"name":"Priced","type":"record","fields":[{"name":"sum","type":"bytes"}]}
fastavro 32f1f2887a97289e {"name":"shop.Outer","type":"record","fields":[{"name":"in","type":{"name":"Inner","type":"record","fields":[]}}]}
avro 2896780cb8017430 {"name":"Plain","type":"record","fields":[{"name":"id","type":"long"}]}
avro 4b317588d070e26d {"name":"Timed","type":"record","fields":[{"name":"at","type":{"type":"long"}}]}
avro 2062c5c982c2dfcb {"name":"Priced","type":"record","fields":[{"name":"sum","type":{"type":"bytes"}}]}
avro cc0068548269778d {"name":"shop.Outer","type":"record","fields":[{"name":"in","type":{"name":"shop.Inner","type":"record","fields":[]}}]}
Rust 2896780cb8017430 {"name":"Plain","type":"record","fields":[{"name":"id","type":"long"}]}
Rust 4b317588d070e26d {"name":"Timed","type":"record","fields":[{"name":"at","type":{"type":"long"}}]}
Rust 91e37f794ab7aa10 {"name":"Priced","type":"record","fields":[{"name":"sum","type":{"type":"bytes","precision":10,"scale":2}}]}
Rust 32f1f2887a97289e {"name":"shop.Outer","type":"record","fields":[{"name":"in","type":{"name":"Inner","type":"record","fields":[]}}]}
Go 2896780cb8017430 {"name":"Plain","type":"record","fields":[{"name":"id","type":"long"}]}
Go b018ca88e40175c1 {"name":"Timed","type":"record","fields":[{"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}}]}
Go 6e21200a5a70bfac {"name":"Priced","type":"record","fields":[{"name":"sum","type":{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}}]}
Go cc0068548269778d {"name":"shop.Outer","type":"record","fields":[{"name":"in","type":{"name":"shop.Inner","type":"record","fields":[]}}]}
SEEN
echo "still so: the fingerprint of an Avro schema with a logical type is another one in each language"
