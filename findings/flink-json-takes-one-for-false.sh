#!/usr/bin/env bash
# Guess: Flink's formats for change data read 1 of a BOOLEAN column as true, as MySQL means it, or refuse it; what a column
#   cannot hold is refused, as 3000000000 of an INT is.
# What happens: whatever is not the word true is false: 1, "1", "t", "yes". Of other types a part is taken without an error:
#   12345.6 of a DECIMAL(4, 2) is NULL, 1.9 of an INT is 1, 1e400 of a DOUBLE is infinity, February 30 is February 29. A number
#   for a STRING is written anew, 1.10 as 1.1, by canal-json and debezium-json, and is left as it is by json.
# Seen with: Maven org.apache.flink:flink-json and flink-table-runtime 2.3.0 on Java 17, the schemas' own deserialize.
# Why it matters: MySQL keeps true as a TINYINT of 1, and that is what its change data mostly have. A table whose flags are
#   declared BOOLEAN has every one of them off, in a job without an error.
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
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-json</artifactId><version>2.3.0</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-table-runtime</artifactId><version>2.3.0</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-streaming-java</artifactId><version>2.3.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log
cat > Read.java <<'JAVA'
import static org.apache.flink.formats.common.TimestampFormat.SQL;

import java.util.*;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.formats.json.JsonParserRowDataDeserializationSchema;
import org.apache.flink.formats.json.canal.CanalJsonDeserializationSchema;
import org.apache.flink.formats.json.debezium.DebeziumJsonDeserializationSchema;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

public class Read {
    static String read(DeserializationSchema<RowData> schema, DataType type, String message) {
        List<RowData> rows = new ArrayList<>();
        try {
            schema.open(null);
            schema.deserialize(message.getBytes(), new ListCollector<>(rows));
        } catch (Exception error) {
            return "refused";
        }
        return String.valueOf(RowData.createFieldGetter(type.getLogicalType(), 0).getFieldOrNull(rows.get(0)));
    }

    static void show(DataType type, String... values) throws Exception {
        DataType row = DataTypes.ROW(DataTypes.FIELD("a", type));
        RowType plain = (RowType) row.getLogicalType();
        var made = InternalTypeInfo.<RowData>of(plain);
        for (String value : values) {
            String json = "{\"a\":" + value + "}";
            String canal = "{\"type\":\"INSERT\",\"data\":[" + json + "]}";
            String debezium = "{\"op\":\"c\",\"before\":null,\"after\":" + json + "}";
            System.out.println(type + " " + value + ": canal "
                    + read(CanalJsonDeserializationSchema.builder(row, List.of(), made).setTimestampFormat(SQL).build(), type, canal)
                    + ", debezium "
                    + read(new DebeziumJsonDeserializationSchema(row, List.of(), made, false, false, SQL), type, debezium)
                    + ", json "
                    + read(new JsonParserRowDataDeserializationSchema(plain, made, false, false, SQL, null), type, json));
        }
    }

    public static void main(String[] arguments) throws Exception {
        show(DataTypes.BOOLEAN(), "true", "1", "\"1\"", "\"t\"", "\"yes\"");
        show(DataTypes.INT(), "3000000000", "1.9");
        show(DataTypes.DECIMAL(4, 2), "12.34", "12345.6");
        show(DataTypes.DOUBLE(), "1e400");
        show(DataTypes.TIMESTAMP(3), "\"2024-02-30 00:00:00\"", "\"2024-02-32 00:00:00\"");
        show(DataTypes.STRING(), "1.10");
    }
}
JAVA
diff <(java -cp 'libraries/*' Read.java 2> java.log) - <<'SEEN'
BOOLEAN true: canal true, debezium true, json true
BOOLEAN 1: canal false, debezium false, json false
BOOLEAN "1": canal false, debezium false, json false
BOOLEAN "t": canal false, debezium false, json false
BOOLEAN "yes": canal false, debezium false, json false
INT 3000000000: canal refused, debezium refused, json refused
INT 1.9: canal 1, debezium 1, json 1
DECIMAL(4, 2) 12.34: canal 12.34, debezium 12.34, json 12.34
DECIMAL(4, 2) 12345.6: canal null, debezium null, json null
DOUBLE 1e400: canal Infinity, debezium Infinity, json Infinity
TIMESTAMP(3) "2024-02-30 00:00:00": canal 2024-02-29T00:00, debezium 2024-02-29T00:00, json 2024-02-29T00:00
TIMESTAMP(3) "2024-02-32 00:00:00": canal refused, debezium refused, json refused
STRING 1.10: canal 1.1, debezium 1.1, json 1.10
SEEN
echo "still so: Flink's JSON formats take 1 for false"
