"""Files that went through the chat: kept in memory, handed out by file id and by path."""

import struct
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from bot.demo.wire import Json, bad_request

MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
# How a file begins, from which byte on: a bot may upload bytes without a name, and the page must play them.
BEGINNINGS = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
)
SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "audio/ogg": "oga",
    "audio/mpeg": "mp3",
}
FOLDERS = {"photo": "photos", "video": "videos", "animation": "animations", "voice": "voice"}


@dataclass(frozen=True)
class Upload:
    """A file as it came in a request."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class StoredFile:
    """A file with its ids; sizes in pixels and seconds, 0 where unknown."""

    file_id: str
    kind: str
    path: str
    name: str
    mime: str
    content: bytes
    width: int = 0
    height: int = 0
    duration: int = 0

    @property
    def unique_id(self) -> str:
        """The same for the same content, as at Telegram."""
        return sha256(self.content).hexdigest()[:16]

    def ids(self) -> Json:
        """The fields that every kind of file has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    def to_json(self) -> Json:
        """Telegram's File, with the path to fetch it by."""
        if len(self.content) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return self.ids() | {"file_path": self.path}


class FileStore:
    """All files of the chat."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = count(1)

    def keep(
        self, kind: str, upload: Upload, width: int = 0, height: int = 0, duration: int = 0
    ) -> StoredFile:
        """Store an upload; refuses what Telegram refuses for this kind."""
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > MAX_UPLOAD:
            raise bad_request("file is too big")
        if kind == "photo":
            width, height = _photo_size(upload.content)
        mime = _kind_of(upload.content) or upload.mime
        number = next(self._numbers)
        file_id = f"{kind[:2].upper()}{number:06d}-{sha256(upload.content).hexdigest()[:24]}"
        suffix = SUFFIXES.get(mime) or (
            upload.name.rpartition(".")[2].lower()[:5] if "." in upload.name else "bin"
        )
        path = f"{FOLDERS.get(kind, 'documents')}/file_{number}.{suffix}"
        stored = StoredFile(file_id, kind, path, upload.name, mime, upload.content, width, height, duration)
        self._by_id[file_id] = stored
        self._by_path[path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile:
        """The file with this id; Telegram's refusal if there is none."""
        if file_id.startswith(("http://", "https://")):
            # Telegram would fetch it; nothing here loads from outside.
            raise bad_request("failed to get HTTP URL content")
        if file_id not in self._by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def forget(self, but: AbstractSet[str]) -> None:
        """Drop every file, but those with these ids."""
        self._by_id = {file_id: stored for file_id, stored in self._by_id.items() if file_id in but}
        self._by_path = {stored.path: stored for stored in self._by_id.values()}

    def by_path(self, path: str) -> StoredFile | None:
        """The file that getFile promised under this path."""
        return self._by_path.get(path)


def _kind_of(content: bytes) -> str | None:
    """The MIME type that the first bytes show, as Telegram looks at them; `None` if they show none."""
    return next((mime for at, sign, mime in BEGINNINGS if content.startswith(sign, at)), None)


def _photo_size(content: bytes) -> tuple[int, int]:
    if len(content) > MAX_PHOTO:
        raise bad_request("file is too big")
    size = image_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > PHOTO_SIDES or max(size) > PHOTO_RATIO * max(1, min(size)):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, JPEG or WebP, `None` for anything else."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return struct.unpack(">II", content[16:24])
        if content.startswith((b"GIF87a", b"GIF89a")):
            return struct.unpack("<HH", content[6:10])
        if content.startswith(b"\xff\xd8"):
            return _jpeg_size(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp_size(content)
    except (struct.error, IndexError):
        return None
    return None


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Walk over the segments to the frame header (SOF0 … SOF15 without DHT, JPG, DAC)."""
    at = 2
    while True:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length


def _webp_size(content: bytes) -> tuple[int, int] | None:
    match content[12:16]:
        case b"VP8X":
            width = int.from_bytes(content[24:27], "little")
            return width + 1, int.from_bytes(content[27:30], "little") + 1
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None
