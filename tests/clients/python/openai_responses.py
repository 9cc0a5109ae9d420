"""OpenAI's own client: responses."""

import openai
from pydantic import BaseModel

import checks
import vendor
from checks import equal, on, once, raises
from vendor import MODELS, RESPONSES_VENDOR, finish, says, text, tool_call, usage

WEATHER = {
    "type": "function",
    "name": "weather",
    "description": "The weather of a city.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    "strict": False,
}
everywhere = on(*MODELS, RESPONSES_VENDOR)
# Where the gateway writes the response itself, with ids of its own.
translated = on(*MODELS)
CLIENT = openai.OpenAI(base_url=f"{checks.GATEWAY}/v1", api_key=checks.key(), max_retries=0)


@everywhere
def a_whole_answer(model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    answer = CLIENT.responses.create(model=model, instructions="Be kind.", input="Hi")
    equal((answer.output_text, answer.status, answer.model), ("Good day", "completed", vendor.MODEL))
    equal((answer.usage.input_tokens, answer.usage.output_tokens, answer.usage.total_tokens), (7, 2, 9))
    equal(vendor.system(vendor.bodies()[0], model), "Be kind.")


@everywhere
def a_streamed_answer(model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    events = list(CLIENT.responses.create(model=model, input="Hi", stream=True))
    equal([it.delta for it in events if it.type == "response.output_text.delta"], ["Good ", "day"])
    equal([event.sequence_number for event in events], list(range(len(events))))
    equal([events[0].type, events[1].type], ["response.created", "response.in_progress"])
    equal(events[-1].type, "response.completed")
    last = events[-1].response
    equal((last.output_text, last.usage.input_tokens, last.usage.output_tokens), ("Good day", 7, 2))


@everywhere
def an_answer_that_is_too_long(model):
    says(text("Goo"), finish("length"))
    answer = CLIENT.responses.create(model=model, input="Hi", max_output_tokens=16)
    equal((answer.status, answer.incomplete_details.reason), ("incomplete", "max_output_tokens"))


@everywhere
def a_tool_is_called_and_its_result_answered(model):
    says(tool_call("call_1", "weather", {"city": "Bern"}), finish("tool_calls"))
    conversation = [{"role": "user", "content": "The weather in Bern?"}]
    first = CLIENT.responses.create(model=model, input=conversation, tools=[WEATHER])
    [call] = first.output
    equal((call.type, call.call_id, call.arguments), ("function_call", "call_1", '{"city":"Bern"}'))
    says(text("It rains."), finish())
    conversation += [*first.output, {"type": "function_call_output", "call_id": call.call_id, "output": "rain"}]
    second = CLIENT.responses.create(model=model, input=conversation, tools=[WEATHER])
    equal(second.output_text, "It rains.")
    body = vendor.bodies()[1]
    equal(vendor.tool_results(body, model), [("call_1", "rain")])
    equal(vendor.tools(body, model), ["weather"])


@everywhere
def tools_are_called_in_parallel_in_a_stream(model):
    calls = [tool_call("call_1", "weather", {"city": "Bern"}), tool_call("call_2", "weather", {"city": "Rome"})]
    says(*calls, finish("tool_calls"))
    conversation = [{"role": "user", "content": "The weather in Bern and Rome?"}]
    with CLIENT.responses.stream(model=model, input=conversation, tools=[WEATHER]) as stream:
        output = stream.get_final_response().output
    called = [(call.call_id, call.arguments) for call in output]
    equal(called, [("call_1", '{"city":"Bern"}'), ("call_2", '{"city":"Rome"}')])
    says(text("Rain and sun."), finish())
    conversation += [it.model_dump(include={"type", "call_id", "name", "arguments"}) for it in output]
    results = [("call_1", "rain"), ("call_2", "sun")]
    conversation += [{"type": "function_call_output", "call_id": id, "output": it} for id, it in results]
    equal(CLIENT.responses.create(model=model, input=conversation, tools=[WEATHER]).output_text, "Rain and sun.")
    equal(vendor.tool_results(vendor.bodies()[1], model), results)


class City(BaseModel):
    name: str
    people: int


@everywhere
def an_answer_that_fits_a_schema(model):
    says(text('{"name":"Bern","people":146000}'), finish())
    answer = CLIENT.responses.parse(model=model, input="A city", text_format=City)
    equal(answer.output_parsed, City(name="Bern", people=146000))
    equal(vendor.schema(vendor.bodies()[0], model)["properties"].keys(), {"name", "people"})


@everywhere
def pictures(model):
    urls = [vendor.PICTURE, "https://example.org/cat.png"]
    pictures = [{"type": "input_image", "image_url": url, "detail": "auto"} for url in urls]
    content = [{"type": "input_text", "text": "What is this?"}, *pictures]
    CLIENT.responses.create(model=model, input=[{"role": "user", "content": content}])
    equal(vendor.pictures(vendor.bodies()[0], model), urls)


@everywhere
def a_response_goes_on_from_the_one_before(model):
    says(text("Good day"), finish())
    first = CLIENT.responses.create(model=model, input="Hi")
    says(text("As I said"), finish())
    second = CLIENT.responses.create(model=model, input="Again", previous_response_id=first.id)
    equal(second.output_text, "As I said")
    if model in MODELS:
        equal(second.previous_response_id, first.id)
    equal(vendor.said(vendor.bodies()[1]), [("user", "Hi"), ("assistant", "Good day"), ("user", "Again")])


@translated
def an_item_is_named_instead_of_sent_again(model):
    says(text("Good day"), finish())
    [item] = CLIENT.responses.create(model=model, input="Hi").output
    says(text("As I said"), finish())
    conversation = [{"role": "user", "content": "Hi"}, {"type": "item_reference", "id": item.id}]
    CLIENT.responses.create(model=model, input=[*conversation, {"role": "user", "content": "Again"}])
    equal(vendor.said(vendor.bodies()[1]), [("user", "Hi"), ("assistant", "Good day"), ("user", "Again")])


@everywhere
def a_response_is_read_and_deleted(model):
    says(text("Good day"), finish())
    id = CLIENT.responses.create(model=model, input="Hi").id
    equal(CLIENT.responses.retrieve(id).output_text, "Good day")
    CLIENT.responses.delete(id)
    with raises(openai.NotFoundError):
        CLIENT.responses.retrieve(id)


@everywhere
def a_streamed_response_is_read_again(model):
    says(text("Good day"), finish())
    *_, last = CLIENT.responses.create(model=model, input="Hi", stream=True)
    equal(CLIENT.responses.retrieve(last.response.id).output_text, "Good day")


@translated
def a_response_that_was_not_to_be_kept_is_404(model):
    says(text("Good day"), finish())
    id = CLIENT.responses.create(model=model, input="Hi", store=False).id
    with raises(openai.NotFoundError):
        CLIENT.responses.retrieve(id)


@once
def a_response_that_is_not_there_is_404():
    with raises(openai.NotFoundError):
        CLIENT.responses.retrieve("resp_unknown")


@everywhere
def the_vendors_400_is_a_400(model):
    vendor.fails(400, vendor.error(model, "invalid_request_error", "the prompt is strange"))
    with raises(openai.BadRequestError) as caught:
        CLIENT.responses.create(model=model, input="Hi")
    assert "the prompt is strange" in caught["error"].message, caught["error"].message


@everywhere
def the_vendors_429_is_a_429_with_its_time(model):
    vendor.fails(429, vendor.error(model, "rate_limit_error", "slow down"), {"retry-after": "7"})
    with raises(openai.RateLimitError) as caught:
        CLIENT.responses.create(model=model, input="Hi")
    equal(caught["error"].response.headers["retry-after"], "7")


@everywhere
def a_stream_that_is_cut_raises(model):
    says(text("Good "), vendor.CUT)
    stream = CLIENT.responses.create(model=model, input="Hi", stream=True)
    with raises(openai.APIError):
        list(stream)


@everywhere
def a_client_that_leaves_a_stream_ends_the_vendors_call(model):
    says(text("Good "), vendor.STALL)
    stream = CLIENT.responses.create(model=model, input="Hi", stream=True)
    assert any(event.type == "response.output_text.delta" for event in stream)
    stream.close()
    equal(vendor.outcome(), "disconnected")


checks.run("openai (Python), responses")
