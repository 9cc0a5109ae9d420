"""OpenAI's agents: the client that calls tools by itself, over chat and over responses."""

import agents
import openai
from agents import Agent, ModelSettings, Runner, function_tool
from pydantic import BaseModel

import checks
import vendor
from checks import equal, everywhere, raises
from vendor import finish, says, text, tool_call, usage

agents.set_tracing_disabled(True)
KEY = checks.key()


@function_tool
def weather(city: str) -> str:
    """The weather of a city."""
    return {"Bern": "rain", "Rome": "sun"}[city]


class City(BaseModel):
    name: str
    people: int


def agent(dialect: type, model: str, **options) -> Agent:
    """An agent with a client of its own: a client belongs to one event loop."""
    client = openai.AsyncOpenAI(base_url=f"{checks.GATEWAY}/v1", api_key=KEY, max_retries=0)
    settings = ModelSettings(include_usage=True)
    model = dialect(model=model, openai_client=client)
    return Agent(name="Guide", instructions="Be kind.", model=model, model_settings=settings, **options)


def both(check):
    """A check of both dialects that agents speak."""
    for dialect in (agents.OpenAIChatCompletionsModel, agents.OpenAIResponsesModel):

        def of_dialect(model, dialect=dialect):
            return check(dialect, model)

        of_dialect.__name__ = f"{check.__name__}, {dialect.__name__}"
        everywhere(of_dialect)
    return check


@both
async def a_whole_answer(dialect, model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    result = await Runner.run(agent(dialect, model), "Hi")
    counted = result.context_wrapper.usage
    equal((result.final_output, counted.input_tokens, counted.output_tokens), ("Good day", 7, 2))
    equal(vendor.system(vendor.bodies()[0], model), "Be kind.")


@both
async def a_streamed_answer(dialect, model):
    says(text("Good "), text("day"), usage(7, 2), finish())
    result = Runner.run_streamed(agent(dialect, model), "Hi")
    words = []
    async for event in result.stream_events():
        if event.type == "raw_response_event" and event.data.type == "response.output_text.delta":
            words.append(event.data.delta)
    equal((words, result.final_output), (["Good ", "day"], "Good day"))
    counted = result.context_wrapper.usage
    equal((counted.input_tokens, counted.output_tokens), (7, 2))


@both
async def a_tool_is_called_and_its_result_answered(dialect, model):
    says(tool_call("call_1", "weather", {"city": "Bern"}), usage(7, 2), finish("tool_calls"))
    says(text("It rains."), usage(9, 3), finish())
    result = await Runner.run(agent(dialect, model, tools=[weather]), "The weather in Bern?")
    equal((result.final_output, result.context_wrapper.usage.total_tokens), ("It rains.", 21))
    body = vendor.bodies()[1]
    equal(vendor.tool_results(body, model), [("call_1", "rain")])
    equal(vendor.tools(body, model), ["weather"])


@both
async def tools_are_called_in_parallel_in_a_stream(dialect, model):
    calls = [tool_call("call_1", "weather", {"city": "Bern"}), tool_call("call_2", "weather", {"city": "Rome"})]
    says(*calls, finish("tool_calls"))
    says(text("Rain and sun."), finish())
    result = Runner.run_streamed(agent(dialect, model, tools=[weather]), "The weather in Bern and Rome?")
    async for _ in result.stream_events():
        pass
    equal(result.final_output, "Rain and sun.")
    equal(vendor.tool_results(vendor.bodies()[1], model), [("call_1", "rain"), ("call_2", "sun")])


@both
async def a_conversation_goes_on(dialect, model):
    says(text("Good day"), finish())
    guide = agent(dialect, model)
    first = await Runner.run(guide, "Hi")
    says(text("As I said"), finish())
    second = await Runner.run(guide, [*first.to_input_list(), {"role": "user", "content": "Again"}])
    equal(second.final_output, "As I said")
    turns = [it for it in vendor.bodies()[1]["messages"] if it["role"] in ("user", "assistant")]
    said = [(it["role"], vendor.words(it["content"])) for it in turns]
    equal(said, [("user", "Hi"), ("assistant", "Good day"), ("user", "Again")])


@both
async def an_answer_that_fits_a_schema(dialect, model):
    says(text('{"name":"Bern","people":146000}'), finish())
    result = await Runner.run(agent(dialect, model, output_type=City), "A city")
    equal(result.final_output, City(name="Bern", people=146000))
    equal(vendor.schema(vendor.bodies()[0], model)["properties"].keys(), {"name", "people"})


@both
async def pictures(dialect, model):
    picture = {"type": "input_image", "image_url": vendor.PICTURE, "detail": "auto"}
    content = [{"type": "input_text", "text": "What is this?"}, picture]
    await Runner.run(agent(dialect, model), [{"role": "user", "content": content}])
    equal(vendor.pictures(vendor.bodies()[0], model), [vendor.PICTURE])


@both
async def a_handoff_to_another_agent(dialect, model):
    other = agent(dialect, model).clone(name="Expert", instructions="Be exact.")
    says(tool_call("call_1", "transfer_to_expert", {}), finish("tool_calls"))
    says(text("Exactly."), finish())
    result = await Runner.run(agent(dialect, model, handoffs=[other]), "Hi")
    equal((result.final_output, result.last_agent.name), ("Exactly.", "Expert"))
    equal(vendor.system(vendor.bodies()[1], model), "Be exact.")


@both
async def the_vendors_400_is_a_400(dialect, model):
    vendor.fails(400, vendor.error(model, "invalid_request_error", "the prompt is strange"))
    with raises(openai.BadRequestError):
        await Runner.run(agent(dialect, model), "Hi")


@both
async def the_vendors_429_is_a_429(dialect, model):
    vendor.fails(429, vendor.error(model, "rate_limit_error", "slow down"), {"retry-after": "7"})
    with raises(openai.RateLimitError):
        await Runner.run(agent(dialect, model), "Hi")


@both
async def a_run_that_is_cancelled_ends_the_vendors_call(dialect, model):
    says(text("Good "), vendor.STALL)
    result = Runner.run_streamed(agent(dialect, model), "Hi")
    async for event in result.stream_events():
        if event.type == "raw_response_event" and event.data.type == "response.output_text.delta":
            result.cancel()
    equal(vendor.outcome(), "disconnected")


checks.run("openai-agents (Python)")
