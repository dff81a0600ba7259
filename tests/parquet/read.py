"""Reads a table of opinions with whatever of pandas and DuckDB is installed, and compares it with the same table as CSV.

    verbale score -o opinions.parquet CORPUS
    verbale score -o opinions.csv CORPUS
    python tests/parquet/read.py opinions.parquet opinions.csv
"""

import csv
import sys


def with_pandas(path):
    import pandas

    table = pandas.read_parquet(path)
    table = table.astype(object).where(table.notna(), None)
    return table.to_dict("records")


def with_duckdb(path):
    import duckdb

    rows = duckdb.sql(f"select * from '{path}'")
    return [dict(zip(rows.columns, row)) for row in rows.fetchall()]


def cell(value):
    """As the CSV has it."""
    if value is None:
        return ""
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def expected(path):
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for name in ("stance", "compound", "confidence"):
                row[name] = row[name] and f"{float(row[name]):.6f}"
            yield row


def main(parquet, table):
    read = 0
    for reader in (with_pandas, with_duckdb):
        try:
            rows = reader(parquet)
        except ImportError as error:
            print(f"{reader.__name__}: {error}")
            continue
        wanted = list(expected(table))
        found = [{name: cell(row[name]) for name in wanted[0]} for row in rows]
        assert found == wanted, next((a, b) for a, b in zip(found, wanted) if a != b)
        print(f"{reader.__name__}: {len(found)} rows, the same as in the CSV")
        read += 1
    return 0 if read else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
