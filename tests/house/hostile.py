"""What nobody should send and somebody will: words, files, bodies, headers and cookies."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from urllib.parse import quote_from_bytes

from django.core.files.uploadedfile import SimpleUploadedFile

NASTY: tuple[str, ...] = (
    "",
    " ",
    "0",
    "-1",
    "2147483648",
    "9223372036854775808",
    "99999999999999999999",
    "9" * 400,
    "9" * 5000,
    "1e309",
    "NaN",
    "Infinity",
    "null",
    "true",
    "[]",
    "{}",
    "\x00",
    "a\x00b",
    "\x01\x08\x1b\x7f",
    "'; drop table plan; --",
    "%00",
    "%s%s%n",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    "=1+1",
    "\ud7ff",
    "\ufeff",
    "\ufffe\uffff",
    "\U0010ffff",
    "𝔘𝔫𝔦",
    "\u202eabc",
    "١٢٣",
    "²",
    "é" * 3000,
    "word " * 60_000,
    "x" * 1_000_000,
    "2026-02-30",
    "31/02/2026",
    "0000-00-00",
    "0001-01-01",
    "1/1/0001",
    "31/12/9999",
    "9999-12-31",
    "10000-01-01",
    "-0001-01-01",
    "today",
    "August",
    "Sept / Oct",
    "yesterday",
    "plan-",
    "action-zzzzzzzzzz",
    "on",
    "off",
    "None",
    "\r\nSet-Cookie: x=1",
    "\u2028\u2029\v\f",
    "• " * 500,
    "💥" * 200,
    "https://[::1",
    "javascript:alert(1)",
    "a@b",
)
SHORT = tuple(word for word in NASTY if len(word) < 400)
SURROGATE = quote_from_bytes(b"\xed\xa0\x80")  # half of a letter: no valid UTF-8
BYTES = (b"\x00", b"\xed\xa0\x80", b"\xff\xfe", b"\xc3", b"\xf4\x90\x80\x80", b"%")


def a_zip(names: dict[str, bytes]) -> bytes:
    """A zip with these entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return made.getvalue()


FILES: tuple[tuple[str, Callable[[random.Random], bytes]], ...] = (
    ("a.docx", lambda chance: chance.randbytes(200)),
    ("b.docx", lambda chance: a_zip({"word/document.xml": b"<w:document", "[Content_Types].xml": b""})),
    ("c.docx", lambda chance: a_zip({"word/document.xml": b"<a/>" * 500_000})),
    ("d.csv", lambda chance: b"Action,Lead,Target date\nWrite the rota,WK,August\n"),
    ("e.csv", lambda chance: ("," * 2500 + "\n").encode() * 3),
    ("f.csv", lambda chance: b'"\x00","\n' + chance.randbytes(50)),
    ("g.txt", lambda chance: "Recommendation\tAction\tLead\n1\tWrite\tWK\n".encode("utf-16")),
    ("h.txt", lambda chance: b"\xa3 in Windows\t\xe9\n"),
    ("é\u202e.exe", lambda chance: b"MZ" + chance.randbytes(300)),
    ("i.pdf", lambda chance: b"%PDF-1.7\n" + chance.randbytes(300)),
    ("j.html", lambda chance: b"<html><table><tr><td>" * 2000),
    ("k" * 300 + ".csv", lambda chance: b"a,b\n1,2\n"),
    ("l.csv", lambda chance: b""),
    ("../m.png", lambda chance: b"\x89PNG\r\n\x1a\n" + chance.randbytes(50)),
)


def a_file(chance: random.Random) -> SimpleUploadedFile:
    """A file of the wrong kind, a broken one, or sometimes a right one."""
    name, content = chance.choice(FILES)
    kinds = ["", "text/csv", "application/pdf", "image/png; charset=\x7f", "x" * 300]
    return SimpleUploadedFile(name, content(chance), content_type=chance.choice(kinds))


