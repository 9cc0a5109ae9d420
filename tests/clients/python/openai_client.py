"""OpenAI's own client: chat, embeddings, models and errors."""

import time

import openai
from pydantic import BaseModel

import checks
import vendor
from checks import equal, everywhere, on, once, raises
from vendor import ANTHROPIC_VENDOR, MODELS, OPENAI_VENDOR, finish, says, text, tool_call, usage

WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def client(key: str | None = None, **options) -> openai.OpenAI:
    options.setdefault("max_retries", 0)
    return openai.OpenAI(base_url=f"{checks.GATEWAY}/v1", api_key=key or KEY, **options)


def user(content) -> dict:
    return {"role": "user", "content": content}


KEY = checks.key()
CLIENT = client()


@everywhere
def a_whole_answer(model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    messages = [{"role": "system", "content": "Be kind."}, user("Hi")]
    answer = CLIENT.chat.completions.create(model=model, messages=messages)
    equal((answer.choices[0].message.content, answer.choices[0].finish_reason), ("Good day", "stop"))
    equal((answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.total_tokens), (7, 2, 9))
    equal(answer.model, vendor.MODEL)
    equal(vendor.system(vendor.bodies()[0], model), "Be kind.")


@everywhere
def a_streamed_answer_with_usage_in_the_last_chunk(model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    options = {"include_usage": True}
    stream = CLIENT.chat.completions.create(model=model, messages=[user("Hi")], stream=True, stream_options=options)
    *others, last = stream
    assert [it.choices[0].delta.content for it in others if it.choices[0].delta.content] == ["Good ", "day"]
    equal(others[-1].choices[0].finish_reason, "stop")
    equal(last.choices, [])
    equal((last.usage.prompt_tokens, last.usage.completion_tokens), (7, 2))
    assert all(chunk.usage is None for chunk in others)


@everywhere
def a_streamed_answer_without_usage_where_none_was_asked_for(model):
    says(text("Good day"), usage(7, 2), finish())
    chunks = list(CLIENT.chat.completions.create(model=model, messages=[user("Hi")], stream=True))
    assert all(chunk.choices and chunk.usage is None for chunk in chunks)


@everywhere
def an_answer_that_is_too_long(model):
    says(text("Goo"), finish("length"))
    answer = CLIENT.chat.completions.create(model=model, messages=[user("Hi")], max_completion_tokens=16)
    equal(answer.choices[0].finish_reason, "length")
    body = vendor.bodies()[0]
    assert 16 in (body.get("max_completion_tokens"), body.get("max_tokens"))


@everywhere
def a_tool_is_called_and_its_result_answered(model):
    says(tool_call("call_1", "weather", {"city": "Bern"}), finish("tool_calls"))
    messages = [user("The weather in Bern?")]
    first = CLIENT.chat.completions.create(model=model, messages=messages, tools=[WEATHER]).choices[0]
    equal(first.finish_reason, "tool_calls")
    [call] = first.message.tool_calls
    equal((call.id, call.function.name, call.function.arguments), ("call_1", "weather", '{"city":"Bern"}'))
    says(text("It rains."), finish())
    messages += [first.message, {"role": "tool", "tool_call_id": call.id, "content": "rain"}]
    second = CLIENT.chat.completions.create(model=model, messages=messages, tools=[WEATHER])
    equal(second.choices[0].message.content, "It rains.")
    body = vendor.bodies()[1]
    equal(vendor.tool_results(body, model), [("call_1", "rain")])
    equal(vendor.tools(body, model), ["weather"])


@everywhere
def tools_are_called_in_parallel_in_a_stream(model):
    calls = [tool_call("call_1", "weather", {"city": "Bern"}), tool_call("call_2", "weather", {"city": "Rome"})]
    says(*calls, finish("tool_calls"))
    messages = [user("The weather in Bern and Rome?")]
    with CLIENT.chat.completions.stream(model=model, messages=messages, tools=[WEATHER]) as stream:
        message = stream.get_final_completion().choices[0].message
    called = [(it.id, it.function.arguments) for it in message.tool_calls]
    equal(called, [("call_1", '{"city":"Bern"}'), ("call_2", '{"city":"Rome"}')])
    says(text("Rain and sun."), finish())
    answers = [("call_1", "rain"), ("call_2", "sun")]
    results = [{"role": "tool", "tool_call_id": id, "content": it} for id, it in answers]
    fields = {"id": True, "type": True, "function": {"name", "arguments"}}
    calls = [it.model_dump(include=fields) for it in message.tool_calls]
    messages += [{"role": "assistant", "tool_calls": calls}, *results]
    answer = CLIENT.chat.completions.create(model=model, messages=messages, tools=[WEATHER])
    equal(answer.choices[0].message.content, "Rain and sun.")
    equal(vendor.tool_results(vendor.bodies()[1], model), answers)


@everywhere
def a_tool_is_forced(model):
    says(tool_call("call_1", "weather", {"city": "Bern"}), finish("tool_calls"))
    choice = {"type": "function", "function": {"name": "weather"}}
    CLIENT.chat.completions.create(
        model=model, messages=[user("Hi")], tools=[WEATHER], tool_choice=choice, parallel_tool_calls=False
    )
    body = vendor.bodies()[0]
    if model == OPENAI_VENDOR:
        equal((body["tool_choice"], body["parallel_tool_calls"]), (choice, False))
    else:
        equal(body["tool_choice"], {"type": "tool", "name": "weather", "disable_parallel_tool_use": True})


class City(BaseModel):
    name: str
    people: int


@everywhere
def an_answer_that_fits_a_schema(model):
    says(text('{"name":"Bern","people":146000}'), finish())
    answer = CLIENT.chat.completions.parse(model=model, messages=[user("A city")], response_format=City)
    equal(answer.choices[0].message.parsed, City(name="Bern", people=146000))
    equal(vendor.schema(vendor.bodies()[0], model)["properties"].keys(), {"name", "people"})


@everywhere
def a_streamed_answer_that_fits_a_schema(model):
    says(text('{"name":"Bern",'), text('"people":146000}'), finish())
    with CLIENT.chat.completions.stream(model=model, messages=[user("A city")], response_format=City) as stream:
        equal(stream.get_final_completion().choices[0].message.parsed, City(name="Bern", people=146000))


@everywhere
def pictures(model):
    urls = [vendor.PICTURE, "https://example.org/cat.png"]
    pictures = [{"type": "image_url", "image_url": {"url": url}} for url in urls]
    parts = [{"type": "text", "text": "What is this?"}, *pictures]
    CLIENT.chat.completions.create(model=model, messages=[user(parts)])
    equal(vendor.pictures(vendor.bodies()[0], model), urls)


@once
def an_unknown_key_is_401():
    with raises(openai.AuthenticationError) as caught:
        client("pk_unknown").models.list()
    equal(caught["error"].status_code, 401)


@everywhere
def an_unknown_key_is_401_for_a_call(model):
    with raises(openai.AuthenticationError):
        client("pk_unknown").chat.completions.create(model=model, messages=[user("Hi")])
    equal(vendor.bodies(), [])


@once
def an_unknown_model_is_404():
    with raises(openai.NotFoundError) as caught:
        CLIENT.chat.completions.create(model="no-such-model", messages=[user("Hi")])
    equal((caught["error"].code, caught["error"].param), ("model_not_found", "model"))


@on(ANTHROPIC_VENDOR)
def messages_that_are_no_list_are_400(model):
    with raises(openai.BadRequestError) as caught:
        CLIENT.chat.completions.create(model=model, messages="Hi")
    equal((caught["error"].type, caught["error"].param), ("invalid_request_error", "messages"))


@everywhere
def the_vendors_400_is_a_400(model):
    vendor.fails(400, vendor.error(model, "invalid_request_error", "the prompt is strange"))
    with raises(openai.BadRequestError) as caught:
        CLIENT.chat.completions.create(model=model, messages=[user("Hi")])
    assert "the prompt is strange" in caught["error"].message
    equal(caught["error"].type, "invalid_request_error")


@everywhere
def the_vendors_401_does_not_blame_the_callers_key(model):
    vendor.fails(401, vendor.error(model, "authentication_error", "invalid key"))
    with raises(openai.PermissionDeniedError) as caught:
        CLIENT.chat.completions.create(model=model, messages=[user("Hi")])
    equal(caught["error"].code, "vendor_unauthorized")
    assert "The vendor refused the key" in caught["error"].message, caught["error"].message


@everywhere
def a_failing_vendor_is_a_server_error(model):
    vendor.fails(500, vendor.error(model, "api_error", "broken"))
    with raises(openai.InternalServerError):
        CLIENT.chat.completions.create(model=model, messages=[user("Hi")])


@everywhere
def the_vendors_429_is_a_429_with_its_time(model):
    vendor.fails(429, vendor.error(model, "rate_limit_error", "slow down"), {"retry-after": "7"})
    with raises(openai.RateLimitError) as caught:
        CLIENT.chat.completions.create(model=model, messages=[user("Hi")])
    equal(caught["error"].response.headers["retry-after"], "7")


@everywhere
def the_client_waits_as_long_as_the_vendor_says(model):
    vendor.fails(429, vendor.error(model, "rate_limit_error", "slow down"), {"retry-after": "1"})
    says(text("Now"), finish())
    began = time.monotonic()
    answer = client(max_retries=1).chat.completions.create(model=model, messages=[user("Hi")])
    equal(answer.choices[0].message.content, "Now")
    assert time.monotonic() - began >= 1
    equal(len(vendor.bodies()), 2)


@once
def a_key_that_calls_too_often_is_429():
    limited = client(checks.key(requests_per_minute=1))
    answer = limited.chat.completions.with_raw_response.create(model=OPENAI_VENDOR, messages=[user("Hi")])
    equal((answer.headers["x-ratelimit-limit-requests"], answer.headers["x-ratelimit-remaining-requests"]), ("1", "0"))
    with raises(openai.RateLimitError) as caught:
        limited.chat.completions.create(model=OPENAI_VENDOR, messages=[user("Hi")])
    assert 1 <= int(caught["error"].response.headers["retry-after"]) <= 60


@everywhere
def a_stream_that_is_cut_raises(model):
    says(text("Good "), vendor.CUT)
    with raises(openai.APIError):
        for _ in CLIENT.chat.completions.create(model=model, messages=[user("Hi")], stream=True):
            pass


@everywhere
def a_client_that_leaves_a_stream_ends_the_vendors_call(model):
    says(text("Good "), vendor.STALL)
    stream = CLIENT.chat.completions.create(model=model, messages=[user("Hi")], stream=True)
    assert any(chunk.choices[0].delta.content for chunk in stream)
    stream.close()
    equal(vendor.outcome(), "disconnected")


@everywhere
def a_client_that_leaves_before_the_first_token_ends_the_vendors_call(model):
    says(text("Good day"), finish(), hold="never")
    with raises(openai.APITimeoutError):
        client(timeout=0.5).chat.completions.create(model=model, messages=[user("Hi")], stream=True)
    equal(vendor.outcome(), "disconnected")


@everywhere
def a_client_that_does_not_wait_for_a_whole_answer_ends_the_vendors_call(model):
    says(text("Good day"), finish(), hold="never")
    with raises(openai.APITimeoutError):
        client(timeout=0.5).chat.completions.create(model=model, messages=[user("Hi")])
    equal(vendor.outcome(), "disconnected")


@on(OPENAI_VENDOR)
def embeddings(model):
    # The client asks for base64 unless it is told otherwise: 1 and 0.5 as little-endian floats.
    vendors = {"object": "embedding", "index": 0, "embedding": "AACAPwAAAD8="}
    counts = {"prompt_tokens": 2, "total_tokens": 2}
    body = {"object": "list", "model": "scripted-mini", "data": [vendors], "usage": counts}
    vendor.answers(200, body, path="/v1/embeddings")
    answer = CLIENT.embeddings.create(model=model, input=["Good day"])
    equal((answer.data[0].embedding, answer.usage.prompt_tokens, answer.model), ([1.0, 0.5], 2, vendor.MODEL))
    equal(vendor.bodies()[0]["encoding_format"], "base64")


@on(ANTHROPIC_VENDOR)
def a_vendor_without_embeddings_is_400(model):
    with raises(openai.BadRequestError) as caught:
        CLIENT.embeddings.create(model=model, input=["Good day"])
    equal(caught["error"].param, "model")


@once
def models():
    ids = [model.id for model in CLIENT.models.list()]
    assert set(MODELS) <= set(ids)
    equal(CLIENT.models.retrieve(OPENAI_VENDOR).id, OPENAI_VENDOR)
    with raises(openai.NotFoundError):
        CLIENT.models.retrieve("no-such-model")


@everywhere
async def the_asynchronous_client(model):
    says(text("Good "), text("day"), finish())
    async with openai.AsyncOpenAI(base_url=f"{checks.GATEWAY}/v1", api_key=KEY, max_retries=0) as client:
        stream = await client.chat.completions.create(model=model, messages=[user("Hi")], stream=True)
        assert "".join([chunk.choices[0].delta.content or "" async for chunk in stream]) == "Good day"


checks.run("openai (Python), chat")
