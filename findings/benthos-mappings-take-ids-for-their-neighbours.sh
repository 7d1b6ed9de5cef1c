#!/usr/bin/env bash
# Guess: a mapping of Benthos, which Redpanda Connect and Bento run, treats a number alike wherever it stands: what == tells apart,
#   `match`, `contains` and `unique` do too. Arithmetic that does not fit is an error or a float, and so is a value that JSON
#   cannot hold. A text of JSON within a row is that text.
# What happens: == compares whole numbers exactly, but `match`, `contains`, `unique`, `max` and the == of lists and objects as doubles:
#   9007199254740993 is found where …992 is meant, and one of both is dropped. 3000000000 * 4000000000 turns negative, and
#   18446744073709551615 % 10 is -8. A result of NaN makes the whole message empty. format_json() and content() within a row are
#   base64. "010" is 10 to number() and 8 to int64(), ts_strptime takes February 30 for March 1, which ts_parse refuses, and 100000000
#   that was multiplied by 1.0 is "1e+08" as a text. No message fails.
# Seen with: Go github.com/redpanda-data/benthos/v4 v4.60.0 (Go 1.26), each mapping run as a stream.
# Why it matters: it is a usual way to bring rows to Feldera over HTTP or Kafka. Ids of 64 bits get another one's label or count as
#   doubled, a key "1e+08" joins with nothing, and an empty message is a row that never came, with no error in any log.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > go.mod <<'MOD'
module finding

go 1.26

require github.com/redpanda-data/benthos/v4 v4.60.0
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"log/slog"

	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"
)

const row = `{"id": 9007199254740993, "ids": [9007199254740992, 9007199254740993], "cents": 100000000,
	"greatest": 18446744073709551615, "code": "010", "day": "2024-02-30", "shape": {"v": 1.50}}`

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func run(mapping string) string {
	builder := service.NewStreamBuilder()
	builder.SetLogger(slog.New(slog.DiscardHandler))
	send, err := builder.AddProducerFunc()
	check(err)
	check(builder.AddProcessorYAML("mapping: 'root.x = " + mapping + "'"))
	told := "no message"
	check(builder.AddConsumerFunc(func(_ context.Context, message *service.Message) error {
		if err := message.GetError(); err != nil {
			told = "error"
			return nil
		}
		bytes, err := message.AsBytes()
		told = fmt.Sprintf("%q, error: %v", bytes, err)
		if err == nil && len(bytes) > 0 {
			told = string(bytes)
		}
		return nil
	}))
	stream, err := builder.Build()
	check(err)
	done := make(chan error)
	go func() { done <- stream.Run(context.Background()) }()
	check(send(context.Background(), service.NewMessage([]byte(row))))
	check(stream.StopWithin(10_000_000_000))
	<-done
	return told
}

func main() {
	for _, mapping := range []string{
		`this.id`,
		`this.id == 9007199254740992`,
		`match this.id { 9007199254740992 => "this", _ => "another" }`,
		`[9007199254740992].contains(this.id)`,
		`{"id": this.id} == {"id": 9007199254740992}`,
		`this.ids.unique()`,
		`this.ids.max()`,
		`3000000000 * 4000000000`,
		`this.greatest % 10`,
		`"nan".number()`,
		`this.shape.format_json(no_indent: true)`,
		`this.shape.format_json(no_indent: true).string()`,
		`this.code.number()`,
		`this.code.int64()`,
		`this.day.ts_parse("2006-01-02")`,
		`this.day.ts_strptime("%Y-%m-%d")`,
		`this.cents.string()`,
		`(this.cents * 1.0).string()`,
	} {
		fmt.Println(mapping, "is", run(mapping))
	}
}
GO
go mod tidy 2> go.log
diff <(go run . 2> run.log || tail -20 run.log) - <<'SEEN'
this.id is {"x":9007199254740993}
this.id == 9007199254740992 is {"x":false}
match this.id { 9007199254740992 => "this", _ => "another" } is {"x":"this"}
[9007199254740992].contains(this.id) is {"x":true}
{"id": this.id} == {"id": 9007199254740992} is {"x":true}
this.ids.unique() is {"x":[9007199254740992]}
this.ids.max() is {"x":9007199254740992}
3000000000 * 4000000000 is {"x":-6446744073709551616}
this.greatest % 10 is {"x":-8}
"nan".number() is "", error: <nil>
this.shape.format_json(no_indent: true) is {"x":"eyJ2IjoxLjUwfQ=="}
this.shape.format_json(no_indent: true).string() is {"x":"{\"v\":1.50}"}
this.code.number() is {"x":10}
this.code.int64() is {"x":8}
this.day.ts_parse("2006-01-02") is error
this.day.ts_strptime("%Y-%m-%d") is {"x":"2024-03-01T00:00:00Z"}
this.cents.string() is {"x":"100000000"}
(this.cents * 1.0).string() is {"x":"1e+08"}
SEEN
echo "still so: Benthos takes ids for their neighbours, and makes a message of NaN empty"
