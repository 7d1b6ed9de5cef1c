#!/usr/bin/env bash
# Guess: a producer puts messages of one key into one partition. Clients that hash keys by Kafka's murmur2 put them where Java's
#   producer does; librdkafka, which has its own default, is the known exception.
# What happens: @platformatic/kafka hashes by murmur2 and keeps the bit of the sign, which Java drops: with 12 partitions half of the
#   keys are elsewhere, with 8 or another power of two all are the same. kafka-go does not look at the key: it deals messages
#   out in turn, so that those of a key are in several partitions. Of sarama, which hashes by FNV, and librdkafka, by CRC32, a key
#   is where Java has it by chance alone. kafkajs, kafka-python and franz-go agree with Java on each.
# Seen with: npm @platformatic/kafka 1.35.0 (2.12.1 hashes alike) and kafkajs 2.2.4 on Node 20, PyPI kafka-python 3.0.12 and
#   confluent-kafka 2.16.1 (librdkafka 2.16.1, which Feldera writes with too), Go github.com/IBM/sarama v1.61.1,
#   github.com/segmentio/kafka-go v0.4.51 and github.com/twmb/franz-go v1.22.3 (Go 1.26), Maven org.apache.kafka:kafka-clients
#   4.4.0 on Java 17, each with its defaults, on the broker of franz-go's own tests, kfake.
# Why it matters: with kafka-go an update of a row may be read before the one that it follows, and the table keeps the older. A join
#   of two topics partition by partition loses the rows of half of the keys with 12 partitions, and none in a test with 1, 4 or 8.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @platformatic/kafka@1.35.0 kafkajs@2.2.4
python3 -m venv venv
venv/bin/pip install --quiet --no-compile kafka-python==3.0.12 confluent-kafka==2.16.1
cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-clients</artifactId><version>4.4.0</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log

cat > Send.java <<'JAVA'
import java.util.Map;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.StringSerializer;

public class Send {
    public static void main(String[] arguments) {
        var text = new StringSerializer();
        try (var producer = new KafkaProducer<String, String>(Map.of("bootstrap.servers", arguments[0]), text, text)) {
            for (int i = 0; i < 242; i++) {
                producer.send(new ProducerRecord<>(arguments[1] + "-java", "p" + i % 121, "row"));
            }
        }
    }
}
JAVA
cat > send.py <<'PY'
import sys

import confluent_kafka, kafka

broker, partitions = sys.argv[1:]
librdkafka = confluent_kafka.Producer({"bootstrap.servers": broker, "log_level": 0})
python = kafka.KafkaProducer(bootstrap_servers=broker)
for i in range(242):
    key = f"p{i % 121}".encode()
    librdkafka.produce(f"{partitions}-librdkafka", key=key, value=b"row")
    python.send(f"{partitions}-kafka-python", key=key, value=b"row")
librdkafka.flush()
python.close()
PY
cat > send.mjs <<'JS'
import { Producer, stringSerializers } from "@platformatic/kafka";
import { Kafka, Partitioners, logLevel } from "kafkajs";

const [broker, partitions] = process.argv.slice(2);
const rows = Array.from({ length: 242 }, (_, i) => ({ key: `p${i % 121}`, value: "row" }));
const platformatic = new Producer({ clientId: "finding", bootstrapBrokers: [broker], serializers: stringSerializers });
await platformatic.send({ messages: rows.map((row) => ({ topic: `${partitions}-platformatic`, ...row })) });
await platformatic.close();
const createPartitioner = Partitioners.DefaultPartitioner;
const kafkajs = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).producer({ createPartitioner });
await kafkajs.connect();
await kafkajs.send({ topic: `${partitions}-kafkajs`, messages: rows });
await kafkajs.disconnect();
JS
cat > go.mod <<'MOD'
module finding

go 1.26.0

require (
	github.com/IBM/sarama v1.61.1
	github.com/segmentio/kafka-go v0.4.51
	github.com/twmb/franz-go v1.22.3
	github.com/twmb/franz-go/pkg/kfake v0.0.0-20260918054303-01f206a7e32c
)
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"

	"github.com/IBM/sarama"
	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

var background = context.Background()

const keys, messages = 121, 242

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func key(i int) []byte { return fmt.Appendf(nil, "p%d", i%keys) }

