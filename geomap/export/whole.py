"""Write files whole or not at all.

In: the content of a file, or whoever writes it. Out: the file under its name, complete and of the mode that the old one
had; or, when anything failed, what was there before and nothing else.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipInfo

from geomap.errors import ExportError

__all__ = ["replacing", "still_member", "write_whole"]


def write_whole(path: str | Path, content: str | bytes) -> Path:
    """Write a file so that it is either the old one or the whole new one, never a part.

    Raises
    ------
    ExportError
        If the folder does not exist and cannot be made, or the file cannot be written.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    path = Path(path)
    with replacing([path]) as (temporary,):
        temporary.write_bytes(data)
    return path


@contextmanager
def replacing(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Give paths to write to that take the place of ``paths``, all of them in one folder, when all are complete.

    The new files grow in a hidden folder beside their targets, under the targets' own names, so that a writer may keep
    journals there and files may name each other.

    Raises
    ------
    ExportError
        If the folder cannot be made or a file cannot be written; the old files are still there.
    """
    folder = paths[0].parent
    for path in paths:
        if path.is_dir():
            raise ExportError(f"{path}: is a folder; give the name of a file")
    temporary: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # GDAL takes the first ".xlsx" in a path for the workbook, so the folder does not bear the file's name
        temporary = Path(tempfile.mkdtemp(prefix=".geomap-", dir=folder))
        grown = [temporary / path.name for path in paths]
        yield grown
        for new, path in zip(grown, paths, strict=True):
            _settle(new, _mode_for(path))
        for new, path in zip(grown, paths, strict=True):
            new.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"{paths[0]}: cannot be written ({reason}); choose another place with -o") from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def still_member(name: str) -> ZipInfo:
    """Give a member of a zip file that bears the first day that zip files know: equal content, equal bytes."""
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    return info


def _settle(path: Path, mode: int) -> None:
    """Bring the file to the disk before it takes another's name."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    path.chmod(mode)


def _mode_for(path: Path) -> int:
    """Keep the mode of a file that is replaced; give a new one what the user's umask leaves of 666."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
