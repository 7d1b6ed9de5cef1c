#!/usr/bin/env bash
# Guess: a column that a reader's schema adds has its default in records that were written before, in each language: 19.99
#   where it is a decimal, a date where it is a date. A symbol that the reader does not know is the enum's default, and a field
#   is found under its alias, as the specification has both.
# What happens: Java and Go's hamba/avro have 19.99 and the date. fastavro and Python's avro, which give what was written as
#   Decimal and date, give defaults raw: the date as the number 19724, the decimal as a text of two characters in fastavro, and
#   as the three bytes that these are in UTF-8 in avro, which is 5088.15 for whoever counts it. Python's avro knows no default
#   of an enum and no alias, both are errors to it, and it refuses a schema in which a double's default is 5. In fastavro
#   that is an int. The default 9007199254740993 of a long is …992 in hamba.
# Seen with: PyPI fastavro 1.13.1 and avro 1.12.2, Maven org.apache.avro:avro 1.12.2 on Java 17, Go github.com/hamba/avro/v2
#   2.31.0 (Go 1.26). A record without fields is read with a schema that has one.
# Why it matters: a NOT NULL column with a DEFAULT that is added to a table has one in its Avro schema too. The rows after the
#   change are right everywhere, and the older ones hold a text, other bytes or a number where the column has a DECIMAL or a DATE.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > cases.json <<'JSON'
[
  {"name": "decimal", "type": {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}, "default": "\u0007\u00cf"},
  {"name": "date", "type": {"type": "int", "logicalType": "date"}, "default": 19724},
  {"name": "long", "type": "long", "default": 9007199254740993},
  {"name": "double", "type": "double", "default": 5},
  {"name": "enum", "hex": "04", "wrote": {"type": "enum", "name": "S", "symbols": ["A", "B", "C"]},
   "type": {"type": "enum", "name": "S", "symbols": ["A", "B"], "default": "A"}},
  {"name": "alias", "hex": "02", "wrote": "int", "was": "old", "type": "int"}
]
JSON
python3 - <<'PY'
import json

# Each case becomes a writer's schema, a reader's schema and the bytes of one record.
cases = []
for case in json.load(open("cases.json")):
    new = {"name": "new", "type": case["type"]}
    fields = []
    if "default" in case:
        new["default"] = case["default"]
    else:
        fields.append({"name": case.get("was", "new"), "type": case["wrote"]})
    if "was" in case:
        new["aliases"] = [case["was"]]
    record = {"type": "record", "name": "R"}
    cases.append({"name": case["name"], "wrote": {**record, "fields": fields}, "reads": {**record, "fields": [new]},
                  "hex": case.get("hex", "")})
json.dump(cases, open("all.json", "w"))
PY

python3 -m venv venv
venv/bin/pip install --quiet --no-compile fastavro==1.13.1 avro==1.12.2
cat > read.py <<'PY'
import io, json

import avro.io, avro.schema, fastavro

def told(read):
    try:
        return repr(read()["new"])
    except Exception as error:
        return type(error).__name__

for case in json.load(open("all.json")):
    wrote, reads, data = case["wrote"], case["reads"], bytes.fromhex(case["hex"])
    first = told(lambda: fastavro.schemaless_reader(io.BytesIO(data), wrote, reads))
    second = told(lambda: avro.io.DatumReader(avro.schema.parse(json.dumps(wrote)), avro.schema.parse(json.dumps(reads)))
                  .read(avro.io.BinaryDecoder(io.BytesIO(data))))
    print(f"{case['name']}: fastavro {first}, avro {second}")
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
import com.fasterxml.jackson.databind.*;
import java.io.File;
import java.util.HexFormat;
import org.apache.avro.*;
import org.apache.avro.generic.*;
import org.apache.avro.io.DecoderFactory;

public class Read {
    public static void main(String[] arguments) throws Exception {
        GenericData data = new GenericData();
        data.addLogicalTypeConversion(new Conversions.DecimalConversion());
        data.addLogicalTypeConversion(new org.apache.avro.data.TimeConversions.DateConversion());
        for (JsonNode one : new ObjectMapper().readTree(new File("all.json"))) {
            Schema wrote = new Schema.Parser().parse(one.get("wrote").toString());
            Schema reads = new Schema.Parser().parse(one.get("reads").toString());
            byte[] bytes = HexFormat.of().parseHex(one.get("hex").asText());
            GenericRecord record = new GenericDatumReader<GenericRecord>(wrote, reads, data)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
            System.out.println(one.get("name").asText() + ": Java " + record.get("new"));
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
	"encoding/json"
	"fmt"
	"os"

	"github.com/hamba/avro/v2"
)

type example struct {
	Name, Hex    string
	Wrote, Reads json.RawMessage
}

func main() {
	text, _ := os.ReadFile("all.json")
	var examples []example
	if err := json.Unmarshal(text, &examples); err != nil {
		panic(err)
	}
	for _, one := range examples {
		wrote := avro.MustParse(string(one.Wrote))
		reads, err := avro.ParseWithCache(string(one.Reads), "", &avro.SchemaCache{})
		if err != nil {
			panic(err)
		}
		both, err := avro.NewSchemaCompatibility().Resolve(reads, wrote)
		if err != nil {
			panic(err)
		}
		bytes, _ := hex.DecodeString(one.Hex)
		var record map[string]any
		if err := avro.Unmarshal(both, bytes, &record); err != nil {
			panic(err)
		}
		fmt.Printf("%s: hamba %v\n", one.Name, record["new"])
	}
}
GO
go mod tidy 2> go.log
diff <(venv/bin/python read.py; java -cp 'libraries/*' Read.java 2> java.log; go run .) - <<'SEEN'
decimal: fastavro '\x07Ï', avro b'\x07\xc3\x8f'
date: fastavro 19724, avro 19724
long: fastavro 9007199254740993, avro 9007199254740993
double: fastavro 5, avro InvalidDefaultException
enum: fastavro 'A', avro SchemaResolutionException
alias: fastavro 1, avro SchemaResolutionException
decimal: Java 19.99
date: Java 2024-01-02
long: Java 9007199254740993
double: Java 5.0
enum: Java A
alias: Java 1
decimal: hamba 1999/100
date: hamba 2024-01-02 00:00:00 +0000 UTC
long: hamba 9007199254740992
double: hamba 5
enum: hamba A
alias: hamba 1
SEEN
echo "still so: the default of a decimal is a text in fastavro and another number in Python's avro"
