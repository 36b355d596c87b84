"""A case of coldtrail in a notebook: its tables by name, answers as plain text, plots. README.md says how to begin.

What a log holds was written by whoever called, an attacker too: it is shown as text with what cannot be printed
escaped, never as HTML, and no part of it becomes a query.
"""
import datetime
import functools
import operator
import os
import re
import tempfile
import textwrap
import time
from pathlib import Path

try:
    import matplotlib.pyplot as plt
    from matplotlib import dates, ticker
except ImportError:  # as on a cluster: tables come all the same
    plt = None
else:
    plt.rcParams["text.parse_math"] = False  # a $ in a log is a $
    plt.rcParams["figure.dpi"] = 80

os.environ["TZ"] = "UTC"  # PySpark hands times over in the zone of Python's process
time.tzset()

HOME = Path(__file__).resolve().parent.parent if "__file__" in globals() else Path.cwd()
LOGS = ["cloudtrail", "flow", "s3_access", "dns", "host_auth"]
WIDTH = 140
COLOURS = {"attacker": "#c0392b", "likely_attacker": "#e67e22", "ambiguous": "#f1c40f", "responder": "#2980b9",
           "victim": "#27ae60", "denied": "#c0392b", "success": "#2c7fb8", "worked": "#c0392b", "refused": "#95a5b6",
           "others": "#bdc3c7"}

_ask = None


# ---- opening

def open_case(uri):
    """Makes the tables of a case known to Spark, each by its name. Gives the session, for spark.sql.

    uri: a folder, or s3://bucket/prefix. A session that runs, as on EMR, is used; else one is begun on this machine.
    """
    global _ask
    from pyspark.sql import SparkSession

    spark = SparkSession.getActiveSession() or _local_session(SparkSession)
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    if "://" not in uri:
        uri = Path(uri).resolve().as_uri()
    elif spark.sparkContext.master.startswith("local"):
        uri = re.sub("^s3://", "s3a://", uri)  # on EMR s3:// is EMR's own
    path = spark._jvm.org.apache.hadoop.fs.Path(uri + "/tables")
    files = path.getFileSystem(spark._jsc.hadoopConfiguration())
    if not files.exists(path):
        raise SystemExit(f"there is no case at {uri}: coldtrail investigate URI --case CASE makes one")
    for table in files.listStatus(path):
        name = table.getPath().getName()
        spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS SELECT * FROM delta.`{uri}/tables/{name}`")
    _ask = lambda sql, values: spark.sql(sql, args=values).collect()
    return spark


def _local_session(session):
    # what the build of coldtrail fetched: no download; and its own jar, for the functions that hunts use
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    named = os.environ.get("COLDTRAIL_CLASSPATH")
    if not named:
        built = HOME / "jobs/target"
        if not (built / "classpath.txt").exists():
            raise SystemExit("coldtrail is not built, and Delta comes with that: mvn -DskipTests package")
        named = f"{built}/coldtrail.jar:{(built / 'classpath.txt').read_text().strip()}"
    wanted = re.compile(r"/(coldtrail\.jar|classes|(delta-(spark_|storage)|hadoop-aws|aws-java-sdk-bundle)[^/]*\.jar)$")
    log = Path(tempfile.gettempdir(), "coldtrail-notebook.log")  # what Spark says
    java = f"-Dlog4j2.configurationFile=coldtrail-log4j2.properties -Dcoldtrail.log={log}"
    builder = (session.builder.appName("coldtrail notebook").master("local[*]")
               .config("spark.driver.extraClassPath", ":".join(p for p in named.split(":") if wanted.search(p)))
               .config("spark.driver.extraJavaOptions", f"{java} {os.environ.get('COLDTRAIL_JAVA_OPTIONS', '')}")
               .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
               .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
               .config("spark.sql.catalog.coldtrail", "io.coldtrail.detect.DetectCatalog")
               .config("spark.sql.ansi.enabled", "true")
               .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
               .config("spark.sql.warehouse.dir", Path(tempfile.gettempdir(), "coldtrail-warehouse").as_uri())
               .config("spark.sql.shuffle.partitions", "2")
               .config("spark.databricks.delta.snapshotPartitions", "1"))
    for option in os.environ.get("COLDTRAIL_SPARK", "").split():  # key=value
        builder = builder.config(*option.split("=", 1))
    return builder.getOrCreate()


