import asyncio
import os

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client
from probe import HEADERS, SERVER, STRUCTURED, URL, costly, of_result, probe


def transport():
    if URL is not None:
        return streamable_http_client(URL, http_client=create_mcp_http_client(headers=HEADERS))
    return stdio_client(StdioServerParameters(command=SERVER[0], args=SERVER[1:], env=dict(os.environ)))


async def filtered():
    async with Client(stdio_client(StdioServerParameters(**STRUCTURED))) as client:
        result = await client.call_tool("summarize_operators", {"pipeline_name": "order_enrich2"})
        return costly(result.structured_content)


async def main():
    async with Client(transport()) as client:

        async def call(name, arguments):
            return of_result(await client.call_tool(name, arguments))

        await probe(len((await client.list_tools()).tools), call, filtered if URL is None else None)


asyncio.run(main())
