#!/usr/bin/env bash
# Guess: Beam SQL, which Calcite plans as it plans Feldera's, differs from it in speed. NULL joins with nothing, amounts of 20 and 20.00
#   are one group and one key as they are one under WHERE amount = 20, and a variance is not negative.
# What happens: an inner join pairs rows whose key is NULL on both sides. GROUP BY, DISTINCT and joins take 20 and 20.00 for two,
#   where WHERE finds both. SUM of INTEGERs goes round below zero, VAR_SAMP of them is -1311879680, and AVG is cut to a whole number
#   (5 of 10 and 1). CAST of 1e17 to INTEGER is 2147483647. ORDER BY ... LIMIT gives a column that was not selected. No error.
# Seen with: Maven org.apache.beam:beam-sdks-java-extensions-sql 2.60.0 and its direct runner on Java 17.
# Why it matters: the text of a view runs in both, so that one is checked by the other. Rows without a key grow by their square in
#   Beam alone, and amounts that came as 20 and as 20.00 are split where Feldera's DECIMAL has one scale for all.
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
    <dependency><groupId>org.apache.beam</groupId><artifactId>beam-sdks-java-extensions-sql</artifactId><version>2.60.0</version></dependency>
    <dependency><groupId>org.apache.beam</groupId><artifactId>beam-runners-direct-java</artifactId><version>2.60.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log
cat > Queries.java <<'JAVA'
import java.math.BigDecimal;
import java.util.*;
import java.util.concurrent.*;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.sql.SqlTransform;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.*;
import org.apache.beam.sdk.values.*;

public class Queries {
    static final Map<String, Queue<String>> TOLD = new ConcurrentHashMap<>();

    static class Tell extends DoFn<Row, Void> {
        final String query;

        Tell(String query) {
            this.query = query;
        }

        @ProcessElement
        public void tell(@Element Row row) {
            TOLD.get(query).add(row.getValues().toString());
        }
    }

    static Row order(Schema schema, int id, Integer units, String amount, double value, String name) {
        return Row.withSchema(schema).addValues(id, units, new BigDecimal(amount), value, name).build();
    }

    public static void main(String[] arguments) {
        Schema schema = Schema.builder().addInt32Field("id").addNullableField("units", Schema.FieldType.INT32)
            .addDecimalField("amount").addDoubleField("price").addNullableField("name", Schema.FieldType.STRING).build();
        Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs("--targetParallelism=1").create());
        PCollection<Row> orders = pipeline.apply(Create.of(
            order(schema, 1, 10, "20", 0.1, "Ada"), order(schema, 2, null, "20.00", 0.2, null),
            order(schema, 3, 2147483647, "19.99", 1e17, null), order(schema, 4, 1, "19.990", 1.5, "Ada"),
            order(schema, 5, 1, "0.5", 0.5, "Bob")).withRowSchema(schema));
        List<String> queries = List.of(
            "SELECT o.id, p.id FROM PCOLLECTION o JOIN PCOLLECTION p ON o.name = p.name",
            "SELECT o.id, p.id FROM PCOLLECTION o JOIN PCOLLECTION p ON o.amount = p.amount",
            "SELECT id FROM PCOLLECTION WHERE amount = 20",
            "SELECT amount, COUNT(*) FROM PCOLLECTION GROUP BY amount",
            "SELECT DISTINCT amount FROM PCOLLECTION",
            "SELECT name, SUM(units), AVG(units), MIN(units) FROM PCOLLECTION GROUP BY name",
            "SELECT SUM(units), VAR_SAMP(units) FROM PCOLLECTION",
            "SELECT id, CAST(price AS INTEGER) FROM PCOLLECTION",
            "SELECT id FROM PCOLLECTION ORDER BY units LIMIT 2");
        for (String query : queries) {
            TOLD.put(query, new ConcurrentLinkedQueue<>());
            orders.apply(query, SqlTransform.query(query)).apply("tell " + query, ParDo.of(new Tell(query)));
        }
        pipeline.run().waitUntilFinish();
        for (String query : queries) {
            List<String> rows = new ArrayList<>(TOLD.get(query));
            Collections.sort(rows);
            System.out.println(query + ":\n  " + String.join(" ", rows));
        }
        System.exit(0);
    }
}
JAVA
javac -cp 'libraries/*' Queries.java 2> javac.log || { cat javac.log; exit 1; }
diff <(java -cp 'libraries/*:.' Queries 2> java.log || tail -5 java.log) - <<'SEEN'
SELECT o.id, p.id FROM PCOLLECTION o JOIN PCOLLECTION p ON o.name = p.name:
  [1, 1] [1, 4] [2, 2] [2, 3] [3, 2] [3, 3] [4, 1] [4, 4] [5, 5]
SELECT o.id, p.id FROM PCOLLECTION o JOIN PCOLLECTION p ON o.amount = p.amount:
  [1, 1] [2, 2] [3, 3] [4, 4] [5, 5]
SELECT id FROM PCOLLECTION WHERE amount = 20:
  [1] [2]
SELECT amount, COUNT(*) FROM PCOLLECTION GROUP BY amount:
  [0.5, 1] [19.99, 1] [19.990, 1] [20, 1] [20.00, 1]
SELECT DISTINCT amount FROM PCOLLECTION:
  [0.5] [19.990] [19.99] [20.00] [20]
SELECT name, SUM(units), AVG(units), MIN(units) FROM PCOLLECTION GROUP BY name:
  [Ada, 11, 5, 1] [Bob, 1, 1, 1] [null, 2147483647, 2147483647, 2147483647]
SELECT SUM(units), VAR_SAMP(units) FROM PCOLLECTION:
  [-2147483637, -1311879680]
SELECT id, CAST(price AS INTEGER) FROM PCOLLECTION:
  [1, 0] [2, 0] [3, 2147483647] [4, 1] [5, 0]
SELECT id FROM PCOLLECTION ORDER BY units LIMIT 2:
  [2, null] [4, 1]
SEEN
echo "still so: Beam SQL joins NULL with NULL, and has a negative variance"
