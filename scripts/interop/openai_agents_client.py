import asyncio
import json
import os

from agents import RunContextWrapper
from agents.mcp import MCPServerStdio, MCPServerStreamableHttp, MCPUtil
from probe import HEADERS, SERVER, URL, probe


def connection():
    if URL is not None:
        return MCPServerStreamableHttp(params={"url": URL, "headers": HEADERS})
    return MCPServerStdio(params={"command": SERVER[0], "args": SERVER[1:], "env": dict(os.environ)})


async def main():
    async with connection() as server:
        tools = {tool.name: tool for tool in await server.list_tools()}

        async def call(name, arguments):
            output = await MCPUtil.invoke_mcp_tool(server, tools[name], RunContextWrapper(None), json.dumps(arguments))
            return {"text": output["text"] if isinstance(output, dict) else str(output)}

        await probe(len(tools), call)


asyncio.run(main())
