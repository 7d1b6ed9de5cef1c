#!/usr/bin/env bash
# Guess: Debezium's TimezoneConverter, told Europe/Berlin, leaves a number that counts from 1970 what it is, since that has no zone,
#   or makes of 12:00 in UTC the 14:00 that Berlin's clocks show in summer. All columns of a row keep together, and different moments
#   stay different.
# What happens: the number goes the other way, 12:00 is 10:00 in Berlin and 16:00 in New York, while a text with an offset becomes
#   14:00+02:00, the same moment: a DATETIME and a TIMESTAMP of one moment are four hours apart on the clock. 02:30 and 03:30 on
#   the day that skips an hour both are 01:30. A time of day with an offset gets that of winter, also in July, while the date beside
#   it stays, and so do times of day as numbers and times as ISO texts. Microseconds are kept.
# Seen with: Maven io.debezium:debezium-connect-plugins and debezium-embedded 3.6.1.Final on Java 17.
# Why it matters: columns of MySQL's DATETIME and PostgreSQL's TIMESTAMP arrive as such numbers. A join or a window over two columns
#   of one row, which agreed in the database, then finds other rows, and one hour a year holds the rows of two.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>io.debezium</groupId><artifactId>debezium-embedded</artifactId><version>3.6.1.Final</version></dependency>
    <dependency><groupId>io.debezium</groupId><artifactId>debezium-connect-plugins</artifactId><version>3.6.1.Final</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log
cat > Convert.java <<'JAVA'
import io.debezium.time.*;
import io.debezium.transforms.TimezoneConverter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.connect.data.*;
import org.apache.kafka.connect.source.SourceRecord;

public class Convert {
    static final Schema ROW = SchemaBuilder.struct().optional()
        .field("millis", io.debezium.time.Timestamp.schema())
        .field("micros", MicroTimestamp.schema())
        .field("zoned", ZonedTimestamp.schema())
        .field("iso", IsoTimestamp.schema())
        .field("date", io.debezium.time.Date.schema())
        .field("time", ZonedTime.schema())
        .field("of_day", MicroTime.schema())
        .build();
    static final Schema ENVELOPE = SchemaBuilder.struct().name("shop.orders.Envelope")
        .field("before", ROW).field("after", ROW).field("op", Schema.STRING_SCHEMA)
        .field("source", SchemaBuilder.struct().field("table", Schema.STRING_SCHEMA).build())
        .build();

    static Instant plus(long amount, ChronoUnit unit) {
        return Instant.EPOCH.plus(amount, unit);
    }

    static void convert(String zone, String text) {
        Instant at = Instant.parse(text);
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        long day = 86_400_000_000L;
        Struct row = new Struct(ROW).put("millis", at.toEpochMilli()).put("micros", micros)
            .put("zoned", text).put("iso", text).put("date", (int) (micros / day))
            .put("time", text.substring(11)).put("of_day", micros % day);
        Struct source = new Struct(ENVELOPE.field("source").schema()).put("table", "orders");
        Struct event = new Struct(ENVELOPE).put("after", row).put("op", "c").put("source", source);
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), "shop.orders", ENVELOPE, event);
        try (TimezoneConverter<SourceRecord> converter = new TimezoneConverter<>()) {
            converter.configure(Map.of("converted.timezone", zone));
            Struct made = ((Struct) converter.apply(record).value()).getStruct("after");
            System.out.println(text + " to " + zone + ": millis " + plus(made.getInt64("millis"), ChronoUnit.MILLIS)
                + ", micros " + plus(made.getInt64("micros"), ChronoUnit.MICROS)
                + ", zoned " + made.get("zoned") + ", iso " + made.get("iso")
                + ", date " + plus(made.getInt32("date"), ChronoUnit.DAYS)
                + ", time " + made.get("time") + ", of_day " + plus(made.getInt64("of_day"), ChronoUnit.MICROS));
        }
    }

    public static void main(String[] arguments) {
        convert("UTC", "2024-07-01T12:00:05.678901Z");
        convert("Europe/Berlin", "2024-07-01T12:00:05.678901Z");
        convert("America/New_York", "2024-07-01T12:00:05.678901Z");
        convert("Europe/Berlin", "2024-07-01T23:00:00Z");
        convert("Europe/Berlin", "2024-03-31T02:30:00Z");
        convert("Europe/Berlin", "2024-03-31T03:30:00Z");
    }
}
JAVA
javac -cp 'libraries/*' Convert.java
diff <(java -cp 'libraries/*:.' Convert 2> java.log || tail -5 java.log) - <<'SEEN'
2024-07-01T12:00:05.678901Z to UTC: millis 2024-07-01T12:00:05.678Z, micros 2024-07-01T12:00:05.678901Z, zoned 2024-07-01T12:00:05.678901Z, iso 2024-07-01T12:00:05.678901Z, date 2024-07-01T00:00:00Z, time 12:00:05.678901Z, of_day 1970-01-01T12:00:05.678901Z
2024-07-01T12:00:05.678901Z to Europe/Berlin: millis 2024-07-01T10:00:05.678Z, micros 2024-07-01T10:00:05.678901Z, zoned 2024-07-01T14:00:05.678901+02:00, iso 2024-07-01T12:00:05.678901Z, date 2024-07-01T00:00:00Z, time 13:00:05.678901+01:00, of_day 1970-01-01T12:00:05.678901Z
2024-07-01T12:00:05.678901Z to America/New_York: millis 2024-07-01T16:00:05.678Z, micros 2024-07-01T16:00:05.678901Z, zoned 2024-07-01T08:00:05.678901-04:00, iso 2024-07-01T12:00:05.678901Z, date 2024-07-01T00:00:00Z, time 07:00:05.678901-05:00, of_day 1970-01-01T12:00:05.678901Z
2024-07-01T23:00:00Z to Europe/Berlin: millis 2024-07-01T21:00:00Z, micros 2024-07-01T21:00:00Z, zoned 2024-07-02T01:00:00+02:00, iso 2024-07-01T23:00:00Z, date 2024-07-01T00:00:00Z, time 00:00:00+01:00, of_day 1970-01-01T23:00:00Z
2024-03-31T02:30:00Z to Europe/Berlin: millis 2024-03-31T01:30:00Z, micros 2024-03-31T01:30:00Z, zoned 2024-03-31T03:30:00+01:00, iso 2024-03-31T02:30:00Z, date 2024-03-31T00:00:00Z, time 03:30:00+01:00, of_day 1970-01-01T02:30:00Z
2024-03-31T03:30:00Z to Europe/Berlin: millis 2024-03-31T01:30:00Z, micros 2024-03-31T01:30:00Z, zoned 2024-03-31T05:30:00+02:00, iso 2024-03-31T03:30:00Z, date 2024-03-31T00:00:00Z, time 04:30:00+01:00, of_day 1970-01-01T03:30:00Z
SEEN
echo "still so: Debezium's TimezoneConverter moves numbers the other way"
