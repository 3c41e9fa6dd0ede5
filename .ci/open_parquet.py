"""Opens a result's Parquet files with DuckDB and pandas and checks that the columns have sensible types."""
import sys

import duckdb
import pandas

folder = sys.argv[1]
ask = duckdb.connect().execute
for name in ("runs", "waits", "series", "timing"):
    path = f"{folder}/{name}.parquet"
    frame = pandas.read_parquet(path)
    types = dict(ask(f"select column_name, column_type from (describe select * from '{path}')").fetchall())
    assert len(frame) == ask(f"select count(*) from '{path}'").fetchall()[0][0] > 0, path
    assert list(types) == list(frame.columns), path
    assert set(types.values()) <= {"VARCHAR", "BIGINT", "INTEGER", "DOUBLE", "BOOLEAN", "HUGEINT"}, types
    print(f"{name}: {len(frame)} rows, {len(types)} columns, " + ", ".join(f"{k} {v}" for k, v in list(types.items())[:6]))
for row in ask(f"""select policy, count(*) as seeds, round(avg(cost_nanousd) / 1e9, 2) as dollars
                     from '{folder}/runs.parquet' group by policy order by dollars""").fetchall():
    print(*row, sep="  ")