def headers(chance: random.Random) -> dict[str, str]:
    """Mostly none; sometimes what a proxy, a script or somebody with bad intent sends."""
    if chance.random() < 0.6:
        return {}
    return chance.choice(
        [
            {"HTTP_ACCEPT": "application/json"},
            {"HTTP_REFERER": "\x7f"},
            {"HTTP_REFERER": "http://[::1"},
            {"HTTP_HX_REQUEST": "true"},
            {"HTTP_HOST": "evil.example"},
            {"HTTP_HOST": "localhost:99999999"},
            {"HTTP_X_FORWARDED_FOR": "'; --, \x01"},
            {"HTTP_X_FORWARDED_PROTO": "https,http"},
            {"HTTP_ACCEPT_LANGUAGE": "xx-" * 500},
            {"HTTP_USER_AGENT": "é" * 4000},
            {"HTTP_RANGE": "bytes=9-1"},
            {"HTTP_IF_MODIFIED_SINCE": "never"},
            {"HTTP_IF_NONE_MATCH": '"'},
            {"HTTP_ACCEPT_ENCODING": "gzip;q=nan"},
            {"HTTP_TRANSFER_ENCODING": "chunked"},
            {"HTTP_ORIGIN": "null"},
            {"CONTENT_LENGTH": "-1"},
            {"CONTENT_LENGTH": "99999999999999999999"},
            {"CONTENT_LENGTH": "x"},
        ]
    )


COOKIES = (
    ("sessionid", "a" * 32),
    ("sessionid", "'; --"),
    ("sessionid", "é" * 2000),
    ("messages", "[[not json"),
    ("csrftoken", "\x01"),
    ("csrftoken", "x" * 64),
)


def body(chance: random.Random, address_fields: list[str]) -> tuple[bytes, str]:
    """A body that no form makes, and the kind that it claims to be."""
    names = address_fields or ["words"]
    pairs = [f"{chance.choice(names)}=".encode() + quote_any(chance) for _ in range(chance.randint(0, 12))]
    return chance.choice(
        [
            (b"&".join(pairs), "application/x-www-form-urlencoded"),
            (b"&".join([b"words=" + SURROGATE.encode()] * 3), "application/x-www-form-urlencoded; charset=utf-8"),
            (b"words=%ff%fe", "application/x-www-form-urlencoded; charset=utf-16"),
            (b"words=1", "application/x-www-form-urlencoded; charset=no-such"),
            (b"&".join(b"f%d=1" % number for number in range(2100)), "application/x-www-form-urlencoded"),
            (b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n', "multipart/form-data; boundary=x"),
            (b"--x--", "multipart/form-data; boundary=x"),
            (b"nothing", "multipart/form-data"),
            (b"nothing", "multipart/form-data; boundary=" + "y" * 300),
            (b'{"fields": {"words": "half a sen"}, "version": 0}', "application/json"),
            (b'{"fields": {"words": "half a sentence"}, "version": 1}', "application/json"),
            (b'{"fields": {"a": ["b"]}, "version": 1}', "application/json"),
            (b'{"fields": {"a": "\\ud800", "\\u0000": "b"}, "version": 0}', "application/json"),
            (b'{"fields": {"a": "b"}, "version": 1e400}', "application/json"),
            (b'{"fields": {"a": "b"}, "version": true}', "application/json"),
            (b'{"fields": {"a": "' + b"b" * 300_000 + b'"}, "version": 0}', "application/json"),
            (b"[" * 100_000, "application/json"),
            (chance.randbytes(500), "application/octet-stream"),
            (b"", ""),
        ]
    )


def quote_any(chance: random.Random) -> bytes:
    """A value, hostile in its words or in its bytes."""
    if chance.random() < 0.3:
        return quote_from_bytes(chance.choice(BYTES)).encode()
    return quote_from_bytes(chance.choice(SHORT).encode()).encode()
