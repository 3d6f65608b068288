"""What is read of a request in OpenAI's shape, and what /openapi.json says of it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

MODEL = "gbaqa"

# what /openapi.json says of the body: what is let in and not read is left out
BODY: dict[str, Any] = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["model", "messages"],
            "properties": {
                "model": {"const": MODEL},
                "messages": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["role", "content"],
                        "properties": {
                            "role": {"type": "string"},
                            "content": {"description": "a text, or parts of type text"},
                        },
                    },
                },
                "stream": {"type": "boolean", "default": False},
                "stream_options": {
                    "type": "object",
                    "properties": {"include_usage": {"type": "boolean"}},
                },
                "n": {"const": 1},
            },
        }
    }
}


class Message(BaseModel):
    """One message; its other fields are not read."""

    model_config = ConfigDict(extra="ignore")
    role: str
    content: str | list[dict[str, Any]] | None = None


class StreamOptions(BaseModel):
    """What a stream ends with."""

    model_config = ConfigDict(extra="ignore")
    include_usage: bool | None = False


class Completion(BaseModel):
    """What is read of a request; whatever else a front end sends is let in and not read."""

    model_config = ConfigDict(extra="ignore")
    model: str
    messages: list[Message] = Field(min_length=1)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = 1
