#!/usr/bin/env bash
# Guess: NATS' clients for Go, Python and JavaScript, of one maker, give the same answer for a key of a bucket: an empty value is there
#   and empty, a deleted key is not there. Of a header with two values, which NATS allows, they give both or the same one.
# What happens: Python has None for an empty value by get, and b"" by history and watch. JavaScript has null for a key that never was, and
#   for a deleted one an entry, whose text is "" as that of an empty value; its operation alone is DEL. Go has "not found" for both, and for
#   the revision that deleted it. Of a header tag with the values a and b Python has b alone, the get of Go and JavaScript a. A
#   header that is missing is "" in JavaScript and Go, as an empty one is. Blanks around a value do not arrive.
# Seen with: Go github.com/nats-io/nats.go v1.55.0 (Go 1.26), PyPI nats-py 2.16.0, npm @nats-io/kv 3.4.0 and @nats-io/transport-node 3.4.0 on
#   Node 20, with the server in the process: github.com/nats-io/nats-server/v2 v2.15.3.
# Why it matters: buckets hold settings and the last row of a key. "if there is an entry" takes what was deleted for a row with an empty
#   text in one language, "if there is a value" an empty text for nothing in another, and a service that is moved from one to the
#   other passes its tests.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @nats-io/kv@3.4.0 @nats-io/transport-node@3.4.0
python3 -m venv venv
venv/bin/pip install --quiet --no-compile nats-py==2.16.0

cat > read.py <<'PY'
import asyncio
import sys

import nats
from nats.js.errors import KeyNotFoundError


async def main():
    client = await nats.connect(sys.argv[1])
    bucket = await client.jetstream().key_value("rows")
    for key in ("kept", "empty", "deleted", "never"):
        try:
            entry = await bucket.get(key)
            history = [entry.value for entry in await bucket.history(key)]
            print(f"Python {key}: {entry.value}, in its history {history[-1]}")
        except KeyNotFoundError:
            print(f"Python {key}: not found")
    sink = await client.subscribe("headers")
    await client.publish("ready", b"")
    headers = (await sink.next_msg(10)).headers
    print("Python headers:", *(f"{name} {headers.get(name)!r}" for name in ("tag", "blanks", "empty", "missing")))
    await client.close()


asyncio.run(main())
PY
cat > read.mjs <<'JS'
import { Kvm } from "@nats-io/kv";
import { connect } from "@nats-io/transport-node";

const client = await connect({ servers: process.argv[2] });
const bucket = await new Kvm(client).open("rows");
for (const key of ["kept", "empty", "deleted", "never"]) {
  const entry = await bucket.get(key);
  console.log(`JavaScript ${key}:`, entry === null ? "null" : `${JSON.stringify(entry.string())} ${entry.operation}`);
}
const sink = client.subscribe("headers", { max: 1 });
client.publish("ready");
for await (const { headers } of sink) {
  const told = ["tag", "blanks", "empty", "missing"].map((name) => `${name} ${JSON.stringify(headers.get(name))}`);
  console.log("JavaScript headers:", told.join(" "));
}
await client.close();
JS
cat > go.mod <<'MOD'
module finding

go 1.26.0

require (
	github.com/nats-io/nats-server/v2 v2.15.3
	github.com/nats-io/nats.go v1.55.0
)
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os/exec"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func showHeaders(header nats.Header) {
	fmt.Print("Go headers:")
	for _, name := range []string{"tag", "blanks", "empty", "missing"} {
		fmt.Printf(" %s %q", name, header.Get(name))
	}
	fmt.Println()
}

func main() {
	broker := must(server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: "store"}))
	broker.Start()
	if !broker.ReadyForConnections(30 * time.Second) {
		panic("the server does not start")
	}
	client := must(nats.Connect(broker.ClientURL()))
	stream := must(jetstream.New(client))
	ever := context.Background()
	bucket := must(stream.CreateKeyValue(ever, jetstream.KeyValueConfig{Bucket: "rows", History: 5}))
	must(bucket.Put(ever, "kept", []byte("1")))
	must(bucket.Put(ever, "empty", []byte("")))
	must(bucket.Put(ever, "deleted", []byte("2")))
	if err := bucket.Delete(ever, "deleted"); err != nil {
		panic(err)
	}
	for _, key := range []string{"kept", "empty", "deleted", "never"} {
		entry, err := bucket.Get(ever, key)
		if err != nil {
			fmt.Printf("Go %s: %s\n", key, err)
			continue
		}
		fmt.Printf("Go %s: %q\n", key, entry.Value())
	}
	for revision := uint64(3); revision <= 4; revision++ {
		entry, err := bucket.GetRevision(ever, "deleted", revision)
		if err != nil {
			fmt.Printf("Go deleted, revision %d: %s\n", revision, err)
			continue
		}
		fmt.Printf("Go deleted, revision %d: %q\n", revision, entry.Value())
	}

	message := nats.NewMsg("headers")
	message.Header = nats.Header{"tag": {"a", "b"}, "blanks": {" 7 "}, "empty": {""}}
	must(client.Subscribe("ready", func(*nats.Msg) {
		if err := client.PublishMsg(message); err != nil {
			panic(err)
		}
	}))
	sink := must(client.SubscribeSync("headers"))
	must(0, client.Publish("ready", nil))
	showHeaders(must(sink.NextMsg(10 * time.Second)).Header)
	for _, command := range [][]string{{"venv/bin/python", "read.py"}, {"node", "read.mjs"}} {
		fmt.Print(string(must(exec.Command(command[0], command[1], broker.ClientURL()).Output())))
	}
}
GO
go mod tidy 2> go.log
diff <(go run . 2> run.log || tail -20 run.log) - <<'SEEN'
Go kept: "1"
Go empty: ""
Go deleted: nats: key not found
Go never: nats: key not found
Go deleted, revision 3: "2"
Go deleted, revision 4: nats: key not found
Go headers: tag "a" blanks "7" empty "" missing ""
Python kept: b'1', in its history b'1'
Python empty: None, in its history b''
Python deleted: not found
Python never: not found
Python headers: tag 'b' blanks '7' empty '' missing None
JavaScript kept: "1" PUT
JavaScript empty: "" PUT
JavaScript deleted: "" DEL
JavaScript never: null
JavaScript headers: tag "a" blanks "7" empty "" missing ""
SEEN
echo "still so: NATS' clients tell empty and gone apart, or not"
