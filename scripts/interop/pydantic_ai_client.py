import asyncio
import os

from fastmcp.client.transports import StdioTransport, StreamableHttpTransport
from probe import HEADERS, SERVER, URL, probe
from pydantic_ai import Agent
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import FunctionModel


def transport():
    if URL is not None:
        return StreamableHttpTransport(URL, headers=HEADERS)
    return StdioTransport(SERVER[0], SERVER[1:], env=dict(os.environ))


async def main():
    toolset = MCPToolset(transport())
    listed = []

    async def call(name, arguments):
        seen = []

        def model(messages, info):
            listed[:] = info.function_tools
            if len(messages) == 1:
                return ModelResponse(parts=[ToolCallPart(name, arguments)])
            seen.append(messages[-1].parts[0])
            return ModelResponse(parts=[TextPart("done")])

        await Agent(FunctionModel(model), toolsets=[toolset]).run("why?")
        [part] = seen
        return {"text": str(part.content), "isError": getattr(part, "outcome", None) != "success"}

    async with toolset:
        await call("list_pipelines", {})
        await probe(len(listed), call)


asyncio.run(main())
