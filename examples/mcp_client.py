"""The tools of `pincite serve`, called by a program: python examples/mcp_client.py QUESTION [ADDRESS]

ADDRESS is the page's, where that is another than usual."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from mcp.types import TextContent


async def asked(
    question: str, address: str, headers: dict[str, str] | None = None
) -> tuple[list[str], dict[str, Any]]:
    """The names of the tools, and the answer of the tool `ask`; `headers` are what a sign-in asks for."""
    async with (
        streamablehttp_client(f"{address.rstrip('/')}/gradio_api/mcp/", headers=headers) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        tools = [one.name for one in (await session.list_tools()).tools]
        [ask] = [name for name in tools if name.endswith("ask")]
        result = await session.call_tool(ask, {"question": question})
        [content] = result.content
        assert isinstance(content, TextContent)
        return tools, json.loads(content.text)


def main(question: str, address: str = "http://127.0.0.1:7860") -> None:
    """Ask, and print the tools, the answer's status and its sentences."""
    tools, answer = asyncio.run(asked(question, address))
    print("tools:", ", ".join(tools))
    print(answer["status"])
    for sentence in answer["sentences"]:
        print(sentence["text"], sentence["citations"])


if __name__ == "__main__":
    main(*sys.argv[1:3])
