"""A call of the bot, read from any of the four forms that the Bot API accepts."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, ClientResponse, MultipartReader, web

from bot.demo.files import MAX_UPLOAD, Upload
from bot.demo.wire import Json, RefusalError, bad_request

ATTACHED = "attach://"
# Room for the form around a file of the largest size.
MAX_BODY = MAX_UPLOAD + 1024 * 1024


@dataclass(frozen=True)
class Call:
    """A method with its typed fields, and the files that came along by part name."""

    method: str
    fields: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def attached(self, value: str) -> Upload | None:
        """The file that `attach://part` points to; `None` if the value is a file id or an address."""
        if not value.startswith(ATTACHED):
            return None
        part = value.removeprefix(ATTACHED)
        if part not in self.files:
            raise bad_request(f"can't parse InputMedia: file {part} not found in request")
        return self.files[part]


async def read_request(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Raw fields and files of a request: query string, form, JSON body or multipart."""
    if (request.content_length or 0) > MAX_BODY:
        raise RefusalError(413, "Request Entity Too Large")
    raw: Json = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        raw |= _json_body(await request.read())
    elif request.content_type == "multipart/form-data":
        raw |= await _multipart(request, files)
    elif request.can_read_body:
        raw |= _form(await request.read())
    return raw, files


async def read_answer(response: ClientResponse) -> tuple[Json, dict[str, Upload]]:
    """The call that a webhook may answer with, `method` among its fields; nothing for any other answer."""
    files: dict[str, Upload] = {}
    try:
        if response.content_type == "application/json":
            return _json_body(await response.read()), files
        if response.content_type == "multipart/form-data":
            return await _parts(MultipartReader(response.headers, response.content), files), files
        if response.content_type == "application/x-www-form-urlencoded":
            return _form(await response.read()), files
    except (RefusalError, ValueError):
        pass  # an answer that is no call means nothing
    return {}, files


def _form(body: bytes) -> Json:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _json_body(content: bytes) -> Json:
    try:
        body: Any = json.loads(content or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body


async def _multipart(request: web.Request, files: dict[str, Upload]) -> Json:
    try:
        return await _parts(await request.multipart(), files)
    except ValueError:
        raise bad_request("can't parse multipart/form-data") from None


async def _parts(reader: MultipartReader, files: dict[str, Upload]) -> Json:
    """The fields of a form; its files go into `files`. ValueError if it cannot be read."""
    raw: Json = {}
    async for part in reader:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            raw[part.name] = content.decode("utf-8", "replace")
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, mime, content)
    return raw
