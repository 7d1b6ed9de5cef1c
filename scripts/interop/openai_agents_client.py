import asyncio
import json
import os

from agents import RunContextWrapper
from agents.mcp import MCPServerStdio, MCPUtil
from probe import SERVER, probe


async def main():
    params = {"command": SERVER[0], "args": SERVER[1:], "env": dict(os.environ)}
    async with MCPServerStdio(params=params) as server:
        tools = {tool.name: tool for tool in await server.list_tools()}

        async def call(name, arguments):
            output = await MCPUtil.invoke_mcp_tool(server, tools[name], RunContextWrapper(None), json.dumps(arguments))
            return {"text": output["text"] if isinstance(output, dict) else str(output)}

        await probe(len(tools), call)


asyncio.run(main())
