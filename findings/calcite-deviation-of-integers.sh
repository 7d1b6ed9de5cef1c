#!/usr/bin/env bash
# Guess: STDDEV and the variances of an INTEGER column are what PostgreSQL and a pocket calculator say, or these rounded
#   once, at the end, to the column's type, as AVG is.
# What happens: each is worked out in whole numbers all the way: the squares' sum less the sum's square divided by the
#   count, which is cut off. The sample's deviation of 1 and 2 (0.71) is 1, that of 10, 10 and 11 (0.58) is 0. A CAST of
#   the argument to DOUBLE gives the right figures; one of the result does not.
# Seen with: Maven org.apache.calcite:calcite-core 1.42.0, the version that Feldera 0.337 plans its SQL with, asked through
#   Calcite's own JDBC driver on Java 17. What Feldera's compiler makes of STDDEV divides whole numbers in the same places.
# Why it matters: a view of deviations of counts, cents or milliseconds has plausible figures that are not the deviation,
#   and limits such as "mean plus three deviations" let through what they should catch.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency><groupId>org.apache.calcite</groupId><artifactId>calcite-core</artifactId><version>1.42.0</version></dependency></dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > mvn.log || { cat mvn.log; exit 1; }
cat > Probe.java <<'JAVA'
import java.sql.*;

public class Probe {
  public static void main(String[] args) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:calcite:"); var statement = connection.createStatement()) {
      for (var rows : new String[] {"(1), (2)", "(1), (2), (3), (5)", "(10), (10), (11)"}) {
        for (var x : new String[] {"x", "CAST(x AS DOUBLE)"}) {
          var of = "SELECT AVG(%1$s), STDDEV_SAMP(%1$s), STDDEV_POP(%1$s), VAR_SAMP(%1$s) FROM (VALUES %2$s) AS t(x)";
          var answer = statement.executeQuery(String.format(of, x, rows));
          answer.next();
          System.out.printf("%s of %s:", x, rows);
          for (int i = 1; i <= 4; i++) System.out.printf(" %.4s", answer.getString(i));
          System.out.println();
        }
      }
    }
  }
}
JAVA
javac -cp 'lib/*' Probe.java
diff <(java -cp 'lib/*:.' Probe 2> /dev/null) - <<'SEEN'
x of (1), (2): 1 1 0 1
CAST(x AS DOUBLE) of (1), (2): 1.5 0.70 0.5 0.5
x of (1), (2), (3), (5): 2 1 1 3
CAST(x AS DOUBLE) of (1), (2), (3), (5): 2.75 1.70 1.47 2.91
x of (10), (10), (11): 10 0 0 0
CAST(x AS DOUBLE) of (10), (10), (11): 10.3 0.57 0.47 0.33
SEEN
echo "still so: Calcite works the deviation of whole numbers out in whole numbers"
