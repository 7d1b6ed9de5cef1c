import asyncio
import os

from fastmcp import Client
from fastmcp.client.transports import StdioTransport, StreamableHttpTransport
from probe import HEADERS, SERVER, URL, of_result, probe


def transport():
    if URL is not None:
        return StreamableHttpTransport(URL, headers=HEADERS)
    return StdioTransport(SERVER[0], SERVER[1:], env=dict(os.environ))


async def main():
    async with Client(transport()) as client:

        async def call(name, arguments):
            return of_result(await client.call_tool(name, arguments))

        await probe(len(await client.list_tools()), call)


asyncio.run(main())
