import asyncio
import os

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from probe import SERVER, of_result, probe


async def main():
    server = StdioServerParameters(command=SERVER[0], args=SERVER[1:], env=dict(os.environ))
    async with Client(stdio_client(server)) as client:

        async def call(name, arguments):
            return of_result(await client.call_tool(name, arguments))

        await probe(len((await client.list_tools()).tools), call)


asyncio.run(main())
