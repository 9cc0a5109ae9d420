"""The scripted vendor behind the gateway: what it is told to say, and what it was asked.

It stands behind three connections: as a vendor of OpenAI's chat, of Anthropic's messages and of OpenAI's responses.
"""

import json
import os
import urllib.error
import urllib.request
from typing import Any

ADDRESS = os.environ["VENDOR_URL"]

# One model of each vendor, by the names of their connections.
OPENAI_VENDOR = "chat/scripted-mini"
ANTHROPIC_VENDOR = "messages/scripted-mini"
MODELS = [OPENAI_VENDOR, ANTHROPIC_VENDOR]
# Its vendor speaks chat, too; a response passes through to it as it is.
RESPONSES_VENDOR = "responses/scripted-mini"

# What the vendors call their model: answers carry their own name for it, unless an alias was asked.
MODEL = "scripted-mini"

# The smallest picture: one pixel.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PICTURE = "data:image/png;base64," + PNG


def post(url: str, body: Any = None, token: str | None = None) -> Any:
    """Sends JSON; the answer's JSON, or None where it has no body."""
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{url}: {error.code}: {error.read().decode()}") from error
    return json.loads(text) if text else None


def get(path: str) -> Any:
    with urllib.request.urlopen(ADDRESS + path, timeout=30) as answer:
        return json.load(answer)


def reset() -> None:
    """Forgets scripts and requests."""
    post(ADDRESS + "/__reset")


def says(*steps: dict[str, Any], hold: str | None = None) -> None:
    """Answers the next call with these steps."""
    post(ADDRESS + "/__script", {"reply": {"type": "chat", "steps": list(steps)}, "hold": hold})


def fails(code: int, body: Any, headers: dict[str, str] | None = None) -> None:
    """Answers the next call with a status."""
    answers(code, body, headers, path=None)


def answers(code: int, body: Any, headers: dict[str, str] | None = None, path: str | None = None) -> None:
    """Answers the next call of a path, or of chat, with a status and a body."""
    headers = {"content-type": "application/json", **(headers or {})}
    reply = {"type": "status", "code": code, "headers": headers, "body": json.dumps(body)}
    post(ADDRESS + "/__script", {"path": path, "reply": reply})


def error(model: str, kind: str, message: str) -> dict[str, Any]:
    """An error in the words of a model's vendor."""
    if model == ANTHROPIC_VENDOR:
        return {"type": "error", "error": {"type": kind, "message": message}}
    return {"error": {"message": message, "type": kind, "param": None, "code": None}}


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def thought(words: str) -> dict[str, Any]:
    return {"type": "reasoning", "text": words}


def tool_call(id: str, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"type": "tool_call", "id": id, "name": name, "arguments": json.dumps(arguments, separators=(",", ":"))}


def usage(input: int, output: int) -> dict[str, Any]:
    return {"type": "usage", "input": input, "output": output}


def finish(reason: str = "stop") -> dict[str, Any]:
    """In OpenAI's words: `stop`, `length`, `tool_calls`."""
    return {"type": "finish", "reason": reason}


STALL = {"type": "stall"}
CUT = {"type": "cut"}


def bodies() -> list[dict[str, Any]]:
    """What the vendor was asked, oldest first."""
    return [request["body"] for request in get("/__requests")]


def outcome(index: int = 0) -> str:
    """How a request ended; waits for its end."""
    return get(f"/__requests/{index}")["outcome"]


def words(content: Any) -> str:
    """The text of a message, a result or a system prompt."""
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return content or ""


def tool_results(body: dict[str, Any], model: str) -> list[tuple[str, str]]:
    """Ids of calls and what the tools returned, as the vendor was told."""
    if model == RESPONSES_VENDOR:
        results = [item for item in body["input"] if item.get("type") == "function_call_output"]
        return [(item["call_id"], words(item["output"])) for item in results]
    if model == OPENAI_VENDOR:
        return [(it["tool_call_id"], words(it["content"])) for it in body["messages"] if it["role"] == "tool"]
    return [
        (block["tool_use_id"], words(block["content"]))
        for message in body["messages"]
        if isinstance(message["content"], list)
        for block in message["content"]
        if block["type"] == "tool_result"
    ]


def tools(body: dict[str, Any], model: str) -> list[str]:
    """Names of the tools that the vendor was told of."""
    if model == RESPONSES_VENDOR:
        return [tool["name"] for tool in body.get("tools", [])]
    if model == OPENAI_VENDOR:
        return [tool["function"]["name"] for tool in body.get("tools", [])]
    return [tool["name"] for tool in body.get("tools", [])]


def pictures(body: dict[str, Any], model: str) -> list[str]:
    """Addresses of the pictures that the vendor was shown."""
    if model == RESPONSES_VENDOR:
        parts = [part for item in body["input"] for part in item["content"]]
        return [part["image_url"] for part in parts if part["type"] == "input_image"]
    parts = [part for it in body["messages"] if isinstance(it["content"], list) for part in it["content"]]
    if model == OPENAI_VENDOR:
        return [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    sources = [part["source"] for part in parts if part["type"] == "image"]
    return [it["url"] if it["type"] == "url" else f"data:{it['media_type']};base64,{it['data']}" for it in sources]


def schema(body: dict[str, Any], model: str) -> dict[str, Any]:
    """The schema that the vendor's answer has to fit."""
    if model == RESPONSES_VENDOR:
        return body["text"]["format"]["schema"]
    if model == OPENAI_VENDOR:
        return body["response_format"]["json_schema"]["schema"]
    return body["output_config"]["format"]["schema"]


def said(body: dict[str, Any]) -> list[tuple[str, str]]:
    """Who said what, as the vendor was told."""
    return [(it["role"], words(it["content"])) for it in body.get("messages") or body["input"]]


def system(body: dict[str, Any], model: str) -> str:
    """The instructions that the vendor was given."""
    if model == RESPONSES_VENDOR:
        return body["instructions"]
    if model == OPENAI_VENDOR:
        return "".join(words(it["content"]) for it in body["messages"] if it["role"] in ("system", "developer"))
    return words(body.get("system"))
