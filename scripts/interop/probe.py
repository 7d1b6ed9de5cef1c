"""What each client of Python is made to do; what it saw is a line of JSON."""

import asyncio
import json
import os

SERVER = json.loads(os.environ["SERVER"]) or [None]
URL = os.environ.get("MCP_URL")
HEADERS = {"Authorization": f"Bearer {os.environ.get('MCP_TOKEN')}"}


def short(error):
    return f"{type(error).__name__}: {str(error)}"


def of_result(result):
    is_error = getattr(result, "is_error", getattr(result, "isError", False))
    return {"text": result.content[0].text, "isError": bool(is_error)}


"""The server over the recorded pipeline, with its facts beside the texts."""
STRUCTURED = {"command": SERVER[0], "args": SERVER[-1:], "env": {"FELDERA_MCP_DEMO": "1", "FELDERA_MCP_STRUCTURED": "1"}}


def costly(facts):
    """What a script makes of facts: the operators that take more than half of the time."""
    return [row["handle"] for row in facts["ledger"]["rows"] if row["shares"].get("runtime_s", 0) > 0.5]


async def probe(listed, call, filtered=None):
    """Lists, and makes each kind of call; `call` gives what its user sees of an answer, `filtered` what a script made of facts."""

    async def asked(name, arguments, give_up=None):
        try:
            return await asyncio.wait_for(call(name, arguments), give_up)
        except (asyncio.TimeoutError, TimeoutError):
            return {"raised": "given up"}
        except Exception as error:
            return {"raised": short(error)}

    seen = {
        "listed": listed,
        "called": await asked("list_pipelines", {}),
        "error": await asked("list_checkpoints", {"pipeline_name": "nope"}),
        "slow": await asked("list_checkpoints", {"pipeline_name": "slow"}),
        "cancelled": await asked("list_checkpoints", {"pipeline_name": "hangs"}, 1),
    }
    # A call that goes on is told from one that has ended by what happens until the next but one.
    await asked("list_checkpoints", {"pipeline_name": "patient"})
    seen["after"] = await asked("list_pipelines", {})
    if filtered is not None:
        seen["filtered"] = await filtered()
    print(json.dumps(seen), flush=True)