func sendSarama(broker, topic string) {
	config := sarama.NewConfig()
	config.Producer.Return.Successes = true
	producer, err := sarama.NewSyncProducer([]string{broker}, config)
	check(err)
	for i := range messages {
		_, _, err = producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Key: sarama.ByteEncoder(key(i))})
		check(err)
	}
	check(producer.Close())
}

func sendKafkaGo(broker, topic string) {
	writer := kafka.Writer{Addr: kafka.TCP(broker), Topic: topic}
	var rows []kafka.Message
	for i := range messages {
		rows = append(rows, kafka.Message{Key: key(i)})
	}
	check(writer.WriteMessages(background, rows...))
	check(writer.Close())
}

func sendFranz(broker, topic string) {
	client, err := kgo.NewClient(kgo.SeedBrokers(broker))
	check(err)
	for i := range messages {
		check(client.ProduceSync(background, &kgo.Record{Topic: topic, Key: key(i)}).FirstErr())
	}
	client.Close()
}

func read(broker, topic string) map[string][]int32 {
	client, err := kgo.NewClient(kgo.SeedBrokers(broker), kgo.ConsumeTopics(topic))
	check(err)
	defer client.Close()
	found := map[string][]int32{}
	for n := 0; n < messages; {
		client.PollFetches(background).EachRecord(func(row *kgo.Record) {
			n++
			found[string(row.Key)] = append(found[string(row.Key)], row.Partition)
		})
	}
	return found
}

func main() {
	clients := []string{"java", "kafka-python", "kafkajs", "franz-go", "platformatic", "librdkafka", "sarama", "kafka-go"}
	for _, partitions := range []int32{8, 12} {
		var topics []string
		for _, client := range clients {
			topics = append(topics, fmt.Sprintf("%d-%s", partitions, client))
		}
		cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(partitions, topics...))
		check(err)
		broker, told := cluster.ListenAddrs()[0], fmt.Sprint(partitions)
		check(exec.Command("java", "-cp", "libraries/*", "Send.java", broker, told).Run())
		check(exec.Command("venv/bin/python", "send.py", broker, told).Run())
		check(exec.Command("node", "send.mjs", broker, told).Run())
		sendFranz(broker, told+"-franz-go")
		sendSarama(broker, told+"-sarama")
		sendKafkaGo(broker, told+"-kafka-go")
		java := read(broker, topics[0])
		for i, client := range clients {
			found, same, spread := read(broker, topics[i]), 0, 0
			for key, there := range found {
				if slices.Min(there) != slices.Max(there) {
					spread++
				} else if there[0] == java[key][0] {
					same++
				}
			}
			fmt.Printf("%d partitions, %s: of %d keys %d where Java has them", partitions, client, keys, same)
			fmt.Printf(", %d in more than one\n", spread)
		}
		cluster.Close()
	}
}
GO
go mod tidy 2> go.log
diff <(go run . 2> run.log || tail -20 run.log) - <<'SEEN'
8 partitions, java: of 121 keys 121 where Java has them, 0 in more than one
8 partitions, kafka-python: of 121 keys 121 where Java has them, 0 in more than one
8 partitions, kafkajs: of 121 keys 121 where Java has them, 0 in more than one
8 partitions, franz-go: of 121 keys 121 where Java has them, 0 in more than one
8 partitions, platformatic: of 121 keys 121 where Java has them, 0 in more than one
8 partitions, librdkafka: of 121 keys 18 where Java has them, 0 in more than one
8 partitions, sarama: of 121 keys 20 where Java has them, 0 in more than one
8 partitions, kafka-go: of 121 keys 0 where Java has them, 121 in more than one
12 partitions, java: of 121 keys 121 where Java has them, 0 in more than one
12 partitions, kafka-python: of 121 keys 121 where Java has them, 0 in more than one
12 partitions, kafkajs: of 121 keys 121 where Java has them, 0 in more than one
12 partitions, franz-go: of 121 keys 121 where Java has them, 0 in more than one
12 partitions, platformatic: of 121 keys 61 where Java has them, 0 in more than one
12 partitions, librdkafka: of 121 keys 11 where Java has them, 0 in more than one
12 partitions, sarama: of 121 keys 14 where Java has them, 0 in more than one
12 partitions, kafka-go: of 121 keys 0 where Java has them, 121 in more than one
SEEN
echo "still so: Kafka clients disagree where a key goes"
