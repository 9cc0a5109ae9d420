"""Anthropic's own client."""

import time

import anthropic
from pydantic import BaseModel

import checks
import vendor
from checks import equal, everywhere, on, once, raises
from vendor import ANTHROPIC_VENDOR, MODELS, OPENAI_VENDOR, finish, says, text, tool_call, usage

WEATHER = {
    "name": "weather",
    "description": "The weather of a city.",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


def client(key: str | None = None, **options) -> anthropic.Anthropic:
    options.setdefault("max_retries", 0)
    return anthropic.Anthropic(base_url=checks.GATEWAY, api_key=key or KEY, **options)


def user(content) -> dict:
    return {"role": "user", "content": content}


KEY = checks.key()
CLIENT = client()
HI = {"max_tokens": 64, "messages": [user("Hi")]}


@everywhere
def a_whole_answer(model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    answer = CLIENT.messages.create(model=model, system="Be kind.", **HI)
    equal((answer.content[0].text, answer.stop_reason, answer.model), ("Good day", "end_turn", vendor.MODEL))
    equal((answer.usage.input_tokens, answer.usage.output_tokens), (7, 2))
    equal(vendor.system(vendor.bodies()[0], model), "Be kind.")


@everywhere
def a_streamed_answer_with_usage_in_its_end(model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    events = list(CLIENT.messages.create(model=model, stream=True, **HI))
    kinds = [event.type for event in events]
    equal((kinds[0], kinds[-2], kinds[-1]), ("message_start", "message_delta", "message_stop"))
    equal([it.delta.text for it in events if it.type == "content_block_delta"], ["Good ", "day"])
    equal((events[-2].delta.stop_reason, events[-2].usage.output_tokens), ("end_turn", 2))


@everywhere
def a_stream_that_the_client_puts_together(model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    with CLIENT.messages.stream(model=model, **HI) as stream:
        equal(list(stream.text_stream), ["Good ", "day"])
        answer = stream.get_final_message()
    equal((answer.content[0].text, answer.usage.input_tokens, answer.usage.output_tokens), ("Good day", 7, 2))


@everywhere
def an_answer_that_is_too_long(model):
    says(text("Goo"), finish("length"))
    equal(CLIENT.messages.create(model=model, **HI).stop_reason, "max_tokens")
    body = vendor.bodies()[0]
    assert 64 in (body.get("max_tokens"), body.get("max_completion_tokens")), body


@everywhere
def a_tool_is_called_and_its_result_answered(model):
    says(text("I look."), tool_call("call_1", "weather", {"city": "Bern"}), finish("tool_calls"))
    messages = [user("The weather in Bern?")]
    first = CLIENT.messages.create(model=model, max_tokens=64, messages=messages, tools=[WEATHER])
    words, call = first.content
    equal((words.text, first.stop_reason), ("I look.", "tool_use"))
    equal((call.id, call.name, call.input), ("call_1", "weather", {"city": "Bern"}))
    says(text("It rains."), finish())
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "rain"}
    messages += [{"role": "assistant", "content": first.content}, user([result])]
    second = CLIENT.messages.create(model=model, max_tokens=64, messages=messages, tools=[WEATHER])
    equal(second.content[0].text, "It rains.")
    body = vendor.bodies()[1]
    equal(vendor.tool_results(body, model), [("call_1", "rain")])
    equal(vendor.tools(body, model), ["weather"])


@everywhere
def tools_are_called_in_parallel_in_a_stream(model):
    calls = [tool_call("call_1", "weather", {"city": "Bern"}), tool_call("call_2", "weather", {"city": "Rome"})]
    says(*calls, finish("tool_calls"))
    messages = [user("The weather in Bern and Rome?")]
    with CLIENT.messages.stream(model=model, max_tokens=64, messages=messages, tools=[WEATHER]) as stream:
        content = stream.get_final_message().content
    equal([(it.id, it.input) for it in content], [("call_1", {"city": "Bern"}), ("call_2", {"city": "Rome"})])
    says(text("Rain and sun."), finish())
    answers = [("call_1", "rain"), ("call_2", "sun")]
    results = [{"type": "tool_result", "tool_use_id": id, "content": it} for id, it in answers]
    uses = [{"type": "tool_use", "id": it.id, "name": it.name, "input": it.input} for it in content]
    messages += [{"role": "assistant", "content": uses}, user(results)]
    answer = CLIENT.messages.create(model=model, max_tokens=64, messages=messages, tools=[WEATHER])
    equal(answer.content[0].text, "Rain and sun.")
    equal(vendor.tool_results(vendor.bodies()[1], model), answers)


@everywhere
def a_tool_is_forced(model):
    says(tool_call("call_1", "weather", {"city": "Bern"}), finish("tool_calls"))
    choice = {"type": "tool", "name": "weather", "disable_parallel_tool_use": True}
    CLIENT.messages.create(model=model, tools=[WEATHER], tool_choice=choice, **HI)
    body = vendor.bodies()[0]
    if model == ANTHROPIC_VENDOR:
        equal(body["tool_choice"], choice)
    else:
        equal(body["tool_choice"], {"type": "function", "function": {"name": "weather"}})
        equal(body["parallel_tool_calls"], False)


class City(BaseModel):
    name: str
    people: int


@everywhere
def an_answer_that_fits_a_schema(model):
    says(text('{"name":"Bern","people":146000}'), finish())
    answer = CLIENT.messages.parse(model=model, output_format=City, **HI)
    equal(answer.parsed_output, City(name="Bern", people=146000))
    equal(vendor.schema(vendor.bodies()[0], model)["properties"].keys(), {"name", "people"})


@everywhere
def pictures(model):
    sources = [
        {"type": "base64", "media_type": "image/png", "data": vendor.PNG},
        {"type": "url", "url": "https://example.org/cat.png"},
    ]
    parts = [{"type": "text", "text": "What is this?"}, *({"type": "image", "source": source} for source in sources)]
    CLIENT.messages.create(model=model, max_tokens=64, messages=[user(parts)])
    equal(vendor.pictures(vendor.bodies()[0], model), [vendor.PICTURE, "https://example.org/cat.png"])


@everywhere
def thoughts_come_before_words_and_go_back_to_the_vendor(model):
    says(vendor.thought("Rain?"), text("It rains."), finish())
    with CLIENT.messages.stream(model=model, **HI) as stream:
        content = stream.get_final_message().content
    equal([block.type for block in content], ["thinking", "text"])
    equal((content[0].thinking, content[1].text), ("Rain?", "It rains."))
    says(text("As I said"), finish())
    messages = [user("Hi"), {"role": "assistant", "content": content}, user("Again")]
    CLIENT.messages.create(model=model, max_tokens=64, messages=messages)
    if model == ANTHROPIC_VENDOR:
        thought = vendor.bodies()[1]["messages"][1]["content"][0]
        equal((thought["thinking"], thought["signature"]), ("Rain?", content[0].signature))


@on(ANTHROPIC_VENDOR)
def tokens_are_counted_by_the_vendor(model):
    vendor.answers(200, {"input_tokens": 42}, path="/v1/messages/count_tokens")
    equal(CLIENT.messages.count_tokens(model=model, messages=[user("Hi")]).input_tokens, 42)


@on(OPENAI_VENDOR)
def tokens_are_estimated_where_the_vendor_does_not_count(model):
    assert CLIENT.messages.count_tokens(model=model, messages=[user("Good day")]).input_tokens > 0
    equal(vendor.bodies(), [])


@once
def an_unknown_key_is_401():
    with raises(anthropic.AuthenticationError) as caught:
        client("pk_unknown").models.list()
    equal(caught["error"].type, "authentication_error")


@once
def a_key_may_come_as_a_bearer():
    bearer = anthropic.Anthropic(base_url=checks.GATEWAY, auth_token=KEY, max_retries=0)
    says(text("Good day"), finish())
    equal(bearer.messages.create(model=ANTHROPIC_VENDOR, **HI).content[0].text, "Good day")


@everywhere
def an_unknown_key_is_401_for_a_call(model):
    with raises(anthropic.AuthenticationError):
        client("pk_unknown").messages.create(model=model, **HI)
    equal(vendor.bodies(), [])


@once
def an_unknown_model_is_404():
    with raises(anthropic.NotFoundError) as caught:
        CLIENT.messages.create(model="no-such-model", **HI)
    equal(caught["error"].type, "not_found_error")


@on(OPENAI_VENDOR)
def a_picture_without_a_source_is_400(model):
    with raises(anthropic.BadRequestError) as caught:
        CLIENT.messages.create(model=model, max_tokens=64, messages=[user([{"type": "image"}])])
    equal(caught["error"].type, "invalid_request_error")


@everywhere
def the_vendors_400_is_a_400(model):
    vendor.fails(400, vendor.error(model, "invalid_request_error", "the prompt is strange"))
    with raises(anthropic.BadRequestError) as caught:
        CLIENT.messages.create(model=model, **HI)
    assert "the prompt is strange" in caught["error"].message, caught["error"].message
    equal(caught["error"].type, "invalid_request_error")


@everywhere
def the_vendors_401_does_not_blame_the_callers_key(model):
    vendor.fails(401, vendor.error(model, "authentication_error", "invalid key"))
    with raises(anthropic.PermissionDeniedError) as caught:
        CLIENT.messages.create(model=model, **HI)
    assert "The vendor refused the key" in caught["error"].message, caught["error"].message


@everywhere
def a_failing_vendor_is_a_server_error(model):
    vendor.fails(500, vendor.error(model, "api_error", "broken"))
    # In its own dialect a vendor's words are passed on, its status among them.
    kind = anthropic.InternalServerError if model == ANTHROPIC_VENDOR else anthropic.ServiceUnavailableError
    with raises(kind):
        CLIENT.messages.create(model=model, **HI)


@everywhere
def the_vendors_429_is_a_429_with_its_time(model):
    vendor.fails(429, vendor.error(model, "rate_limit_error", "slow down"), {"retry-after": "7"})
    with raises(anthropic.RateLimitError) as caught:
        CLIENT.messages.create(model=model, **HI)
    equal((caught["error"].response.headers["retry-after"], caught["error"].type), ("7", "rate_limit_error"))


@everywhere
def the_client_waits_as_long_as_the_vendor_says(model):
    vendor.fails(429, vendor.error(model, "rate_limit_error", "slow down"), {"retry-after": "1"})
    says(text("Now"), finish())
    began = time.monotonic()
    equal(client(max_retries=1).messages.create(model=model, **HI).content[0].text, "Now")
    assert time.monotonic() - began >= 1
    equal(len(vendor.bodies()), 2)


@once
def a_key_that_calls_too_often_is_429():
    limited = client(checks.key(requests_per_minute=1))
    limited.messages.create(model=ANTHROPIC_VENDOR, **HI)
    with raises(anthropic.RateLimitError) as caught:
        limited.messages.create(model=ANTHROPIC_VENDOR, **HI)
    equal(caught["error"].type, "rate_limit_error")
    assert 1 <= int(caught["error"].response.headers["retry-after"]) <= 60


@everywhere
def a_stream_that_is_cut_raises(model):
    says(text("Good "), vendor.CUT)
    with raises(anthropic.APIStatusError) as caught:
        for _ in CLIENT.messages.create(model=model, stream=True, **HI):
            pass
    equal(caught["error"].type, "api_error")


@everywhere
def a_client_that_leaves_a_stream_ends_the_vendors_call(model):
    says(text("Good "), vendor.STALL)
    stream = CLIENT.messages.create(model=model, stream=True, **HI)
    assert any(event.type == "content_block_delta" for event in stream)
    stream.close()
    equal(vendor.outcome(), "disconnected")


@everywhere
def a_client_that_leaves_before_the_first_token_ends_the_vendors_call(model):
    says(text("Good day"), finish(), hold="never")
    with raises(anthropic.APITimeoutError):
        client(timeout=0.5).messages.create(model=model, stream=True, **HI)
    equal(vendor.outcome(), "disconnected")


@everywhere
def a_client_that_does_not_wait_for_a_whole_answer_ends_the_vendors_call(model):
    says(text("Good day"), finish(), hold="never")
    with raises(anthropic.APITimeoutError):
        client(timeout=0.5).messages.create(model=model, **HI)
    equal(vendor.outcome(), "disconnected")


@once
def models():
    assert set(MODELS) <= {model.id for model in CLIENT.models.list()}
    equal(CLIENT.models.retrieve(ANTHROPIC_VENDOR).type, "model")
    with raises(anthropic.NotFoundError):
        CLIENT.models.retrieve("no-such-model")


@everywhere
async def the_asynchronous_client(model):
    says(text("Good "), text("day"), finish())
    async with anthropic.AsyncAnthropic(base_url=checks.GATEWAY, api_key=KEY, max_retries=0) as client:
        async with client.messages.stream(model=model, **HI) as stream:
            equal("".join([words async for words in stream.text_stream]), "Good day")


checks.run("anthropic (Python)")
