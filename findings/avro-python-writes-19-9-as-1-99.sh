#!/usr/bin/env bash
# Guess: Apache's own library for Python writes Decimal("19.9") into a decimal with two places as 19.90, as fastavro does, or
#   refuses it, as it refuses 19.999; what is beyond the precision is refused. In a union a datetime is a timestamp.
# What happens: it writes the digits as they are: 19.9 is 1.99, 20 is 0.20 and 1E+2 is 0.01, in bytes and in a fixed alike, for
#   fastavro and for itself. 123456.78, eight digits where six are allowed, is written, and read by both as 123457. In a union
#   whose date stands before the timestamp fastavro writes a datetime as its date, and the time is gone; where the timestamp
#   stands first, avro fails.
# Seen with: PyPI avro 1.12.2 and fastavro 1.13.1.
# Why it matters: Decimal("20") is an amount without cents in Python, and so is a sum of such. These become a hundredth, amounts
#   with one digit of cents a tenth, and the others are right, with no error on either side.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile avro==1.12.2 fastavro==1.13.1

cat > write.py <<'PY'
import io, json
from datetime import datetime, timezone
from decimal import Decimal

import avro.io, avro.schema, fastavro

def by_avro(schema, value):
    out = io.BytesIO()
    avro.io.DatumWriter(avro.schema.parse(json.dumps(schema))).write(value, avro.io.BinaryEncoder(out))
    return out.getvalue()

def by_fastavro(schema, value):
    out = io.BytesIO()
    fastavro.schemaless_writer(out, schema, value)
    return out.getvalue()

def read(schema, data):
    first = fastavro.schemaless_reader(io.BytesIO(data), schema)
    second = avro.io.DatumReader(avro.schema.parse(json.dumps(schema))).read(avro.io.BinaryDecoder(io.BytesIO(data)))
    return f"{first} for fastavro, {second} for avro"

def told(schema, value):
    for write in (by_avro, by_fastavro):
        try:
            print(f"{value} {write.__name__}:", read(schema, write(schema, value)))
        except Exception as error:
            print(f"{value} {write.__name__}:", type(error).__name__)

decimal = {"logicalType": "decimal", "precision": 6, "scale": 2}
for text in ("19.99", "19.9", "20", "1E+2", "19.999", "123456.78"):
    told({"type": "bytes", **decimal}, Decimal(text))
told({"type": "fixed", "name": "F", "size": 4, **decimal}, Decimal("19.9"))
day = {"type": "int", "logicalType": "date"}
moment = {"type": "long", "logicalType": "timestamp-millis"}
for types in ([moment, day], [day, moment]):
    print([one["logicalType"] for one in types])
    told(["null", *types], datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc))
PY
diff <(venv/bin/python write.py) - <<'SEEN'
19.99 by_avro: 19.99 for fastavro, 19.99 for avro
19.99 by_fastavro: 19.99 for fastavro, 19.99 for avro
19.9 by_avro: 1.99 for fastavro, 1.99 for avro
19.9 by_fastavro: 19.90 for fastavro, 19.90 for avro
20 by_avro: 0.20 for fastavro, 0.20 for avro
20 by_fastavro: 20.00 for fastavro, 20.00 for avro
1E+2 by_avro: 0.01 for fastavro, 0.01 for avro
1E+2 by_fastavro: 100.00 for fastavro, 100.00 for avro
19.999 by_avro: AvroOutOfScaleException
19.999 by_fastavro: ValueError
123456.78 by_avro: 123457 for fastavro, 123457 for avro
123456.78 by_fastavro: ValueError
19.9 by_avro: 1.99 for fastavro, 1.99 for avro
19.9 by_fastavro: 19.90 for fastavro, 19.90 for avro
['timestamp-millis', 'date']
2024-01-02 03:04:05+00:00 by_avro: TypeError
2024-01-02 03:04:05+00:00 by_fastavro: 2024-01-02 03:04:05+00:00 for fastavro, 2024-01-02 03:04:05+00:00 for avro
['date', 'timestamp-millis']
2024-01-02 03:04:05+00:00 by_avro: 2024-01-02 03:04:05+00:00 for fastavro, 2024-01-02 03:04:05+00:00 for avro
2024-01-02 03:04:05+00:00 by_fastavro: 2024-01-02 for fastavro, 2024-01-02 for avro
SEEN
echo "still so: Python's avro writes 19.9 as 1.99"
