#!/usr/bin/env bash
# Guess: EPL, the streaming SQL of Esper, keeps to SQL where it looks like SQL: an average lies between the least and the
#   greatest value, a decimal of 19.99 is found by = 19.99, NULL joins with nothing, BETWEEN 5 AND 1 is empty, and a sum over the
#   last two rows is made of these two.
# What happens: sum of an int is an int that goes round, and avg divides that: of 2147483647 and 1 it is -1073741824. A BigDecimal of
#   19.99 is not found by = 19.99 or IN, <> and > 19.98 do find it; = 20 finds 20 and not 20.00, and GROUP BY, #unique and joins
#   take 19.99 and 19.990 for two. An inner join leaves NULL out, a left outer join pairs NULL with NULL. BETWEEN 5 AND 1 is BETWEEN
#   1 AND 5. The sum over 1.5 and 2.5 is 0 when 1e17 went out before, and NaN for ever once an infinity did. A row whose decimal 3
#   does not divide is not there under / 3, and the call that sent it returns as if it were.
# Seen with: Maven com.espertech:esper-runtime and esper-compiler 9.0.0 on Java 17.
# Why it matters: rules over amounts never fire for the amount that they name, and a program that is
#   translated to Feldera as it stands has other rows: there a DECIMAL of 19.99 is 19.99 at any scale.
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
    <dependency><groupId>com.espertech</groupId><artifactId>esper-runtime</artifactId><version>9.0.0</version></dependency>
    <dependency><groupId>com.espertech</groupId><artifactId>esper-compiler</artifactId><version>9.0.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log
cat > Statements.java <<'JAVA'
import com.espertech.esper.common.client.*;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.compiler.client.*;
import com.espertech.esper.runtime.client.*;
import java.math.BigDecimal;
import java.util.*;

public class Statements {
    static final Object[][] ORDERS = {
        {1, 2147483647, "19.99", "Ada", 1e17}, {2, 1, "19.990", null, 1.5}, {3, 4, "20", null, 2.5},
        {4, 5, "20.00", "Bob", Double.POSITIVE_INFINITY}, {5, 1, "0.5", "Bob", 1.0}, {6, 1, "9", "Bob", 2.0},
    };

    static String told(EventBean event) {
        StringJoiner values = new StringJoiner(" ", "(", ")");
        for (String name : event.getEventType().getPropertyNames()) {
            values.add(String.valueOf(event.get(name)));
        }
        return values.toString();
    }

    static void run(String statement) throws Exception {
        Configuration configuration = new Configuration();
        configuration.getCommon().addEventType("Orders", Map.of(
            "id", int.class, "units", int.class, "price", BigDecimal.class, "name", String.class, "value", Double.class));
        configuration.getRuntime().getThreading().setInternalTimerEnabled(false);
        EPCompiled compiled = EPCompilerProvider.getCompiler().compile(statement, new CompilerArguments(configuration));
        EPRuntime runtime = EPRuntimeProvider.getRuntime(statement, configuration);
        StringBuilder rows = new StringBuilder();
        runtime.getDeploymentService().deploy(compiled).getStatements()[0].addListener((added, removed, from, in) -> {
            List<String> batch = new ArrayList<>();
            for (EventBean event : added == null ? new EventBean[0] : added) {
                batch.add(told(event));
            }
            Collections.sort(batch);
            rows.append(" ").append(String.join(" ", batch));
        });
        for (Object[] order : ORDERS) {
            Map<String, Object> event = new HashMap<>();
            event.put("id", order[0]);
            event.put("units", order[1]);
            event.put("price", new BigDecimal((String) order[2]));
            event.put("name", order[3]);
            event.put("value", order[4]);
            runtime.getEventService().sendEventMap(event, "Orders");
        }
        runtime.destroy();
        System.out.println(statement + ":" + rows);
    }

    public static void main(String[] arguments) throws Exception {
        for (String statement : new String[] {
            "select sum(units) as s, avg(units) as m, min(units) as least from Orders",
            "select id from Orders where price = 19.99",
            "select id from Orders where price in (19.99, 20)",
            "select id from Orders where price != 19.99",
            "select id from Orders where price > 19.98",
            "select id from Orders where price = 20",
            "select price, count(*) as n from Orders group by price",
            "select irstream id from Orders#unique(price)",
            "select a.id as a, b.id as b from Orders#keepall as a, Orders#keepall as b where a.price = b.price and a.id < b.id",
            "select a.id as a, b.id as b from Orders#length(3) as a, Orders#length(3) as b where a.name = b.name",
            "select a.id as a, b.id as b from Orders#length(3) as a left outer join Orders#length(3) as b on a.name = b.name",
            "select id from Orders where units between 5 and 1",
            "select id, sum(value) as s from Orders#length(2)",
            "select id, price / 3 as third from Orders",
        }) {
            run(statement);
        }
    }
}
JAVA
javac -cp 'libraries/*' Statements.java
diff <(java -cp 'libraries/*:.' Statements 2> java.log || tail -5 java.log) - <<'SEEN'
select sum(units) as s, avg(units) as m, min(units) as least from Orders: (2147483647 2.147483647E9 2147483647) (-2147483648 -1.073741824E9 1) (-2147483644 -7.158278813333334E8 1) (-2147483639 -5.3687090975E8 1) (-2147483638 -4.294967276E8 1) (-2147483637 -3.579139395E8 1)
select id from Orders where price = 19.99:
select id from Orders where price in (19.99, 20): (3)
select id from Orders where price != 19.99: (1) (2) (3) (4) (5) (6)
select id from Orders where price > 19.98: (1) (2) (3) (4)
select id from Orders where price = 20: (3)
select price, count(*) as n from Orders group by price: (19.99 1) (19.990 1) (20 1) (20.00 1) (0.5 1) (9 1)
select irstream id from Orders#unique(price): (1) (2) (3) (4) (5) (6)
select a.id as a, b.id as b from Orders#keepall as a, Orders#keepall as b where a.price = b.price and a.id < b.id:
select a.id as a, b.id as b from Orders#length(3) as a, Orders#length(3) as b where a.name = b.name: (1 1) (4 4) (4 5) (5 4) (5 5) (4 6) (5 6) (6 4) (6 5) (6 6)
select a.id as a, b.id as b from Orders#length(3) as a left outer join Orders#length(3) as b on a.name = b.name: (1 1) (2 2) (2 3) (3 2) (3 3) (4 4) (4 5) (5 4) (5 5) (4 6) (5 6) (6 4) (6 5) (6 6)
select id from Orders where units between 5 and 1: (2) (3) (4) (5) (6)
select id, sum(value) as s from Orders#length(2): (1 1.0E17) (2 1.0E17) (3 0.0) (4 Infinity) (5 Infinity) (6 NaN)
select id, price / 3 as third from Orders: (6 3)
SEEN
echo "still so: Esper averages positive numbers below zero"
