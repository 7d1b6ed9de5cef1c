#!/usr/bin/env bash
# Guess: libraries that read and write JSON for Java faster than others differ in speed: a double that is written is read back as the
#   same, and a whole number that does not fit a long is refused, or another type where none was asked for.
# What happens: jsoniter writes doubles with six places unless told otherwise: 1e-7 is 0, 179.99999999999997 is 180. Without a type it
#   reads ids as doubles that are made a Long then: 9007199254740993 is …992, and 18446744073709551615 is 9223372036854775807. Its
#   lazy Any gives 1E19 as the greatest long. DSL-JSON reads 1E19 and 1E20 into a long by their last 64 bits, 1E400 as 0, and refuses the
#   same numbers written out. Both write an infinite double as the text "Infinity".
# Seen with: Maven com.jsoniter:jsoniter 0.9.23 and com.dslplatform:dsl-json 2.0.2 on Java 17, their defaults.
# Why it matters: rates and shares of a pipeline that are small are 0 behind one that passes them on, and two rows have one id. What
#   rounds and what turns round gives plausible numbers, so that no error counter moves.
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
    <dependency><groupId>com.jsoniter</groupId><artifactId>jsoniter</artifactId><version>0.9.23</version></dependency>
    <dependency><groupId>com.dslplatform</groupId><artifactId>dsl-json</artifactId><version>2.0.2</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log
cat > Numbers.java <<'JAVA'
import com.dslplatform.json.DslJson;
import com.jsoniter.JsonIterator;
import com.jsoniter.output.JsonStream;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.Callable;

public class Numbers {
    static final DslJson<Object> DSL = new DslJson<>();

    static Object told(Callable<Object> read) {
        try {
            return read.call();
        } catch (Exception error) {
            return "refused";
        }
    }

    static String written(double value) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DSL.serialize(value, out);
        return out.toString();
    }

    public static void main(String[] arguments) throws Exception {
        for (double value : new double[] {19.99, 1e-7, 179.99999999999997, 123456.789012345, Double.POSITIVE_INFINITY}) {
            System.out.println("written " + value + ": jsoniter " + JsonStream.serialize(value) + ", DSL-JSON " + written(value));
        }
        for (String text : new String[] {"7", "9007199254740993", "18446744073709551615", "1E19", "10000000000000000000", "1E20", "1E400"}) {
            byte[] bytes = text.getBytes();
            System.out.println("read " + text
                + ": jsoniter without a type " + told(() -> JsonIterator.deserialize(text, Object.class))
                + ", as Any " + told(() -> JsonIterator.deserialize(text).toLong())
                + ", as a long " + told(() -> JsonIterator.deserialize(text, Long.class))
                + "; DSL-JSON as a long " + told(() -> DSL.deserialize(Long.class, bytes, bytes.length)));
        }
    }
}
JAVA
javac -cp 'libraries/*' Numbers.java
diff <(java -cp 'libraries/*:.' Numbers 2>&1) - <<'SEEN'
written 19.99: jsoniter 19.99, DSL-JSON 19.99
written 1.0E-7: jsoniter 0, DSL-JSON 1.0E-7
written 179.99999999999997: jsoniter 180, DSL-JSON 179.99999999999997
written 123456.789012345: jsoniter 123456.789012, DSL-JSON 123456.789012345
written Infinity: jsoniter "Infinity", DSL-JSON "Infinity"
read 7: jsoniter without a type 7, as Any 7, as a long 7; DSL-JSON as a long 7
read 9007199254740993: jsoniter without a type 9007199254740992, as Any 9007199254740993, as a long 9007199254740993; DSL-JSON as a long 9007199254740993
read 18446744073709551615: jsoniter without a type 9223372036854775807, as Any refused, as a long refused; DSL-JSON as a long refused
read 1E19: jsoniter without a type 1.0E19, as Any 9223372036854775807, as a long refused; DSL-JSON as a long -8446744073709551616
read 10000000000000000000: jsoniter without a type 9223372036854775807, as Any refused, as a long refused; DSL-JSON as a long refused
read 1E20: jsoniter without a type 1.0E20, as Any 9223372036854775807, as a long refused; DSL-JSON as a long 7766279631452241920
read 1E400: jsoniter without a type Infinity, as Any 9223372036854775807, as a long refused; DSL-JSON as a long 0
SEEN
echo "still so: jsoniter writes a ten millionth as 0"
