"""Pictures: what Telegram takes as a photo, and how large it is."""

import struct
from pathlib import Path

import pytest

from bot.demo.files import MAX_PHOTO, MAX_UPLOAD, FileStore, Upload, image_size
from bot.demo.person import PIXEL
from bot.demo.wire import RefusalError


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", width, height)


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe\0\x04hi"
    return b"\xff\xd8" + comment + b"\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width) + b"\0" * 10


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (PIXEL, (1, 1)),
        (png(640, 480), (640, 480)),
        (jpeg(640, 480), (640, 480)),
        (b"GIF89a" + struct.pack("<HH", 3, 4), (3, 4)),
        (b"RIFF....WEBPVP8X" + b"\0" * 8 + (2).to_bytes(3, "little") + (4).to_bytes(3, "little"), (3, 5)),
        (b"RIFF....WEBPVP8 " + b"\0" * 10 + struct.pack("<HH", 7, 9), (7, 9)),
        (b"RIFF....WEBPVP8L" + b"\0" * 5 + (2 | 3 << 14).to_bytes(4, "little"), (3, 4)),
        (b"\xff\xd8\xff", None),
        (b"RIFF....WEBPxxxx", None),
        (b"not a picture", None),
        (b"", None),
    ],
)
def test_the_size_stands_in_the_header(content: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(content) == size


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("photo", b"text", "IMAGE_PROCESS_FAILED"),
        ("photo", png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        ("photo", png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        ("photo", PIXEL + b"\0" * MAX_PHOTO, "file is too big"),
        ("document", b"", "file must be non-empty"),
        ("document", b"\0" * (MAX_UPLOAD + 1), "file is too big"),
    ],
)
def test_what_telegram_does_not_take_is_refused(kind: str, content: bytes, reason: str) -> None:
    with pytest.raises(RefusalError, match=f"^Bad Request: {reason}$"):
        FileStore().keep(kind, Upload("x.png", "image/png", content))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("photo", png(9000, 1000)),
        ("photo", png(2000, 100)),
        ("photo", PIXEL + b"\0" * (MAX_PHOTO - len(PIXEL))),
        ("document", b"\0" * MAX_UPLOAD),
    ],
    ids=["sides", "ratio", "ten megabytes", "fifty megabytes"],
)
def test_what_is_as_large_as_allowed_is_taken(kind: str, content: bytes) -> None:
    assert FileStore().keep(kind, Upload("x.png", "image/png", content)).content is content


@pytest.mark.parametrize(("size", "fits"), [(20 * 1024 * 1024, True), (20 * 1024 * 1024 + 1, False)])
def test_twenty_megabytes_can_be_fetched_and_no_more(size: int, fits: bool) -> None:
    stored = FileStore().keep("document", Upload("x.bin", "x/y", b"\0" * size))
    if fits:
        assert stored.to_json()["file_path"] == stored.path
        return
    with pytest.raises(RefusalError, match="file is too big"):
        stored.to_json()


def test_the_sizes_are_telegrams() -> None:
    assert (MAX_PHOTO, MAX_UPLOAD) == (10 * 1024 * 1024, 50 * 1024 * 1024)


@pytest.mark.parametrize(
    ("content", "mime", "suffix"),
    [
        (PIXEL, "image/png", "png"),
        (jpeg(6, 4), "image/jpeg", "jpg"),
        (b"\0\0\0\x20ftypisom", "video/mp4", "mp4"),
        (b"OggS", "audio/ogg", "oga"),
        (b"unknown", "application/octet-stream", "octet"),
    ],
)
def test_bytes_without_a_name_are_known_by_how_they_begin(content: bytes, mime: str, suffix: str) -> None:
    upload = Upload("application.octet-stream", "application/octet-stream", content)
    stored = FileStore().keep("document", upload)
    assert (stored.mime, stored.path) == (mime, f"documents/file_1.{suffix}")


def test_a_file_name_decides_nothing_about_its_path() -> None:
    stored = FileStore().keep("document", Upload("../../etc/passwd", "x/y", b"x"))
    assert Path(stored.path).parts[0] == "documents"
    assert ".." not in stored.path


def test_what_is_forgotten_is_known_by_no_id_and_no_path_and_the_rest_stays() -> None:
    files = FileStore()
    kept, gone = (files.keep("photo", Upload(name, "image/png", png(4, 3))) for name in ("kept", "gone"))
    files.forget(but={kept.file_id, "never seen"})
    assert files.by_id(kept.file_id) == files.by_path(kept.path) == kept
    assert files.by_path(gone.path) is None
    with pytest.raises(RefusalError, match="wrong file identifier"):
        files.by_id(gone.file_id)
