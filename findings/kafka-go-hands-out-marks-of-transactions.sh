#!/usr/bin/env bash
# Guess: what a consumer gets from a topic that was written in transactions are rows. With its isolation level set to read committed
#   it gets those of committed transactions alone, and an empty text differs from a NULL, which deletes a key.
# What happens: kafka-go hands out the marks by which the broker ends transactions as messages too, with a key of the bytes 0 0 0 1
#   for a commit, 0 0 0 0 for an abort, and six bytes for a value. With ReadCommitted it still has the rows of an aborted one,
#   and leaves out those of an open one alone. An empty value is nil, as NULL is. sarama, franz-go and kafka-python have no
#   marks; aborted and open rows they have unless told otherwise, which librdkafka and kafkajs have not. All these know "" from NULL.
# Seen with: Go github.com/segmentio/kafka-go v0.4.51, github.com/IBM/sarama v1.61.1, github.com/twmb/franz-go v1.22.3 (Go 1.26), PyPI
#   kafka-python 3.0.12 and confluent-kafka 2.16.1, npm kafkajs 2.2.4 on Node 20, on the broker of franz-go's own tests, kfake.
# Why it matters: exactly-once delivery, which Feldera's Kafka output has by transactions, ends there: each step adds a message that
#   is no row, and a step that was undone after a failure is there twice. What copies a topic makes deletions of empty texts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . kafkajs@2.2.4
python3 -m venv venv
venv/bin/pip install --quiet --no-compile kafka-python==3.0.12 confluent-kafka==2.16.1

cat > read.py <<'PY'
import sys

import confluent_kafka, kafka

broker = sys.argv[1]


def told(value):
    return "NULL" if value is None else '"' + value.decode() + '"'


for level in ("read_uncommitted", "read_committed"):
    python = kafka.KafkaConsumer(
        bootstrap_servers=broker, auto_offset_reset="earliest", isolation_level=level, consumer_timeout_ms=4000)
    python.assign([kafka.TopicPartition("rows", 0)])
    name = "by default" if level == kafka.KafkaConsumer.DEFAULT_CONFIG["isolation_level"] else "read committed"
    print(f"kafka-python, {name}:", *[told(row.value) for row in python])
librdkafka = confluent_kafka.Consumer({"bootstrap.servers": broker, "group.id": "any", "log_level": 0})
librdkafka.assign([confluent_kafka.TopicPartition("rows", 0, 0)])
rows = [row for row in (librdkafka.poll(1) for _ in range(12)) if row is not None]
print("librdkafka, by default:", *[told(row.value()) for row in rows])
PY
cat > read.mjs <<'JS'
import { Kafka, logLevel } from "kafkajs";

const consumer = new Kafka({ brokers: [process.argv[2]], logLevel: logLevel.NOTHING }).consumer({ groupId: "kafkajs" });
await consumer.connect();
await consumer.subscribe({ topic: "rows", fromBeginning: true });
const rows = [];
const eachMessage = async ({ message: { value } }) => rows.push(value === null ? "NULL" : JSON.stringify(String(value)));
await consumer.run({ eachMessage });
for (let tries = 0; rows.length < 4 && tries < 60; tries++) {
  await new Promise((resolve) => setTimeout(resolve, 500));
}
await new Promise((resolve) => setTimeout(resolve, 2000));
console.log("kafkajs, by default:", ...rows);
process.exit(0);
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
	"time"

	"github.com/IBM/sarama"
	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

const wait = 4 * time.Second

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func told(bytes []byte) string {
	if bytes == nil {
		return "NULL"
	}
	return fmt.Sprintf("%q", bytes)
}

func write(broker string) {
	client, err := kgo.NewClient(kgo.SeedBrokers(broker), kgo.TransactionalID("pipeline"))
	check(err)
	send := func(values ...[]byte) {
		check(client.BeginTransaction())
		for _, value := range values {
			check(client.ProduceSync(context.Background(), &kgo.Record{Topic: "rows", Value: value}).FirstErr())
		}
	}
	send([]byte("first"), []byte(""), nil)
	check(client.EndTransaction(context.Background(), kgo.TryCommit))
	send([]byte("undone"))
	check(client.EndTransaction(context.Background(), kgo.TryAbort))
	send([]byte("last"))
	check(client.EndTransaction(context.Background(), kgo.TryCommit))
	send([]byte("open"))
}

