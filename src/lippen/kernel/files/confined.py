"""
Parsing what strangers wrote, in a child process with little memory and little time. No Django here.

The child gets the function's name and options as one line of JSON on its standard input, then the file's bytes; it
answers with one line of JSON. Nothing is pickled, and the child is given no secrets from our environment. A file that
is too large to be held whole is handed over open, and comes back line by line.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, Any

from lippen.kernel.files.gate import Refused

TOO_MUCH = "{name} needs more memory or time than it should. Save the table on its own and try again."
UNFORESEEN = "{name} could not be read, in a way that we did not foresee. Save it again in Word or as CSV and try that."
log = logging.getLogger("lippen.files")
_LINE, _REFUSED, _DONE = b"=", b"!", b".\n"
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")


def run_confined(function: str, payload: bytes, *, options: dict[str, Any], memory_mb: int, seconds: int) -> Any:
    """Call `lippen.some.module:function(payload, **options)` in a child process and give back its JSON answer."""
    if not function.startswith("lippen."):
        raise ValueError("Only our own functions run in the child process.")
    request = {"function": function, "options": options, "memory_mb": memory_mb, "seconds": seconds}
    name = str(options.get("name", "The file"))
    answer = _answer(json.dumps(request).encode() + b"\n" + payload, seconds)
    if answer is None:
        raise Refused(TOO_MUCH.format(name=name))
    if "refused" in answer:
        raise Refused(UNFORESEEN.format(name=name) if answer["refused"] == UNFORESEEN else answer["refused"])
    return answer["result"]


def stream_confined(
    function: str, file: int, *, options: dict[str, Any], memory_mb: int, seconds: int
) -> Iterator[bytes]:
    """Call `lippen.some.module:function(file, **options)` in a child process: each line that it yields, as it comes.

    `file` is the number of an open file. The lines hold no line break; what the child refuses is raised as Refused.
    """
    if not function.startswith("lippen."):
        raise ValueError("Only our own functions run in the child process.")
    name = str(options.get("name", "The file"))
    request = {"function": function, "options": options, "memory_mb": memory_mb, "seconds": seconds}
    child = subprocess.Popen(
        [sys.executable, "-m", "lippen.kernel.files.confined", str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(file,),
        env=_environment(),
    )
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(json.dumps(request).encode())
        child.stdin.close()
        yield from _lines_of(child, name)
    finally:
        child.kill()
        child.stdout.close()
        child.wait()
        if child.stderr is not None:
            child.stderr.close()


def _lines_of(child: subprocess.Popen[bytes], name: str) -> Iterator[bytes]:
    """Lines until the child says that it has done; one that ends without a word was stopped by its limits."""
    assert child.stdout is not None and child.stderr is not None
    for line in child.stdout:
        if line == _DONE:
            return
        if line[:1] == _REFUSED:
            raise Refused(json.loads(line[1:]))
        yield line[1:-1]
    errors = child.stderr.read()
    done = subprocess.CompletedProcess(child.args, child.wait(), b"", errors)
    raise Refused((UNFORESEEN if _has_failed(done) else TOO_MUCH).format(name=name))


def _answer(message: bytes, seconds: int) -> dict[str, Any] | None:
    """The child's answer, or None when it was stopped by its limits."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "lippen.kernel.files.confined"],
            input=message,
            capture_output=True,
            timeout=seconds * 2 + 10,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer
    except ValueError:
        return {"refused": UNFORESEEN} if _has_failed(done) else None


def _has_failed(done: subprocess.CompletedProcess[bytes]) -> bool:
    """Whether the child ended by an error of ours, not by its limits: where the error stood is logged, never words."""
    lines = done.stderr.decode(errors="replace").splitlines()
    if done.returncode != 1 or not lines or "MemoryError" in lines[-1]:
        return False
    where = [line.strip() for line in lines if line.startswith("  File ")]
    log.error("a file could not be read: %s, %s", lines[-1].partition(":")[0], where[-1] if where else "")
    return True


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONIOENCODING": "utf-8"}


def _confine(memory_mb: int, seconds: int) -> None:
    memory = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _call(request: dict[str, Any], payload: bytes) -> dict[str, Any]:
    module, _, name = request["function"].partition(":")
    try:
        return {"result": getattr(importlib.import_module(module), name)(payload, **request["options"])}
    except Refused as refusal:
        return {"refused": refusal.sentence}
    except (MemoryError, RecursionError):
        return {"refused": TOO_MUCH.format(name=request["options"].get("name", "The file"))}


def _stream(request: dict[str, Any], file: IO[bytes], stream: IO[bytes]) -> None:
    module, _, name = request["function"].partition(":")
    try:
        for line in getattr(importlib.import_module(module), name)(file, **request["options"]):
            stream.write(_LINE + line + b"\n")
        stream.write(_DONE)
    except Refused as refusal:
        stream.write(_REFUSED + json.dumps(refusal.sentence).encode() + b"\n")
    except (MemoryError, RecursionError):
        said = TOO_MUCH.format(name=request["options"].get("name", "The file"))
        stream.write(_REFUSED + json.dumps(said).encode() + b"\n")


def main() -> None:
    """The child: limit yourself, read the request, answer."""
    out = os.dup(1)
    os.dup2(2, 1)  # whatever a parser prints must not reach the answer
    request = json.loads(sys.stdin.buffer.readline())
    _confine(request["memory_mb"], request["seconds"])
    if len(sys.argv) > 1:
        with open(int(sys.argv[1]), "rb") as file, os.fdopen(out, "wb") as stream:
            _stream(request, file, stream)
        return
    answer = json.dumps(_call(request, sys.stdin.buffer.read())).encode()
    with os.fdopen(out, "wb") as stream:
        stream.write(answer)


if __name__ == "__main__":
    main()
