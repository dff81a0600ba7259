"""Records in all the forms in which Python holds them become what the compiled half reads."""

from __future__ import annotations

import datetime
import json
from typing import Any, Optional, Sequence, Tuple

from verbale._verbale import Error


def handed(data: Any, columns: Sequence[Tuple[str, Optional[str]]]) -> Tuple[Any, Optional[int]]:
    """`data` as an Arrow stream or as JSON lines, and the number of its records if it is known.

    `columns` are the names that the user gave, by option: a table must have them.
    """
    if isinstance(data, (str, bytes)) or isinstance(data, dict):
        raise Error("records: found one text; expected a table, or a list of texts or dicts")
    table = as_stream(data)
    if table is not None:
        number = getattr(table, "num_rows", None)
        _check(table, columns)
        return table, len(data) if number is None and hasattr(data, "__len__") else number
    if not hasattr(data, "__iter__"):
        raise Error(f"records: found a value of the type {type(data).__name__}; expected a table or a list")
    lines = [_line(record, number) for number, record in enumerate(data, 1)]
    return "".join(lines).encode(), len(lines)


def as_stream(data: Any) -> Any:
    """`data` as something that has `__arrow_c_stream__`; `None` if it is no table."""
    if type(data).__module__.split(".")[0] == "pandas":
        # Its own columns of objects do not say what they hold, and old versions hand over nothing.
        pyarrow = arrow()
        if data.ndim == 1:
            return pyarrow.table({"text": pyarrow.Array.from_pandas(data)})
        try:
            return pyarrow.Table.from_pandas(data)
        except pyarrow.ArrowException as error:
            raise Error(
                f"records: a column cannot become an Arrow column: {'; '.join(map(str, error.args))}"
            ) from error
    if hasattr(data, "__arrow_c_stream__"):
        # A table has columns; one column becomes a table.
        is_table = hasattr(data, "columns") or hasattr(data, "schema")
        return data if is_table else arrow().table({"text": arrow().chunked_array(data)})
    if hasattr(data, "__arrow_c_array__"):
        is_table = hasattr(data, "columns") or hasattr(data, "schema")
        return arrow().table(data) if is_table else arrow().table({"text": arrow().array(data)})
    return None


def arrow() -> Any:
    """pyarrow.

    Errors: it is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise Error("tables need pyarrow; install it with `pip install pyarrow`") from error
    return pyarrow


def _check(table: Any, columns: Sequence[Tuple[str, Optional[str]]]) -> None:
    # A method in polars, a list in pyarrow; other tables are not checked.
    names = getattr(getattr(table, "schema", None), "names", None)
    names = list(names() if callable(names) else names or [])
    if not names:
        return
    for option, given in columns:
        if given is not None and given not in names and given.split(".")[0] not in names:
            raise Error(f"{option}: found no column `{given}`; expected one of {', '.join(map(str, names))}")


def _line(record: Any, number: int) -> str:
    if isinstance(record, str) or record is None:
        record = {"text": record}
    if not isinstance(record, dict):
        raise Error(f"records:{number}: found a value of the type {type(record).__name__}; expected a text or a dict")
    known = {str(name): value for name, value in record.items() if not _is_missing(value)}
    return json.dumps(known, default=_plain) + "\n"


def _is_missing(value: Any) -> bool:
    """Whether it is nothing, or what pandas writes for nothing."""
    return (
        value is None or (isinstance(value, float) and value != value) or type(value).__name__ in ("NaTType", "NAType")
    )


def _plain(value: Any) -> Any:
    """What JSON does not know: days, and the numbers of numpy."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else str(value)
