"""What notebooks/case.py makes of hostile text, of names in a query, and of Athena (moto)."""
import contextlib
import datetime
import io
import sys

import boto3
import matplotlib.pyplot as plt
import requests
from moto import mock_aws

sys.path.insert(0, sys.argv[1])
import case


def shown(rows):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        case.show(rows)
    return out.getvalue()


# text of a log stays text
hostile = "\x1b]0;x\x07\x1b[31m<script>\u202egpj.exe\r\nsecond row\u2028$\\frac{"
table = shown([{"user_agent": hostile}])
assert "<script>" in table, table
assert not [c for c in table if not c.isprintable() and c != "\n"], ascii(table)
assert len(table.splitlines()) == 3, table
assert case.text(["a", None, datetime.datetime(2022, 11, 10, 15, 6, 15)]) == "a, , 2022-11-10 15:06:15"
hour = datetime.datetime(2022, 11, 10, 15)
case.per_hour([{"hour": hour, "name": hostile, "n": 1}], hostile, "calls")
case.over_time([{"hour": hour, "name": f"{hostile}{i}", "n": 1 + i, "denied": 0} for i in range(30)], hostile, "who")
case.bars([{"name": hostile, "worked": 1, "refused": 0}], hostile, "steps", ["worked", "refused"])
for number in plt.get_fignums():
    plt.figure(number).canvas.draw()

# long words break, whole ids do not
wide = shown([{"id": "f" * 32, "text": "word " * 60, "arn": "a" * 90}])
assert "f" * 32 in wide and max(map(len, wide.splitlines())) <= case.WIDTH, wide

# each record once, in queries with and without a WITH of their own
once = case._each_record_once("SELECT count(*) FROM cloudtrail")
assert once.startswith("WITH cloudtrail AS (") and once.count("FROM duplicates") == 1, once
once = case._each_record_once("WITH x AS (SELECT 1) SELECT * FROM logins, x")
assert once.count("WITH host_auth") + once.count("WITH flow") == 1 and ", x AS" in once.replace(",  x", ", x"), once
assert once.index("interfaces AS") < once.index("logins AS"), once
assert case._each_record_once("SELECT * FROM incidents") == "SELECT * FROM incidents"

# Athena: values are literals, answers have their types
with mock_aws():
    column = lambda name, kind: {"CatalogName": "hive", "Name": name, "Type": kind, "Precision": 0, "Scale": 0,
                                 "Nullable": "UNKNOWN", "CaseSensitive": True}
    cells = lambda *values: {"Data": [{"VarCharValue": v} if v is not None else {} for v in values]}
    answer = {"rows": [cells("source_ip", "n", "first_seen", "last_seen", "denied"),
                       cells("203.0.113.26", "535", "2022-11-10 15:06:15.000 UTC", "2022-11-10 18:40:55.000", None)],
              "column_info": [column("source_ip", "varchar"), column("n", "bigint"),
                              column("first_seen", "timestamp with time zone"), column("last_seen", "timestamp"),
                              column("denied", "bigint")]}
    requests.post("http://motoapi.amazonaws.com/moto-api/static/athena/query-results",
                  json={"account_id": "123456789012", "region": "us-east-1", "results": [answer]})
    case.open_athena("c1", output="s3://results/here")
    [row] = case.rows("SELECT source_ip, n FROM incidents WHERE user_agent = :agent AND n > :least", agent="it's :least",
                      least=4)
    assert row == {"source_ip": "203.0.113.26", "n": 535, "first_seen": datetime.datetime(2022, 11, 10, 15, 6, 15),
                   "last_seen": datetime.datetime(2022, 11, 10, 18, 40, 55), "denied": None}, row
    assert row.n == 535
    athena = boto3.client("athena", "us-east-1")
    [ran] = athena.list_query_executions()["QueryExecutionIds"]
    run = athena.get_query_execution(QueryExecutionId=ran)["QueryExecution"]
    assert run["Query"] == "SELECT source_ip, n FROM incidents WHERE user_agent = 'it''s :least' AND n > 4", run["Query"]
    assert run["QueryExecutionContext"]["Database"] == "c1", run
