#!/usr/bin/env bash
# Guess: Kafka Connect's own transforms give a value in another type, or fail the record, which Connect can put aside: a time
#   with microseconds keeps or loses them, and a number that does not fit the type is refused.
# What happens: TimestampConverter takes all digits after the point for milliseconds: 03:04:05.678901 is 03:15:23.901, and .5 is
#   5 ms. February 30 is March 1, an offset for which the format has no letter is read over, and 678 ms written with six
#   digits are .000678. Cast lets a number go round: 3000000000 as an int32 is -1294967296, 300 as an int8 is 44; NaN is 0. The
#   text "1.9" it refuses, where the number is 1. Of booleans 2 is true, 0.5 and "1" are false.
# Seen with: Maven org.apache.kafka:connect-transforms 4.4.0 on Java 17, values without a schema.
# Why it matters: databases and Feldera write times with microseconds. Each row is up to 16 minutes later than it was, by a
#   span of its own, so that rows change places and fall into other windows; no record fails.
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
    <dependency><groupId>org.apache.kafka</groupId><artifactId>connect-transforms</artifactId><version>4.4.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log
cat > Transform.java <<'JAVA'
import java.util.*;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.*;

public class Transform {
    static Object through(Transformation<SourceRecord> transform, Map<String, String> settings, Object value) {
        try (transform) {
            transform.configure(settings);
            SourceRecord record = new SourceRecord(null, null, "orders", null, Map.of("c", value));
            Object made = ((Map<?, ?>) transform.apply(record).value()).get("c");
            return made instanceof Date date ? date.toInstant() : made;
        } catch (Exception error) {
            return error.getClass().getSimpleName();
        }
    }

    static void time(String target, String format, Object value) {
        Map<String, String> settings = Map.of("field", "c", "target.type", target, "format", format);
        Object told = value instanceof Date date ? date.toInstant() : value;
        System.out.println(format + " of " + told + ": " + through(new TimestampConverter.Value<>(), settings, value));
    }

    static void cast(String type, Object value) {
        String told = value instanceof String ? "\"" + value + "\"" : value.toString();
        System.out.println(type + " of " + told + ": " + through(new Cast.Value<>(), Map.of("spec", "c:" + type), value));
    }

    public static void main(String[] arguments) {
        String format = "yyyy-MM-dd HH:mm:ss.SSS";
        time("Timestamp", format, "2024-01-02 03:04:05.678");
        time("Timestamp", format, "2024-01-02 03:04:05.678901");
        time("Timestamp", format + "SSS", "2024-01-02 03:04:05.678901");
        time("Timestamp", format, "2024-01-02 03:04:05.5");
        time("Timestamp", "yyyy-MM-dd", "2024-02-30");
        time("Timestamp", "yyyy-MM-dd'T'HH:mm:ss", "2024-01-02T03:04:05+02:00");
        time("string", format + "SSS", new Date(1704164645678L));

        cast("int32", 3000000000L);
        cast("int8", 300);
        cast("int32", Double.NaN);
        cast("int32", 1.9);
        cast("int32", "1.9");
        cast("boolean", 2);
        cast("boolean", 0.5);
        cast("boolean", "1");
    }
}
JAVA
diff <(java -cp 'libraries/*' Transform.java 2> java.log) - <<'SEEN'
yyyy-MM-dd HH:mm:ss.SSS of 2024-01-02 03:04:05.678: 2024-01-02T03:04:05.678Z
yyyy-MM-dd HH:mm:ss.SSS of 2024-01-02 03:04:05.678901: 2024-01-02T03:15:23.901Z
yyyy-MM-dd HH:mm:ss.SSSSSS of 2024-01-02 03:04:05.678901: 2024-01-02T03:15:23.901Z
yyyy-MM-dd HH:mm:ss.SSS of 2024-01-02 03:04:05.5: 2024-01-02T03:04:05.005Z
yyyy-MM-dd of 2024-02-30: 2024-03-01T00:00:00Z
yyyy-MM-dd'T'HH:mm:ss of 2024-01-02T03:04:05+02:00: 2024-01-02T03:04:05Z
yyyy-MM-dd HH:mm:ss.SSSSSS of 2024-01-02T03:04:05.678Z: 2024-01-02 03:04:05.000678
int32 of 3000000000: -1294967296
int8 of 300: 44
int32 of NaN: 0
int32 of 1.9: 1
int32 of "1.9": DataException
boolean of 2: true
boolean of 0.5: false
boolean of "1": false
SEEN
echo "still so: Kafka Connect's transforms move times with microseconds, and let numbers go round"
