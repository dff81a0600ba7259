"""The compiled half of the package. Use the classes of `verbale` instead."""

from collections.abc import Callable, Mapping
from os import PathLike
from typing import Any, Optional, Union

import pyarrow

__version__: str

class Error(ValueError):
    """Something is wrong with an option, a table or the records. The sentence says where, and how to repair it."""

_Told = tuple[int, int, list[tuple[str, int, str, str, str]], list[str], str]
_Show = Optional[Callable[[int], Any]]

class Loaded:
    def __new__(cls, options: Mapping[str, Any]) -> "Loaded": ...
    def analyze(
        self,
        doc_id: str,
        text: str,
        date: Optional[str],
        outlet: Optional[str],
        title: Optional[str],
        holder: Optional[str],
    ) -> str: ...
    def score(
        self, records: Any, name: str, reading: Mapping[str, Any], show: _Show
    ) -> tuple[pyarrow.RecordBatchReader, _Told]: ...
    def run(
        self,
        records: Any,
        name: str,
        out: Union[str, PathLike[str]],
        force: bool,
        reading: Mapping[str, Any],
        reporting: Mapping[str, Any],
        show: _Show,
    ) -> _Told: ...
    def sentiment(self, texts: Any, show: _Show) -> pyarrow.RecordBatchReader: ...

class Words:
    def __new__(cls, words: list[tuple[str, float]]) -> "Words": ...
    def polarity(self, text: str) -> tuple[float, float, float, float]: ...
