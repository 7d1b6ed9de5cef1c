#!/usr/bin/env bash
# Guess: a header of a Kafka message that passes through Kafka Connect, say a trace's id or a version, arrives as the bytes
#   that it was: headers are bytes, and Connect's own setting for values does not concern them.
# What happens: the header converter that Connect has unless told otherwise makes of each text what it looks like, and writes
#   that: 007 is 7, 1.10 is 1.1, +5 is 5, [1, 2] loses its blank, and `null` is a header without a value. A hexadecimal id is
#   changed when it happens to have no letter, or no other than one e: 0000000000012e34 is 1.2E35. TRUE, NaN and 0x10 stay.
# Seen with: Maven org.apache.kafka:connect-api 4.4.0 on Java 17, SimpleHeaderConverter, there and back.
# Why it matters: of random ids of 16 hexadecimal digits one in some 1,800 arrives as another text. A join by such a header, or
#   a search for a trace, finds all rows but those, and no error tells of it; with ByteArrayConverter all stay as they are.
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
    <dependency><groupId>org.apache.kafka</groupId><artifactId>connect-api</artifactId><version>4.4.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log
cat > Pass.java <<'JAVA'
import java.util.*;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

public class Pass {
    static final SimpleHeaderConverter CONVERTER = new SimpleHeaderConverter();

    static String passed(String text) {
        SchemaAndValue read = CONVERTER.toConnectHeader("orders", "id", text.getBytes());
        return read == null ? "(null)" : new String(CONVERTER.fromConnectHeader("orders", "id", read.schema(), read.value()));
    }

    public static void main(String[] arguments) {
        CONVERTER.configure(Map.of());
        List<String> texts = List.of("007", "1.10", "1.0", "+5", "1e5", "[1, 2]", "null", "TRUE", "NaN", "0x10", "4bf92f3577b34da6",
            "0000000000012e34", "0123456789012345");
        for (String text : texts) {
            System.out.println(text + " -> " + passed(text));
        }
        Random random = new Random(1);
        int changed = 0;
        int ids = 1_000_000;
        for (int i = 0; i < ids; i++) {
            String id = String.format("%016x", random.nextLong());
            if (!id.equals(passed(id))) {
                changed++;
            }
        }
        System.out.println("one id in " + Math.round(ids / (double) changed / 100) * 100 + " or so is changed");
    }
}
JAVA
diff <(java -cp 'libraries/*' Pass.java 2> java.log) - <<'SEEN'
007 -> 7
1.10 -> 1.1
1.0 -> 1
+5 -> 5
1e5 -> 100000
[1, 2] -> [1,2]
null -> (null)
TRUE -> TRUE
NaN -> NaN
0x10 -> 0x10
4bf92f3577b34da6 -> 4bf92f3577b34da6
0000000000012e34 -> 1.2E35
0123456789012345 -> 123456789012345
one id in 1800 or so is changed
SEEN
echo "still so: Kafka Connect's headers are rewritten as the numbers that they look like"
