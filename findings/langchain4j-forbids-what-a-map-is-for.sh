#!/usr/bin/env bash
# Guess: LangChain4j offers its model each argument with the type that the server declares, or with less of it where a keyword is not
#   known to it; of a result it shows the text, and names or leaves out a block of another kind.
# What happens: an argument that maps names to numbers, an object with additionalProperties alone, becomes an object without
#   properties and with additionalProperties false, of which {} is all that a model may send. One with oneOf, allOf or const, and one
#   of any type, becomes an object, whatever it was. The values of an enum of numbers, a default, a minimum and a maximum are
#   gone, and the description of a type ["string", "null"]. A result with a link to a resource, or one that is embedded, reads
#   "Unsupported content type" and is lost with its text; where there is structuredContent, the text is gone as well.
# Seen with: Maven dev.langchain4j:langchain4j-mcp 1.18.1-beta28 with langchain4j 1.18.1 on Java 17, AiServices with a model that is
#   made here, a bare stdio server.
# Why it matters: a model keeps to its schema, strict ones have to. A filter by name can then not be given, a state as an object is
#   refused by the server, and a call that did its work is told as one that failed.
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
    <dependency><groupId>dev.langchain4j</groupId><artifactId>langchain4j-mcp</artifactId><version>1.18.1-beta28</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=libraries > maven.log

cat > server.py <<'PY'
import json, sys


def text(text):
    return {"type": "text", "text": text}


link = {"type": "resource_link", "uri": "feldera://logs", "name": "logs"}
inner = {"type": "resource", "resource": {"uri": "feldera://logs", "text": "step 7"}}
results = {
    "texts": {"content": [text("late rows: 1"), text("2 views wait")]},
    "link": {"content": [text("p1 is started"), link]},
    "embedded": {"content": [text("p1 is started"), inner]},
    "structured": {"content": [text("12 rows are late, see get_stats")], "structuredContent": {"late": 12}},
    "error": {"isError": True, "content": [text("no such pipeline")]},
}
arguments = {
    "limits_by_view": {"type": "object", "additionalProperties": {"type": "integer"}},
    "one_of": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
    "all_of": {"allOf": [{"type": "string"}]},
    "const": {"const": "up"},
    "any": {"description": "any value"},
    "enum": {"type": "integer", "enum": [1, 2]},
    "range": {"type": "integer", "minimum": 1, "maximum": 10, "default": 5},
    "nullable": {"type": ["string", "null"], "description": "a name"},
}
for line in sys.stdin:
    message = json.loads(line)
    method, answer = message["method"], {}
    if method == "initialize":
        info = {"name": "bare", "version": "1"}
        version = message["params"]["protocolVersion"]
        answer = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}
    elif method == "tools/list":
        schema = {"type": "object", "properties": arguments}
        answer = {"tools": [{"name": name, "inputSchema": schema} for name in results]}
    elif method == "tools/call":
        answer = results[message["params"]["name"]]
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
PY
cat > Ask.java <<'JAVA'
import dev.langchain4j.agent.tool.*;
import dev.langchain4j.data.message.*;
import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.transport.stdio.StdioMcpTransport;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.*;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import java.util.List;

public class Ask {
    interface Assistant {
        String ask(String tool);
    }

    static boolean shown = false;

    static class Model implements ChatModel {
        public ChatResponse doChat(ChatRequest request) {
            if (!shown) {
                shown = true;
                request.toolSpecifications().get(0).parameters().properties()
                        .forEach((name, schema) -> System.out.println(name + ": " + schema));
            }
            List<ChatMessage> messages = request.messages();
            if (messages.get(messages.size() - 1) instanceof UserMessage asked) {
                var call = ToolExecutionRequest.builder().id("1").name(asked.singleText()).arguments("{}").build();
                return ChatResponse.builder().aiMessage(AiMessage.from(call)).build();
            }
            var result = (ToolExecutionResultMessage) messages.get(messages.size() - 1);
            return ChatResponse.builder().aiMessage(AiMessage.from(result.text().replace("\n", "\\n"))).build();
        }
    }

    public static void main(String[] arguments) throws Exception {
        var transport = new StdioMcpTransport.Builder().command(List.of("python3", "server.py")).build();
        var client = new DefaultMcpClient.Builder().transport(transport).build();
        var tools = McpToolProvider.builder().mcpClients(client).build();
        var assistant = AiServices.builder(Assistant.class).chatModel(new Model()).toolProvider(tools).build();
        for (String tool : List.of("texts", "link", "embedded", "structured", "error")) {
            System.out.println(tool + " reads: " + assistant.ask(tool));
        }
        System.exit(0);
    }
}
JAVA
diff <(java -cp 'libraries/*' Ask.java 2> java.log) - <<'SEEN'
limits_by_view: JsonObjectSchema {description = null, properties = {}, required = [], additionalProperties = false, definitions = {} }
one_of: JsonObjectSchema {description = null, properties = {}, required = [], additionalProperties = null, definitions = {} }
all_of: JsonObjectSchema {description = null, properties = {}, required = [], additionalProperties = null, definitions = {} }
const: JsonObjectSchema {description = null, properties = {}, required = [], additionalProperties = null, definitions = {} }
any: JsonObjectSchema {description = "any value", properties = {}, required = [], additionalProperties = null, definitions = {} }
enum: JsonIntegerSchema {description = null }
range: JsonIntegerSchema {description = null }
nullable: JsonAnyOfSchema {description = null, anyOf = [JsonStringSchema {description = null }, JsonNullSchema {}] }
texts reads: late rows: 1\n2 views wait
link reads: Unsupported content type: "resource_link"
embedded reads: Unsupported content type: "resource"
structured reads: {"late":12}
error reads: no such pipeline
SEEN
echo "still so: LangChain4j forbids every property of a map"
