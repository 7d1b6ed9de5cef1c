import asyncio
import os

from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.tools import load_mcp_tools
from probe import HEADERS, SERVER, STRUCTURED, URL, costly, probe


def server():
    if URL is not None:
        return {"transport": "streamable_http", "url": URL, "headers": HEADERS}
    return {"transport": "stdio", "command": SERVER[0], "args": SERVER[1:], "env": dict(os.environ)}


async def filtered():
    client = MultiServerMCPClient({"feldera": {"transport": "stdio", **STRUCTURED}})
    async with client.session("feldera") as session:
        tools = {tool.name: tool for tool in await load_mcp_tools(session)}
        made = {"type": "tool_call", "id": "1", "name": "summarize_operators", "args": {"pipeline_name": "order_enrich2"}}
        message = await tools[made["name"]].ainvoke(made)
        return costly(message.artifact["structured_content"])


async def main():
    client = MultiServerMCPClient({"feldera": server()})
    async with client.session("feldera") as session:
        tools = {tool.name: tool for tool in await load_mcp_tools(session)}

        async def call(name, arguments):
            [block] = await tools[name].ainvoke(arguments)
            return {"text": block["text"]}

        await probe(len(tools), call, filtered if URL is None else None)


asyncio.run(main())
