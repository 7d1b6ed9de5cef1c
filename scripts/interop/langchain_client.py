import asyncio
import os

from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.tools import load_mcp_tools
from probe import HEADERS, SERVER, URL, probe


def server():
    if URL is not None:
        return {"transport": "streamable_http", "url": URL, "headers": HEADERS}
    return {"transport": "stdio", "command": SERVER[0], "args": SERVER[1:], "env": dict(os.environ)}


async def main():
    client = MultiServerMCPClient({"feldera": server()})
    async with client.session("feldera") as session:
        tools = {tool.name: tool for tool in await load_mcp_tools(session)}

        async def call(name, arguments):
            [block] = await tools[name].ainvoke(arguments)
            return {"text": block["text"]}

        await probe(len(tools), call)


asyncio.run(main())
