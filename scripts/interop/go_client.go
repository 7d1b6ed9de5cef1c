package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type withToken struct{ token string }

func (of withToken) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+of.token)
	return http.DefaultTransport.RoundTrip(request)
}

func transport() mcp.Transport {
	if url := os.Getenv("MCP_URL"); url != "" {
		return &mcp.StreamableClientTransport{
			Endpoint:   url,
			HTTPClient: &http.Client{Transport: withToken{os.Getenv("MCP_TOKEN")}},
		}
	}
	var server []string
	if err := json.Unmarshal([]byte(os.Getenv("SERVER")), &server); err != nil {
		panic(err)
	}
	return &mcp.CommandTransport{Command: exec.Command(server[0], server[1:]...)}
}

func main() {
	ctx := context.Background()
	client := mcp.NewClient(&mcp.Implementation{Name: "interop", Version: "1"}, nil)
	session, err := client.Connect(ctx, transport(), nil)
	if err != nil {
		panic(err)
	}
	tools, err := session.ListTools(ctx, nil)
	if err != nil {
		panic(err)
	}
	asked := func(ctx context.Context, name string, arguments map[string]any) map[string]any {
		result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: name, Arguments: arguments})
		if err != nil {
			return map[string]any{"raised": err.Error()}
		}
		return map[string]any{"text": result.Content[0].(*mcp.TextContent).Text, "isError": result.IsError}
	}
	of := func(pipeline string) map[string]any { return map[string]any{"pipeline_name": pipeline} }
	seen := map[string]any{
		"listed": len(tools.Tools),
		"called": asked(ctx, "list_pipelines", map[string]any{}),
		"error":  asked(ctx, "list_checkpoints", of("nope")),
		"slow":   asked(ctx, "list_checkpoints", of("slow")),
	}
	soon, stop := context.WithTimeout(ctx, time.Second)
	defer stop()
	seen["cancelled"] = asked(soon, "list_checkpoints", of("hangs"))
	// A call that goes on is told from one that has ended by what happens until the next but one.
	asked(ctx, "list_checkpoints", of("patient"))
	seen["after"] = asked(ctx, "list_pipelines", map[string]any{})
	line, _ := json.Marshal(seen)
	fmt.Println(string(line))
	session.Close()
}