def open_athena(database, workgroup="primary", output=None):
    """From here on Athena answers, for the tables of a case that are registered in a database of Glue.

    output: s3://bucket/prefix for results, where the workgroup names none.
    """
    global _ask
    import boto3

    athena = boto3.client("athena")
    request = {"QueryExecutionContext": {"Database": database}, "WorkGroup": workgroup}
    if output:
        request["ResultConfiguration"] = {"OutputLocation": output}

    def ask(sql, values):
        sql = re.sub(r"(?<![:\w]):([a-z]\w*)", lambda name: _literal(values[name[1]]), sql)
        query = athena.start_query_execution(QueryString=sql, **request)["QueryExecutionId"]
        while True:
            run = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]
            state = run["Status"]["State"]
            if state == "SUCCEEDED":
                break
            if state in ("FAILED", "CANCELLED"):
                raise RuntimeError(f"Athena: {state}: {run['Status'].get('StateChangeReason', 'it does not say why')}")
            time.sleep(0.5)
        pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=query)
        found, columns = [], None
        for page in pages:
            columns = columns or page["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]
            found += [[cell.get("VarCharValue") for cell in row["Data"]] for row in page["ResultSet"]["Rows"]]
        return [Answer((c["Name"], _typed(c["Type"], v)) for c, v in zip(columns, row)) for row in found[1:]]

    _ask = ask


class Answer(dict):
    """A row of Athena's, read as one of Spark's: row.name."""
    __getattr__ = dict.__getitem__


def _literal(value):
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, datetime.datetime):
        return f"TIMESTAMP '{value:%Y-%m-%d %H:%M:%S.%f}'"
    return "'" + str(value).replace("'", "''") + "'"


def _typed(kind, text):
    if text is None:
        return None
    if kind in ("tinyint", "smallint", "integer", "bigint"):
        return int(text)
    if kind in ("float", "double", "decimal"):
        return float(text)
    if kind == "boolean":
        return text == "true"
    if kind.startswith("timestamp"):  # with a time zone where the table has one, which is UTC
        return datetime.datetime.fromisoformat(re.sub(" UTC$", "", text))
    return text


# ---- asking

def rows(sql, **values):
    """Rows of one SELECT. :name in it is bound to values. Of what was delivered twice the tables of logs have one."""
    if _ask is None:
        raise SystemExit("no case is open: case.open_case(CASE), or case.open_athena(DATABASE)")
    return _ask(_each_record_once(sql), values)


def _each_record_once(sql):
    named = {name: f"SELECT * FROM {name} l WHERE NOT EXISTS (SELECT 1 FROM duplicates d WHERE d.log = '{name}'"
                   " AND d.object = l.object AND d.record_index = l.record_index)" for name in LOGS}
    for name in ["interfaces", "traffic", "logins"]:  # what hunts share: views over the logs
        file = HOME / f"jobs/rules/views/{name}.sql"
        if file.exists():
            named[name] = re.sub(r"(?s)^/\*.*?\*/", "", file.read_text())
    used, text = set(), sql
    while True:
        more = {name for name in named if name not in used and re.search(rf"\b{name}\b", text)}
        if not more:
            break
        used |= more
        text = "\n".join(named[name] for name in more)
    parts = ", ".join(f"{name} AS (\n{named[name]}\n)" for name in named if name in used)
    if not parts:
        return sql
    with_ = re.match(r"\s*WITH\b", sql, re.IGNORECASE)
    return f"WITH {parts}" + (", " + sql[with_.end():] if with_ else "\n" + sql)


# ---- showing

def show(sql, limit=50, **values):
    """Prints the rows of a SELECT, or rows that are there already, as a table of text."""
    found = rows(sql, **values) if isinstance(sql, str) else list(sql)
    if not found:
        print("nothing")
        return
    names = list(found[0] if isinstance(found[0], dict) else found[0].__fields__)
    cells = [[text(row[name]) for name in names] for row in found[:limit]]
    columns = list(zip(names, *cells))
    widths = [max(map(len, column)) for column in columns]
    words = [min(36, max(len(word) for value in column for word in value.split() or [""])) for column in columns]
    while sum(widths) + 2 * len(widths) > WIDTH and any(map(operator.gt, widths, words)):
        widest = max(range(len(widths)), key=lambda i: widths[i] - words[i] and widths[i])
        widths[widest] -= 1
    for cell in [names, ["-" * width for width in widths], *cells]:
        lines = [textwrap.wrap(value, width, max_lines=6, placeholder="…", break_on_hyphens=False) or [""]
                 for value, width in zip(cell, widths)]
        for i in range(max(map(len, lines))):
            print("  ".join((l[i] if i < len(l) else "").ljust(w) for l, w in zip(lines, widths)).rstrip())
    if len(found) > limit:
        print(f"... {len(found) - limit:,} more; limit=N shows them")


