"""Ask a language model behind an OpenAI-compatible endpoint; the one door to the library openai."""

from __future__ import annotations

import json
import re
from time import monotonic
from typing import TYPE_CHECKING, Any

from gbaqa.errors import GenerationFailed, SettingError

if TYPE_CHECKING:
    from openai import OpenAI

MAX_TOKENS = 600  # of what the model writes: about ten sentences in any of the four languages
MAX_CHARACTERS = 20_000  # read of what it wrote; more is no answer
ATTEMPTS = 2  # the first and one retry
BUSY = 429
SERVER_FAULT = 500
LEAST_WAIT = 0.001  # seconds; a time-out of 0 would mean none
# what some models put before their answer; without its end, the answer was cut off within
THOUGHT = re.compile(r"\s*<think>.*?(?:</think>|\Z)", re.DOTALL)


class PassingFailure(GenerationFailed):
    """A failure that a second attempt may not meet."""


class OpenAIGenerator:
    """A prompt to what the model wrote for it; safe to use from several threads.

    `url` is the base of the endpoint, mostly ending in /v1; `timeout` is in seconds and bounds
    the whole of `generate`, its retry included. The key goes to the endpoint, in the
    Authorization header, and nowhere else. Without a key there is no such header. Raises
    SettingError where the library openai is not installed.
    """

    def __init__(self, url: str, model: str, *, key: str = "", timeout: float = 30.0) -> None:
        self.model = model
        self._timeout = timeout
        self._client = _client(url, key)

    def __repr__(self) -> str:
        return f"OpenAIGenerator(model={self.model!r})"

    def generate(self, prompt: str) -> str:
        """What the model wrote, without its thoughts, stripped and never empty.

        Raises GenerationFailed where the endpoint cannot be reached, takes too long, refuses, or
        says nothing that can be read. A lost connection and a fault of the server are retried
        once; a refusal and a time-out are not.
        """
        deadline = monotonic() + self._timeout
        for _ in range(ATTEMPTS - 1):
            try:
                return _written(self._post(prompt, deadline))
            except PassingFailure:
                continue
        return _written(self._post(prompt, deadline))

    def _post(self, prompt: str, deadline: float) -> str:
        import openai

        # What openai raises holds the request, its headers and so the key. Ours is raised once
        # that is gone: not even as its context does it come along.
        try:
            return self._client.chat.completions.with_raw_response.create(
                model=self.model,
                messages=[{"role": "user", "content": prompt}],
                temperature=0,
                max_tokens=MAX_TOKENS,
                timeout=max(LEAST_WAIT, deadline - monotonic()),
            ).http_response.text
        except openai.APITimeoutError:
            failure = GenerationFailed(
                f"the language model took longer than {self._timeout:g} s; "
                "raise GBAQA_LLM_TIMEOUT or choose a smaller model"
            )
        except openai.APIConnectionError:
            failure = PassingFailure(
                "the language model's server cannot be reached or read; check GBAQA_LLM_URL"
            )
        except openai.APIStatusError as error:
            failure = _refused(error.status_code)
        except openai.OpenAIError:
            failure = _unreadable()
        raise failure

    def close(self) -> None:
        """Closes the connections that are kept for the next answer."""
        self._client.close()


def _client(url: str, key: str) -> OpenAI:
    try:
        import openai
    except ImportError as error:
        raise SettingError(
            "GBAQA_LLM_URL is set and the library openai is not installed; "
            'run pip install "gbaqa[language-model]"'
        ) from error
    from httpx2 import Client

    from gbaqa.answering.writing.bounding import BoundedTransport

    return openai.OpenAI(
        base_url=url,
        api_key=key or "none",  # it insists on one; the transport leaves it out
        admin_api_key="",  # this and the next two would be read from the environment
        organization="",
        project="",
        max_retries=0,  # its own would wait for up to a minute where the server says so
        # a redirect would send question and evidence to an address that nobody chose
        http_client=Client(
            transport=BoundedTransport(authorized=bool(key)), follow_redirects=False
        ),
    )


def _refused(status: int) -> GenerationFailed:
    told = f"the language model's server answered with HTTP status {status}"
    if status >= SERVER_FAULT or status == BUSY:
        return PassingFailure(f"{told}; see its log")
    return GenerationFailed(f"{told}; check GBAQA_LLM_URL, GBAQA_LLM_MODEL and GBAQA_LLM_KEY")


def _unreadable() -> GenerationFailed:
    return GenerationFailed(
        "the language model's server did not answer with a chat completion; check GBAQA_LLM_URL"
    )


def _written(body: str) -> str:
    """The text of the first choice of a chat completion."""
    try:
        text = _content(json.loads(body))
    except (ValueError, RecursionError):  # of JSON nested too deep
        raise _unreadable() from None
    if text is None:
        raise _unreadable()
    text = THOUGHT.sub("", text, count=1).strip() if THOUGHT.match(text) else text.strip()
    if not text:
        raise GenerationFailed("the language model wrote nothing")
    if len(text) > MAX_CHARACTERS:
        raise GenerationFailed(f"the language model wrote more than {MAX_CHARACTERS} characters")
    return text


def _content(completion: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    match completion:
        case {"choices": [{"message": {"content": str(text)}}, *_]}:
            # half a surrogate pair is no text that can be shown or hashed
            return text.encode(errors="replace").decode()
        case {"choices": [{"message": {"content": None}}, *_]}:
            return ""
    return None
