"""What goes over the wire: JSON objects, and the refusals that Telegram answers with."""

from typing import Any

Json = dict[str, Any]


class RefusalError(Exception):
    """A call that Telegram would refuse: HTTP code, its own words, and response parameters if any."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_json(self) -> Json:
        """The body of Telegram's answer."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = dict(self.parameters)
        return answer


def bad_request(reason: str) -> RefusalError:
    """400 with Telegram's usual prefix."""
    return RefusalError(400, f"Bad Request: {reason}")


def too_many_requests(retry_after: int) -> RefusalError:
    """429 in Telegram's words; `retry_after` in seconds."""
    return RefusalError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