func readKafkaGo(broker string, level kafka.IsolationLevel) (rows []string) {
	reader := kafka.NewReader(kafka.ReaderConfig{Brokers: []string{broker}, Topic: "rows", IsolationLevel: level})
	for {
		context, cancel := context.WithTimeout(context.Background(), wait)
		row, err := reader.ReadMessage(context)
		cancel()
		if err != nil {
			return rows
		}
		if row.Key != nil {
			rows = append(rows, "key "+told(row.Key)+" value")
		}
		rows = append(rows, told(row.Value))
	}
}

func readSarama(broker string, level sarama.IsolationLevel) (rows []string) {
	config := sarama.NewConfig()
	config.Consumer.IsolationLevel = level
	consumer, err := sarama.NewConsumer([]string{broker}, config)
	check(err)
	partition, err := consumer.ConsumePartition("rows", 0, sarama.OffsetOldest)
	check(err)
	for {
		select {
		case row := <-partition.Messages():
			rows = append(rows, told(row.Value))
		case <-time.After(wait):
			return rows
		}
	}
}

func readFranz(broker string, level kgo.IsolationLevel) (rows []string) {
	client, err := kgo.NewClient(kgo.SeedBrokers(broker), kgo.ConsumeTopics("rows"), kgo.FetchIsolationLevel(level))
	check(err)
	context, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	for context.Err() == nil {
		client.PollFetches(context).EachRecord(func(row *kgo.Record) { rows = append(rows, told(row.Value)) })
	}
	return rows
}

func show(name string, rows []string) {
	fmt.Print(name, ":")
	for _, row := range rows {
		fmt.Print(" ", row)
	}
	fmt.Println()
}

func main() {
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, "rows"))
	check(err)
	broker := cluster.ListenAddrs()[0]
	write(broker)
	show("kafka-go, by default", readKafkaGo(broker, kafka.ReaderConfig{}.IsolationLevel))
	show("kafka-go, read committed", readKafkaGo(broker, kafka.ReadCommitted))
	show("sarama, by default", readSarama(broker, sarama.NewConfig().Consumer.IsolationLevel))
	show("sarama, read committed", readSarama(broker, sarama.ReadCommitted))
	show("franz-go, by default", readFranz(broker, kgo.ReadUncommitted()))
	show("franz-go, read committed", readFranz(broker, kgo.ReadCommitted()))
	for _, command := range [][]string{{"venv/bin/python", "read.py", broker}, {"node", "read.mjs", broker}} {
		told, err := exec.Command(command[0], command[1:]...).Output()
		check(err)
		fmt.Print(string(told))
	}
}
GO
go mod tidy 2> go.log
diff <(go run . 2> run.log || tail -20 run.log) - <<'SEEN'
kafka-go, by default: "first" NULL NULL key "\x00\x00\x00\x01" value "\x00\x00\x00\x00\x00\x00" "undone" key "\x00\x00\x00\x00" value "\x00\x00\x00\x00\x00\x00" "last" key "\x00\x00\x00\x01" value "\x00\x00\x00\x00\x00\x00" "open"
kafka-go, read committed: "first" NULL NULL key "\x00\x00\x00\x01" value "\x00\x00\x00\x00\x00\x00" "undone" key "\x00\x00\x00\x00" value "\x00\x00\x00\x00\x00\x00" "last" key "\x00\x00\x00\x01" value "\x00\x00\x00\x00\x00\x00"
sarama, by default: "first" "" NULL "undone" "last" "open"
sarama, read committed: "first" "" NULL "last"
franz-go, by default: "first" "" NULL "undone" "last" "open"
franz-go, read committed: "first" "" NULL "last"
kafka-python, by default: "first" "" NULL "undone" "last" "open"
kafka-python, read committed: "first" "" NULL "last"
librdkafka, by default: "first" "" NULL "last"
kafkajs, by default: "first" "" NULL "last"
SEEN
echo "still so: kafka-go hands out the marks of transactions as messages"
