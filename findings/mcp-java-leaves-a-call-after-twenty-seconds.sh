#!/usr/bin/env bash
# Guess: a call may take the 60 seconds that MCP clients usually wait, or as long as the server takes; when the client
#   gives up it tells the server with notifications/cancelled, and the caller which tool it was.
# What happens: the client gives up after 20 seconds and sends nothing, and there is no progressToken by which a server
#   could show that it is at work. The caller gets a TimeoutException of the reactive library, "Did not observe any item
#   or terminal signal within 20000ms in 'source(MonoDeferContextual)'". The client calls itself version 0.15.0.
# Seen with: Maven io.modelcontextprotocol.sdk:mcp 2.1.0 on Java 17, a bare stdio server that answers after 22 seconds.
# Why it matters: a server cannot know that nobody waits, so that a profile is taken to its end and the agent's second try
#   runs beside it. McpClient.sync(…).requestTimeout(…) sets another limit.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency><groupId>io.modelcontextprotocol.sdk</groupId><artifactId>mcp</artifactId><version>2.1.0</version></dependency></dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > mvn.log || { cat mvn.log; exit 1; }

cat > server.py <<'PY'
import json, sys, time

for line in sys.stdin:
    message = json.loads(line)
    print(message["method"], message.get("params", {}), file=open("got.log", "a"))
    answer = {"content": [{"type": "text", "text": "done"}]}
    if message["method"] == "initialize":
        version = message["params"]["protocolVersion"]
        info = {"name": "bare", "version": "1"}
        answer = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}
    elif message["method"] == "tools/call":
        time.sleep(22)
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
PY
cat > Probe.java <<'JAVA'
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.*;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;

public class Probe {
  public static void main(String[] args) throws Exception {
    var server = ServerParameters.builder("python3").args("server.py").build();
    var client = McpClient.sync(new StdioClientTransport(server, McpJsonDefaults.getMapper())).build();
    client.initialize();
    try {
      client.callTool(CallToolRequest.builder("profile").build());
    } catch (RuntimeException error) {
      System.out.println(error.getMessage().replaceAll(" in '.*", ""));
    }
    Thread.sleep(4000);
    System.exit(0);
  }
}
JAVA
javac -cp 'lib/*' Probe.java
diff <(java -cp 'lib/*:.' Probe 2> /dev/null; cat got.log) - <<'SEEN'
java.util.concurrent.TimeoutException: Did not observe any item or terminal signal within 20000ms
initialize {'protocolVersion': '2025-11-25', 'capabilities': {}, 'clientInfo': {'name': 'Java SDK MCP Client', 'version': '0.15.0'}}
notifications/initialized {}
tools/call {'name': 'profile'}
SEEN
echo "still so: the Java SDK gives a call up after 20 seconds and tells the server nothing"
