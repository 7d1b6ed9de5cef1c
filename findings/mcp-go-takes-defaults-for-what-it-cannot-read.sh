#!/usr/bin/env bash
# Guess: a server of mcp-go refuses arguments that its tool's own schema does not allow, as the official SDKs do: a number
#   above Max, a word that is not in Enum, a Required one that is missing. A whole number arrives as it was sent.
# What happens: all of them reach the tool. GetInt, GetString and GetBool give the default for what they cannot read: of
#   "limit": "many" it is 100, of "deep": "no" it is true where that is the default. 1.9 is 1 to GetInt and to RequireInt, and
#   9007199254740993 is …992. With server.WithInputSchemaValidation(), which is off, what is not allowed is refused, and
#   1.9 is still 1.
# Seen with: Go github.com/mark3labs/mcp-go 1.2.1 (Go 1.26), asked through the server's HandleMessage.
# Why it matters: many servers in Go are built on it. A model that gets an argument wrong is answered as if it had not given
#   it, and sees neither an error nor that its filter did not count; ids of 64 bits find another row.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > go.mod <<'MOD'
module finding

go 1.26

require github.com/mark3labs/mcp-go v1.2.1
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

func rows(_ context.Context, call mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	required, err := call.RequireInt("limit")
	told := fmt.Sprintf("required %d", required)
	if err != nil {
		told = "required: error"
	}
	limit, state, deep := call.GetInt("limit", 100), call.GetString("state", "any"), call.GetBool("deep", true)
	return mcp.NewToolResultText(fmt.Sprintf("%s, limit %d, state %s, deep %t", told, limit, state, deep)), nil
}

func call(asked *server.MCPServer, arguments string) string {
	params := `{"name":"rows","arguments":` + arguments + `}`
	message := json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":` + params + `}`)
	answer, _ := json.Marshal(asked.HandleMessage(context.Background(), message))
	var read struct {
		Error  *struct{}
		Result struct {
			IsError bool
			Content []struct{ Text string }
		}
	}
	if err := json.Unmarshal(answer, &read); err != nil {
		panic(err)
	}
	if read.Error != nil || read.Result.IsError {
		return "refused"
	}
	return read.Result.Content[0].Text
}

func main() {
	tool := mcp.NewTool("rows",
		mcp.WithNumber("limit", mcp.Required(), mcp.Max(10)),
		mcp.WithString("state", mcp.Enum("up", "down")),
		mcp.WithBoolean("deep"))
	plain := server.NewMCPServer("bare", "1")
	plain.AddTool(tool, rows)
	checks := server.NewMCPServer("bare", "1", server.WithInputSchemaValidation())
	checks.AddTool(tool, rows)
	for _, arguments := range []string{
		`{"limit":7,"state":"up","deep":false}`, `{"limit":99}`, `{"limit":"many"}`, `{}`, `{"limit":1.9}`,
		`{"limit":7,"state":"halted"}`, `{"limit":7,"deep":"no"}`,
	} {
		fmt.Println(arguments)
		fmt.Println(" ", call(plain, arguments))
		fmt.Println("  validated:", call(checks, arguments))
	}
	fmt.Println(call(plain, `{"limit":9007199254740993}`))
}
GO
go mod tidy 2> go.log
diff <(go run . 2>&1) - <<'SEEN'
{"limit":7,"state":"up","deep":false}
  required 7, limit 7, state up, deep false
  validated: required 7, limit 7, state up, deep false
{"limit":99}
  required 99, limit 99, state any, deep true
  validated: refused
{"limit":"many"}
  required: error, limit 100, state any, deep true
  validated: refused
{}
  required: error, limit 100, state any, deep true
  validated: refused
{"limit":1.9}
  required 1, limit 1, state any, deep true
  validated: required 1, limit 1, state any, deep true
{"limit":7,"state":"halted"}
  required 7, limit 7, state halted, deep true
  validated: refused
{"limit":7,"deep":"no"}
  required 7, limit 7, state any, deep true
  validated: refused
required 9007199254740992, limit 9007199254740992, state any, deep true
SEEN
echo "still so: mcp-go gives a tool what its schema does not allow, and defaults for what it cannot read"