def text(value):
    """A value as one line of plain text: what cannot be printed, as what moves a cursor or turns text around, is escaped."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(text, value))
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(value))


def say(value):
    """Prints text of a case, line by line, wrapped."""
    for line in str(value).split("\n"):
        print(textwrap.fill(text(line), 110, break_on_hyphens=False))


def stored(uri):
    """Bytes of an archived object: of a disk, or of S3."""
    at = re.match("s3a?://([^/]+)/(.+)", uri)
    if at:
        import boto3
        return boto3.client("s3").get_object(Bucket=at[1], Key=at[2])["Body"].read()
    file = Path(re.sub("^file:/*", "/", uri))
    return (file if file.is_absolute() or file.exists() else HOME / file).read_bytes()


# ---- plots, each from rows with the columns that it names

def _plot(draw):
    @functools.wraps(draw)
    def plot(found, title, *more):
        found = [row for row in found if "hour" not in row or row["hour"] is not None]  # a record may lack a time
        if plt is None or not found:
            print(f"no plot of {text(title)!r}: " + ("there is nothing to show" if plt else "there is no matplotlib here"))
        else:
            draw(found, title, *more)
            plt.show()
    return plot


def _colours(names):
    free = iter(plt.get_cmap("tab10").colors * 10)
    return {name: COLOURS.get(name) or next(free) for name in names}


def _label(value):
    short = text(value) or "(none)"
    return short if len(short) <= 48 else short[:22] + "..." + short[-23:]


def _axis_of_time(axes):
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(axes.xaxis.get_major_locator()))
    axes.set_xlabel("time, UTC")
    axes.grid(axis="x", alpha=0.3)


@_plot
def per_hour(found, title, unit):
    """Bars an hour, from rows (hour, name, n): one colour a name, the greatest nine, all others together."""
    total = {}
    for row in found:
        total[row["name"]] = total.get(row["name"], 0) + row["n"]
    top = sorted(total, key=lambda name: (name == "others", -total[name]))[:9]
    figure, axes = plt.subplots(figsize=(10, 3.2), layout="constrained")
    base = {}
    for name in top + (["others"] if len(total) > len(top) and "others" not in top else []):
        mine = {}
        for row in found:
            if row["name"] == name or (name == "others" and row["name"] not in top):
                mine[row["hour"]] = mine.get(row["hour"], 0) + row["n"]
        hours = sorted(mine)
        axes.bar(hours, [mine[h] for h in hours], bottom=[base.get(h, 0) for h in hours], width=1 / 24, align="edge",
                 color=_colours(top + ["others"])[name], label=_label(name))
        for h in hours:
            base[h] = base.get(h, 0) + mine[h]
    axes.set_title(text(title))
    axes.set_ylabel(unit)
    axes.yaxis.set_major_formatter(ticker.EngFormatter())
    _axis_of_time(axes)
    axes.legend(loc="best", fontsize=8)


@_plot
def over_time(found, title, what):
    """A dot an hour, from rows (hour, name, n, denied): a line a name, as large as n, red where all was denied.

    In the order in which they appeared; of more than 25 names those of the most.
    """
    total = {}
    for row in found:
        total[row["name"]] = total.get(row["name"], 0) + row["n"]
    top = sorted(total, key=total.get, reverse=True)[:25]
    names = list(dict.fromkeys(row["name"] for row in sorted(found, key=lambda row: row["hour"]) if row["name"] in top))
    found = [row for row in found if row["name"] in names]
    most = max((row["n"] for row in found), default=1)
    figure, axes = plt.subplots(figsize=(10, 1.2 + 0.32 * len(names)), layout="constrained")
    dots = axes.scatter(
        [row["hour"] + datetime.timedelta(minutes=30) for row in found], [names.index(row["name"]) for row in found],
        s=[12 + 200 * (row["n"] / most) ** 0.5 for row in found],
        c=[row["denied"] / row["n"] for row in found], cmap="coolwarm", vmin=0, vmax=1, alpha=0.85)
    axes.set_yticks(range(len(names)), [_label(name) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_title(text(title))
    axes.set_ylabel(what if len(total) == len(names) else f"{what} ({len(names)} of {len(total)})")
    figure.colorbar(dots, label="share denied", ticks=[0, 0.5, 1])
    _axis_of_time(axes)


@_plot
def bars(found, title, unit, parts):
    """Bars beside each other, from rows (name, and a column for each of parts): one colour a part."""
    names = [_label(row["name"]) for row in found]
    figure, axes = plt.subplots(figsize=(10, 1.2 + 0.28 * len(names)), layout="constrained")
    base = [0] * len(found)
    for part in parts:
        n = [row[part] for row in found]
        axes.barh(range(len(names)), n, left=base, color=_colours(parts)[part], label=part)
        base = [a + b for a, b in zip(base, n)]
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_title(text(title))
    axes.set_xlabel(unit)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="x", alpha=0.3)
    if len(parts) > 1:
        axes.legend(loc="lower right", fontsize=8)
