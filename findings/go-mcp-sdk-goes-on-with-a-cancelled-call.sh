#!/usr/bin/env bash
# Guess: in revision 2026-07-28 a client over HTTP gives a call up by closing the stream of its answer, and the tool's context
#   at the server is done; the Go SDK's client does so when the context of CallTool is cancelled.
# What happens: CallTool returns "context canceled" and keeps the request open. The client posts notifications/cancelled in
#   its place, as revisions with sessions have it. The SDK's own server without sessions, which this revision asks for,
#   accepts that with 202 and does nothing: the tool works to its end, and its context is never done, even after the
#   client has closed its session.
# Seen with: github.com/modelcontextprotocol/go-sdk 1.8.0, client and server, built with Go 1.26.
# Why it matters: a query that an assistant gave up on goes on to load what it asks, unless the server itself brings the
#   notification of one request together with another's call.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat > main.go <<'GO'
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func main() {
	began, told, work, ended := make(chan bool, 1), make(chan bool, 1), make(chan bool), make(chan error)
	server := mcp.NewServer(&mcp.Implementation{Name: "server", Version: "1"}, nil)
	wait := func(ctx context.Context, _ *mcp.CallToolRequest, _ struct{}) (*mcp.CallToolResult, any, error) {
		began <- true
		<-work
		ended <- ctx.Err()
		return &mcp.CallToolResult{}, nil, nil
	}
	mcp.AddTool(server, &mcp.Tool{Name: "wait"}, wait)
	stateless := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{Stateless: true})
	web := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		var message struct{ Method string }
		json.Unmarshal(body, &message)
		request.Body = io.NopCloser(bytes.NewReader(body))
		fmt.Println(request.Header.Get("Mcp-Protocol-Version"), message.Method)
		stateless.ServeHTTP(answer, request)
		if message.Method == "notifications/cancelled" {
			told <- true
		}
	}))
	client := mcp.NewClient(&mcp.Implementation{Name: "client", Version: "1"}, nil)
	session, _ := client.Connect(context.Background(), &mcp.StreamableClientTransport{Endpoint: web.URL}, nil)
	ctx, giveUp := context.WithCancel(context.Background())
	go func() { <-began; giveUp() }()
	_, err := session.CallTool(ctx, &mcp.CallToolParams{Name: "wait", Arguments: map[string]any{}})
	fmt.Println("CallTool:", err)
	<-told
	session.Close()
	work <- true
	fmt.Println("the tool is done, its context says:", <-ended)
}
GO
go mod init finding 2> go.log && go get github.com/modelcontextprotocol/go-sdk/mcp@v1.8.0 2>> go.log || { cat go.log; exit 1; }
diff <(go run . | sort) - <<'SEEN'
2026-07-28 notifications/cancelled
2026-07-28 server/discover
2026-07-28 tools/call
CallTool: context canceled
the tool is done, its context says: <nil>
SEEN
echo "still so: the Go SDK's server goes on with a call that its client gave up"
