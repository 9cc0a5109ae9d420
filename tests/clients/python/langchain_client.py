"""LangChain's client for OpenAI, over chat and over responses."""

from langchain_core.messages import HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langchain_openai.chat_models import base as errors
from pydantic import BaseModel

import checks
import vendor
from checks import equal, everywhere, on, once, raises
from vendor import OPENAI_VENDOR, finish, says, text, tool_call, usage

KEY = checks.key()
HERE = {"base_url": f"{checks.GATEWAY}/v1", "api_key": KEY, "max_retries": 0}


@tool
def weather(city: str) -> str:
    """The weather of a city."""
    return {"Bern": "rain", "Rome": "sun"}[city]


class City(BaseModel):
    """A city."""

    name: str
    people: int


def both(check):
    """A check of both dialects that the client speaks."""
    for name, responses in (("chat", False), ("responses", True)):

        def of_dialect(model, responses=responses):
            return check(ChatOpenAI(model=model, use_responses_api=responses, stream_usage=True, **HERE), model)

        of_dialect.__name__ = f"{check.__name__}, {name}"
        everywhere(of_dialect)
    return check


@both
def a_whole_answer(chat, model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    answer = chat.invoke([SystemMessage("Be kind."), HumanMessage("Hi")])
    counted = answer.usage_metadata
    equal((answer.text, counted["input_tokens"], counted["output_tokens"]), ("Good day", 7, 2))
    equal(vendor.system(vendor.bodies()[0], model), "Be kind.")


@both
def a_streamed_answer_with_usage(chat, model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    chunks = list(chat.stream("Hi"))
    equal([chunk.text for chunk in chunks if chunk.text], ["Good ", "day"])
    [counted] = [chunk.usage_metadata for chunk in chunks if chunk.usage_metadata]
    equal((counted["input_tokens"], counted["output_tokens"]), (7, 2))


@both
def tools_are_called_in_parallel_and_their_results_answered(chat, model):
    calls = [tool_call("call_1", "weather", {"city": "Bern"}), tool_call("call_2", "weather", {"city": "Rome"})]
    says(*calls, finish("tool_calls"))
    bound = chat.bind_tools([weather])
    messages = [HumanMessage("The weather in Bern and Rome?")]
    first = bound.invoke(messages)
    called = [(call["id"], call["args"]) for call in first.tool_calls]
    equal(called, [("call_1", {"city": "Bern"}), ("call_2", {"city": "Rome"})])
    says(text("Rain and sun."), finish())
    results = [weather.invoke(call) for call in first.tool_calls]
    equal([type(result) for result in results], [ToolMessage, ToolMessage])
    equal(bound.invoke([*messages, first, *results]).text, "Rain and sun.")
    body = vendor.bodies()[1]
    equal(vendor.tool_results(body, model), [("call_1", "rain"), ("call_2", "sun")])
    equal(vendor.tools(body, model), ["weather"])


@both
def a_tool_is_called_in_a_stream(chat, model):
    says(tool_call("call_1", "weather", {"city": "Bern"}), finish("tool_calls"))
    first, *others = chat.bind_tools([weather]).stream("The weather in Bern?")
    for chunk in others:
        first += chunk
    equal([(call["id"], call["args"]) for call in first.tool_calls], [("call_1", {"city": "Bern"})])


@both
def an_answer_that_fits_a_schema(chat, model):
    says(text('{"name":"Bern","people":146000}'), finish())
    structured = chat.with_structured_output(City, method="json_schema")
    equal(structured.invoke("A city"), City(name="Bern", people=146000))
    equal(vendor.schema(vendor.bodies()[0], model)["properties"].keys(), {"name", "people"})


@both
def a_schema_as_a_forced_tool(chat, model):
    says(tool_call("call_1", "City", {"name": "Bern", "people": 146000}), finish("tool_calls"))
    structured = chat.with_structured_output(City, method="function_calling")
    equal(structured.invoke("A city"), City(name="Bern", people=146000))
    equal(vendor.tools(vendor.bodies()[0], model), ["City"])


@both
def pictures(chat, model):
    picture = {"type": "image_url", "image_url": {"url": vendor.PICTURE}}
    chat.invoke([HumanMessage([{"type": "text", "text": "What is this?"}, picture])])
    equal(vendor.pictures(vendor.bodies()[0], model), [vendor.PICTURE])


@once
def an_unknown_key_is_401():
    with raises(errors.OpenAIAuthenticationError):
        ChatOpenAI(model=OPENAI_VENDOR, **{**HERE, "api_key": "pk_unknown"}).invoke("Hi")


@once
def an_unknown_model_is_404():
    with raises(errors.OpenAIModelNotFoundError):
        ChatOpenAI(model="no-such-model", **HERE).invoke("Hi")


@both
def the_vendors_400_is_a_400(chat, model):
    vendor.fails(400, vendor.error(model, "invalid_request_error", "the prompt is strange"))
    with raises(errors.OpenAIInvalidRequestError):
        chat.invoke("Hi")


@both
def the_vendors_429_is_a_429(chat, model):
    vendor.fails(429, vendor.error(model, "rate_limit_error", "slow down"), {"retry-after": "7"})
    with raises(errors.OpenAIRateLimitError):
        chat.invoke("Hi")


@both
def a_client_that_leaves_a_stream_ends_the_vendors_call(chat, model):
    says(text("Good "), vendor.STALL)
    stream = chat.stream("Hi")
    assert any(chunk.text for chunk in stream)
    stream.close()
    equal(vendor.outcome(), "disconnected")


@both
async def the_asynchronous_client(chat, model):
    says(text("Good "), text("day"), finish())
    equal("".join([chunk.text async for chunk in chat.astream("Hi")]), "Good day")


@on(OPENAI_VENDOR)
def embeddings(model):
    vectors = {"object": "embedding", "index": 0, "embedding": [1.0, 0.5]}
    counts = {"prompt_tokens": 2, "total_tokens": 2}
    body = {"object": "list", "model": "scripted-mini", "data": [vectors], "usage": counts}
    vendor.answers(200, body, path="/v1/embeddings")
    embed = OpenAIEmbeddings(model=model, check_embedding_ctx_length=False, **HERE)
    equal(embed.embed_query("Good day"), [1.0, 0.5])


checks.run("langchain-openai (Python)")
