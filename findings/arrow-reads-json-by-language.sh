#!/usr/bin/env bash
# Guess: a line of JSON that is read into the same Arrow schema is the same row in Rust, Go and Python, and what does not fit is
#   refused by all.
# What happens: the text "6869" of a binary column is "hi" in Rust, which takes it for hexadecimal and writes it so, three other
#   bytes in Go, which takes it for base64, and the text itself in Python. Rust cuts 1.9 of a whole number to 1, where it refuses
#   300 for 8 bits, gives 1e400 as infinity, and reads 11 at night of January 2 in New York as January 3 in a column of dates:
#   Go refuses these, and Python the numbers. 19.999 with two places is 20.00 in Rust and Go, and refused in Python; 1e39 as
#   a float32 is infinite in Rust and Python, and refused in Go.
# Seen with: crates arrow-json, arrow-array, arrow-schema and arrow-cast 60.1.0 (some 80 crates: one to three minutes), Go
#   github.com/apache/arrow-go/v18 v18.8.0, PyPI pyarrow 26.0.1.
# Why it matters: Feldera's ad hoc queries write their JSON by Rust's arrow-json. A hash or a key in binary that a service in Go
#   reads from that is another one, of another length, and no error says so.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > cases <<'TEXT'
binary "6869"
int64 1.9
int8 300
float32 1e39
float64 1e400
decimal 19.999
date32 "2024-01-02T23:00:00-05:00"
timestamp "2024-01-02T03:04:05.1234567Z"
TEXT

cargo init --quiet --vcs none --name finding .
cargo add --quiet arrow-json@=60.1.0 arrow-array@=60.1.0 arrow-schema@=60.1.0 arrow-cast@=60.1.0
cat > src/main.rs <<'RS'
use arrow_array::{RecordBatch, cast::AsArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, TimeUnit};
use std::sync::Arc;

fn read(kind: DataType, text: &str) -> Result<RecordBatch, ArrowError> {
    let schema = Arc::new(Schema::new(vec![Field::new("c", kind, true)]));
    let line = format!("{{\"c\": {text}}}\n");
    let mut reader = arrow_json::ReaderBuilder::new(schema).build(line.as_bytes())?;
    reader.next().unwrap()
}

fn main() {
    for line in std::fs::read_to_string("cases").unwrap().lines() {
        let (name, text) = line.split_once(' ').unwrap();
        let kind = match name {
            "binary" => DataType::Binary,
            "int64" => DataType::Int64,
            "int8" => DataType::Int8,
            "float32" => DataType::Float32,
            "float64" => DataType::Float64,
            "decimal" => DataType::Decimal128(10, 2),
            "date32" => DataType::Date32,
            _ => DataType::Timestamp(TimeUnit::Microsecond, None),
        };
        let told = match read(kind, text) {
            Err(_) => "refused".to_owned(),
            Ok(rows) if name == "binary" => format!("{:?}", rows.column(0).as_binary::<i32>().value(0)),
            Ok(rows) => arrow_cast::display::array_value_to_string(rows.column(0), 0).unwrap(),
        };
        println!("Rust {line}: {told}");
    }
}
RS

cat > go.mod <<'MOD'
module finding

go 1.26

require github.com/apache/arrow-go/v18 v18.8.0
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

var kinds = map[string]arrow.DataType{
	"binary":    arrow.BinaryTypes.Binary,
	"int64":     arrow.PrimitiveTypes.Int64,
	"int8":      arrow.PrimitiveTypes.Int8,
	"float32":   arrow.PrimitiveTypes.Float32,
	"float64":   arrow.PrimitiveTypes.Float64,
	"decimal":   &arrow.Decimal128Type{Precision: 10, Scale: 2},
	"date32":    arrow.FixedWidthTypes.Date32,
	"timestamp": &arrow.TimestampType{Unit: arrow.Microsecond},
}

func main() {
	cases, _ := os.ReadFile("cases")
	for _, line := range strings.Split(strings.TrimSpace(string(cases)), "\n") {
		name, text, _ := strings.Cut(line, " ")
		schema := arrow.NewSchema([]arrow.Field{{Name: "c", Type: kinds[name], Nullable: true}}, nil)
		rows, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(`[{"c": `+text+`}]`))
		told := "refused"
		if err == nil {
			told = rows.Column(0).ValueStr(0)
			if bytes, ok := rows.Column(0).(*array.Binary); ok {
				told = fmt.Sprint(bytes.Value(0))
			}
		}
		fmt.Printf("Go %s: %s\n", line, told)
	}
}
GO
go mod tidy 2> go.log

python3 -m venv venv
venv/bin/pip install --quiet --no-compile pyarrow==26.0.1
cat > read.py <<'PY'
import pyarrow
from pyarrow import json

kinds = {
    "binary": pyarrow.binary(), "int64": pyarrow.int64(), "int8": pyarrow.int8(), "float32": pyarrow.float32(),
    "float64": pyarrow.float64(), "decimal": pyarrow.decimal128(10, 2), "date32": pyarrow.date32(),
    "timestamp": pyarrow.timestamp("us"),
}
for line in open("cases").read().splitlines():
    name, text = line.split(" ", 1)
    options = json.ParseOptions(explicit_schema=pyarrow.schema([("c", kinds[name])]))
    try:
        told = json.read_json(pyarrow.py_buffer(f'{{"c": {text}}}\n'.encode()), parse_options=options)["c"][0].as_py()
        told = list(told) if name == "binary" else told
    except pyarrow.ArrowInvalid:
        told = "refused"
    print(f"Python {line}: {told}")
PY
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet; go run .; venv/bin/python read.py) - <<'SEEN'
Rust binary "6869": [104, 105]
Rust int64 1.9: 1
Rust int8 300: refused
Rust float32 1e39: inf
Rust float64 1e400: inf
Rust decimal 19.999: 20.00
Rust date32 "2024-01-02T23:00:00-05:00": 2024-01-03
Rust timestamp "2024-01-02T03:04:05.1234567Z": 2024-01-02T03:04:05.123456
Go binary "6869": [235 206 189]
Go int64 1.9: refused
Go int8 300: refused
Go float32 1e39: refused
Go float64 1e400: refused
Go decimal 19.999: 20
Go date32 "2024-01-02T23:00:00-05:00": refused
Go timestamp "2024-01-02T03:04:05.1234567Z": refused
Python binary "6869": [54, 56, 54, 57]
Python int64 1.9: refused
Python int8 300: refused
Python float32 1e39: inf
Python float64 1e400: refused
Python decimal 19.999: refused
Python date32 "2024-01-02T23:00:00-05:00": refused
Python timestamp "2024-01-02T03:04:05.1234567Z": refused
SEEN
echo "still so: one JSON text of a binary column is three different values in Rust, Go and Python"
