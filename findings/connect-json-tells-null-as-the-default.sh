#!/usr/bin/env bash
# Guess: a NULL in a row that Debezium read is null in the JSON that Kafka Connect writes of it; in an update's `before` and
#   `after` it tells what was there.
# What happens: where the column has a DEFAULT, the converter writes that for the NULL, in `before` and `after`, and the Struct
#   itself gives it out so; getWithoutDefault alone has the null. An update from NULL to the default's value has two
#   equal sides. With replace.null.with.default=false it is null. A DOUBLE that is NaN is a text, "NaN", a DECIMAL
#   base64 ("B88=" for 19.99), and 12000 with a scale of -3 is 1.2E+4 where decimals are to be numbers.
# Seen with: Maven org.apache.kafka:connect-json 4.4.0 and io.debezium:debezium-core 3.6.1.Final on Java 17, an envelope that
#   Debezium's own Envelope makes, schemas.enable=false.
# Why it matters: "not known" becomes a plausible number in every consumer, and IS NULL finds nothing there. It looks like
#   a fault of whatever reads the topic, since the database has the NULL.
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
    <dependency><groupId>org.apache.kafka</groupId><artifactId>connect-json</artifactId><version>4.4.0</version></dependency>
    <dependency><groupId>io.debezium</groupId><artifactId>debezium-core</artifactId><version>3.6.1.Final</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log
cat > Write.java <<'JAVA'
import io.debezium.data.Envelope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.*;
import org.apache.kafka.connect.data.*;
import org.apache.kafka.connect.json.JsonConverter;

public class Write {
    static String json(Schema schema, Object value, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("schemas.enable", "false");
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(settings, false);
            return new String(converter.fromConnectData("orders", schema, value));
        }
    }

    public static void main(String[] arguments) {
        Schema quantity = SchemaBuilder.int32().optional().defaultValue(5).build();
        Schema row = SchemaBuilder.struct().name("Value").optional().field("quantity", quantity).build();
        Schema source = SchemaBuilder.struct().name("Source").field("db", Schema.STRING_SCHEMA).build();
        Envelope envelope = Envelope.defineSchema().withName("Envelope").withRecord(row).withSource(source).build();
        Struct unknown = new Struct(row).put("quantity", null);
        Struct five = new Struct(row).put("quantity", 5);
        Struct from = new Struct(source).put("db", "shop");
        Struct update = envelope.update(unknown, five, from, Instant.EPOCH);
        for (String replace : List.of("true", "false")) {
            String told = json(envelope.schema(), update, Map.of("replace.null.with.default", replace));
            System.out.println(replace + ": " + told.replaceAll(",\"source.*", ""));
        }
        System.out.println("without a setting: " + json(row, unknown, Map.of()));
        System.out.println("get " + unknown.get("quantity") + ", really " + unknown.getWithoutDefault("quantity"));

        System.out.println("NaN: " + json(Schema.FLOAT64_SCHEMA, Double.NaN, Map.of()));
        System.out.println("19.99: " + json(Decimal.schema(2), new BigDecimal("19.99"), Map.of()));
        Map<String, String> numeric = Map.of("decimal.format", "NUMERIC");
        System.out.println("12000: " + json(Decimal.schema(-3), new BigDecimal("12E3"), numeric));
    }
}
JAVA
diff <(java -cp 'libraries/*' Write.java 2> java.log) - <<'SEEN'
true: {"before":{"quantity":5},"after":{"quantity":5}
false: {"before":{"quantity":null},"after":{"quantity":5}
without a setting: {"quantity":5}
get 5, really null
NaN: "NaN"
19.99: "B88="
12000: 1.2E+4
SEEN
echo "still so: Kafka Connect's JSON tells a NULL as the column's default"
