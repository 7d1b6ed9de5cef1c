#!/usr/bin/env bash
# Guess: Carpet, which reads and writes Parquet as Java's records, refuses a value that the record's type does not hold, as it refuses a
#   missing column and a decimal that does not fit the places it was given; what it writes of a time is what Java's types hold.
# What happens: unless told otherwise a NULL of an int is 0, 3000000000 is -1294967296, 300 as a byte is 44 and 1e300 as a float is
#   infinite. 4294967295 of a column of unsigned 32 bits is -1 in a long too, and so is 2^64-1. A date or a
#   timestamp is read into a number as it stands, by the unit of its file. Times, LocalDateTimes and Instants are written in
#   milliseconds: .123456789 is .123, and the last nanosecond before 1970 is .999.
# Seen with: Maven com.jerolba:carpet-record 0.4.0 with parquet-hadoop 1.15.2 on Java 17; the files are written, and read back, by PyPI
#   pyarrow 26.0.1.
# Why it matters: Feldera writes Parquet, and such a reader is how a service in Java takes it up. Amounts that are not known count as 0
#   in an average, keys are others, and rows that are written back are at other times than those that were read.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile pyarrow==26.0.1
cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>com.jerolba</groupId><artifactId>carpet-record</artifactId><version>0.4.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log

cat > write.py <<'PY'
import datetime

import pyarrow
from pyarrow import parquet

parquet.write_table(pyarrow.table({
    "id": pyarrow.array([7, 3000000000], pyarrow.int64()),
    "units": pyarrow.array([7, 300], pyarrow.int32()),
    "price": pyarrow.array([0.5, 1e300], pyarrow.float64()),
    "discount": pyarrow.array([7, None], pyarrow.int32()),
    "small": pyarrow.array([7, 2**32 - 1], pyarrow.uint32()),
    "large": pyarrow.array([7, 2**64 - 1], pyarrow.uint64()),
    "day": pyarrow.array([datetime.date(2024, 1, 2)] * 2),
    "happened": pyarrow.array([datetime.datetime(2024, 1, 2, 3, 4, 5, 678901)] * 2, pyarrow.timestamp("us")),
}), "rows.parquet")
PY
cat > Rows.java <<'JAVA'
import com.jerolba.carpet.*;
import java.io.*;
import java.time.*;

public class Rows {
    record Id(int id) {}
    record Units(byte units) {}
    record Price(float price) {}
    record Discount(int discount) {}
    record Small(long small) {}
    record Large(long large) {}
    record Day(int day) {}
    record Happened(long happened) {}
    record Missing(int missing) {}
    record Times(LocalTime time, LocalDateTime local, Instant instant) {}

    static void read(Class<?> type) {
        try {
            System.out.println(new CarpetReader<>(new File("rows.parquet"), type).toList());
        } catch (Exception | Error error) {
            System.out.println(type.getSimpleName() + " refused");
        }
    }

    public static void main(String[] arguments) throws IOException {
        read(Id.class);
        read(Units.class);
        read(Price.class);
        read(Discount.class);
        read(Small.class);
        read(Large.class);
        read(Day.class);
        read(Happened.class);
        read(Missing.class);
        LocalDateTime local = LocalDateTime.parse("2024-01-02T03:04:05.123456789");
        try (CarpetWriter<Times> writer = new CarpetWriter<>(new FileOutputStream("times.parquet"), Times.class)) {
            writer.write(new Times(local.toLocalTime(), local, Instant.parse("1969-12-31T23:59:59.999999999Z")));
        }
    }
}
JAVA
cat > read.py <<'PY'
from pyarrow import parquet

for name, column in parquet.read_table("times.parquet").to_pydict().items():
    print(f"{name} {column[0]}")
PY
venv/bin/python write.py
javac -cp 'libraries/*' Rows.java
diff <(java -cp 'libraries/*:.' Rows 2> java.log || tail -5 java.log; venv/bin/python read.py 2>&1) - <<'SEEN'
[Id[id=7], Id[id=-1294967296]]
[Units[units=7], Units[units=44]]
[Price[price=0.5], Price[price=Infinity]]
[Discount[discount=7], Discount[discount=0]]
[Small[small=7], Small[small=-1]]
[Large[large=7], Large[large=-1]]
[Day[day=19724], Day[day=19724]]
[Happened[happened=1704164645678901], Happened[happened=1704164645678901]]
Missing refused
time 03:04:05.123000
local 2024-01-02 03:04:05.123000
instant 1969-12-31 23:59:59.999000+00:00
SEEN
echo "still so: Carpet reads NULL as 0"
