#!/usr/bin/env bash
# Guess: what answers tools/call is read as a tool's result: a member that the client does not know is passed over, as the
#   protocol lets results have more, and of two blocks the one of a kind that it does not know is passed over or refused.
# What happens: the client of the Rust SDK first finds out from the members what kind of result it has, without regard to
#   what it asked. With a further member "tools", "prompts", "resources", "messages" or the like it is a listing or a
#   prompt, and with one unknown block none of all. call_tool then fails with UnexpectedResponse, which holds nothing of
#   the answer: the text beside it is lost, and the server has done its work. Any other member does no harm.
# Seen with: crate rmcp 3.11.0, features client and transport-child-process, tokio 1, a bare stdio server.
# Why it matters: agents in Rust are built on it. A server that adds a list of rows or resources to a result, or a new kind
#   of block, fails there and nowhere else; the call looks as if it could be tried again.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cargo init --quiet --vcs none --name finding .
cargo add --quiet rmcp@=3.11.0 --features client,transport-child-process
cargo add --quiet tokio@1 --features macros,rt,process
cat > server.py <<'PY'
import json, sys

for line in sys.stdin:
    message = json.loads(line)
    if message["method"] == "initialize":
        version = message["params"]["protocolVersion"]
        info = {"name": "bare", "version": "1"}
        answer = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}
    elif message["method"] == "tools/call":
        name = message["params"]["name"]
        answer = {"content": [{"type": "text", "text": "stopped"}]}
        if name == "unknown block":
            answer["content"].append({"type": "chart", "points": []})
        else:
            answer[name] = []
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
PY
cat > src/main.rs <<'RS'
use rmcp::{ServiceExt, model::CallToolRequestParams, transport::TokioChildProcess};
use tokio::process::Command;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut server = Command::new("python3");
    server.arg("server.py");
    let client = ().serve(TokioChildProcess::new(server).unwrap()).await.unwrap();
    for name in ["rows", "tools", "prompts", "resources", "messages", "contents", "unknown block"] {
        match client.call_tool(CallToolRequestParams::new(name)).await {
            Ok(result) => println!("{name}: {} block", result.content.len()),
            Err(error) => println!("{name}: {error:?}"),
        }
    }
    client.cancel().await.unwrap();
}
RS
export CARGO_PROFILE_DEV_DEBUG=0
diff <(cargo run --quiet 2> /dev/null) - <<'SEEN'
rows: 1 block
tools: UnexpectedResponse
prompts: UnexpectedResponse
resources: UnexpectedResponse
messages: UnexpectedResponse
contents: UnexpectedResponse
unknown block: UnexpectedResponse
SEEN
echo "still so: rmcp takes a tool's result with a further member for another kind of result"
