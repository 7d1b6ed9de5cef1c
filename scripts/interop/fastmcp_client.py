import asyncio
import os

from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from probe import SERVER, of_result, probe


async def main():
    async with Client(StdioTransport(SERVER[0], SERVER[1:], env=dict(os.environ))) as client:

        async def call(name, arguments):
            return of_result(await client.call_tool(name, arguments))

        await probe(len(await client.list_tools()), call)


asyncio.run(main())
