"""Spark as the engine of verbale: the corpus is folded in parts on the cluster, and the states are merged here.

    spark-submit --master spark://HOST:7077 job.py INPUT… --out DIR [options] [-- options of `verbale fold`]

The reports are byte for byte those that `verbale run` writes of the same corpus, as long as no record is rejected:
a reject is told with its file and line, which a cluster does not know. README.md has more.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

from pyspark import StorageLevel
from pyspark.sql import SparkSession
from pyspark.sql import functions as f


def arguments():
    parser = argparse.ArgumentParser(
        description="Folds a corpus on Spark and merges the states into reports.",
        epilog="What follows -- goes to `verbale fold`: --by year --strict --no-statements …",
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="any path that Hadoop reads: files, folders, patterns")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the reports, on this machine")
    parser.add_argument("--force", action="store_true", help="replace the reports of an earlier run")
    parser.add_argument("--format", choices=["jsonl", "parquet"], default="jsonl", help="default: jsonl")
    parser.add_argument("--actors", action="append", default=[], metavar="FILE", help="as for fold; sent to the workers")
    parser.add_argument("--lexicon", action="append", default=[], metavar="FILE", help="as for fold; sent to the workers")
    parser.add_argument("--verbale", default="verbale", metavar="FILE", help="the program here; sent to the workers")
    parser.add_argument("--on-workers", metavar="FILE", help="the program as it is already installed on every worker")
    parser.add_argument("--partitions", type=int, default=0, metavar="N", help="cut the corpus into at least N parts")
    parser.add_argument("--states", metavar="FILE", help="keep the states in FILE")
    parser.add_argument("--trust-ids", action="store_true", help="do not look for records without an id, or with one twice")
    own, fold = sys.argv[1:], []
    if "--" in own:
        at = own.index("--")
        own, fold = own[:at], own[at + 1 :]
    return parser.parse_args(own), fold


def stop(sentence):
    """Exit codes are those of verbale: 0, all read; 1, some records rejected; 2, no reports."""
    print(f"job.py: {sentence}", file=sys.stderr)
    sys.exit(2)


def shipped(spark, path):
    """Sends a file to the working directory of every task; gives its name there."""
    spark.sparkContext.addFile(os.path.abspath(path))
    return "./" + os.path.basename(path)


def fold_command(spark, asked, fold):
    """What a task runs. Exit code 1 only says that a record was rejected, which stands in the state; 2 and more fail."""
    files = [asked.verbale] * (not asked.on_workers) + asked.actors + asked.lexicon
    if len({os.path.basename(name) for name in files}) < len(files):
        stop("the files to send must have different names")
    command = [asked.on_workers or shipped(spark, asked.verbale)]
    command += ["fold", "--quiet", "--threads", "1", "--format", "jsonl", "-"]
    for option, names in (("--actors", asked.actors), ("--lexicon", asked.lexicon)):
        for name in names:
            command += [option, shipped(spark, name)]
    return shlex.join(command + fold) + "; code=$?; [ $code -eq 1 ] || exit $code"


def records(spark, asked):
    """The corpus, a JSON object a row, in a column `value`."""
    if asked.partitions:
        spark.conf.set("spark.sql.files.minPartitionNum", str(asked.partitions))
        # Otherwise a part has 4 MB at least, and more parts take a shuffle.
        spark.conf.set("spark.sql.files.openCostInBytes", "65536")
    if asked.format == "parquet":
        rows = spark.read.parquet(*asked.inputs)
        rows = rows.select(f.to_json(f.struct("*")).alias("value"))
    else:
        # A lone carriage return is no end of a line, and bytes that are not UTF-8 are told, not replaced.
        rows = spark.read.text(asked.inputs, lineSep="\n").select(f.validate_utf8("value").alias("value"))
        rows = rows.select(f.expr("trim(LEADING '\ufeff' FROM value)").alias("value"))
        rows = rows.where(r"value RLIKE '\\S'")
    if rows.rdd.getNumPartitions() < asked.partitions:
        # What cannot be cut, such as gzip.
        rows = rows.repartition(asked.partitions)
    return rows


def check_ids(rows, fold):
    """`verbale fold` sees a repeated id within its part only, and would number records without one anew in each."""
    columns = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    columns.add_argument("--id")
    columns.add_argument("--text")
    known, _ = columns.parse_known_args(fold)

    def field(name):
        return f.get_json_object("value", f"$['{name}']")

    ids = [known.id] if known.id else ["doc_id", "id"]
    rows = rows.select(f.coalesce(*(f.nullif(f.trim(field(name)), f.lit("")) for name in ids)).alias("id"), "value")
    # A line that is no JSON has no text either; fold tells more about it.
    rows = rows.where(f.col("id").isNotNull() | field(known.text or "text").isNotNull())
    bad = rows.groupBy("id").agg(f.count("*").alias("n")).where("id IS NULL OR n > 1").take(1)
    if bad and bad[0].id is None:
        stop(f"{bad[0].n} records have no {' or '.join(ids)}; parts of a corpus need ids of their own")
    if bad:
        stop(f"the id `{bad[0].id}` stands {bad[0].n} times; `verbale run` would keep the first only")


def main():
    asked, fold = arguments()
    started = time.monotonic()
    clock = [started]

    def told(what):
        now = time.monotonic()
        print(f"job.py: {what}: {now - clock[0]:.1f} s", file=sys.stderr, flush=True)
        clock[0] = now

    if os.path.isdir(asked.out) and os.listdir(asked.out) and not asked.force:
        stop(f"`{asked.out}` is not empty; --force replaces it")
    spark = (
        SparkSession.builder.appName("verbale")
        .config("spark.sql.catalogImplementation", "in-memory")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    told("Spark is up")
    rows = records(spark, asked)
    if not asked.trust_ids:
        check_ids(rows, fold)
        told("ids looked at")
    rows.createOrReplaceTempView("records")
    command = fold_command(spark, asked, fold).replace("\\", "\\\\").replace("'", "\\'")
    # One column: without Hive, TRANSFORM does not cut lines at tabs. A part without records starts no program, and a
    # program that fails, fails its task: what a failed or a superfluous attempt wrote is never seen.
    states = spark.sql(f"SELECT TRANSFORM(value) USING '{command}' AS (state STRING) FROM records")
    # All parts side by side first, since toLocalIterator works on one after another; then their lines, a part at a
    # time, so that this machine holds no more than that. A part that is lost in between is made anew.
    states = states.persist(StorageLevel.DISK_ONLY)
    number = states.count()
    told(f"folded into {number} lines")
    if number == 0:
        stop("no records")
    beside = os.path.dirname(os.path.abspath(asked.out))
    os.makedirs(beside, exist_ok=True)
    path = asked.states or tempfile.mkstemp(prefix=".verbale-states-", suffix=".tmp", dir=beside)[1]
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as out:
            written = 0
            for row in states.toLocalIterator():
                out.write(row.state + "\n")
                written += 1
        if written != number:
            stop(f"{written} lines of states came, {number} were made")
        spark.stop()
        told("states brought here")
        merge = [asked.verbale, "merge", path, "--out", asked.out] + ["--force"] * asked.force
        for name in asked.actors:
            merge += ["--actors", name]
        if {"--no-default-actors", "--no-default-lexicons"} & set(fold):
            merge.append("--no-default-actors")
        code = subprocess.run(merge).returncode
        told("merged")
    finally:
        if not asked.states:
            os.unlink(path)
    clock[0] = started
    told("all")
    sys.exit(code if code in (0, 1) else 2)


try:
    main()
except Exception as error:
    # What the program said is in there, between the calls of Java.
    said = [line for line in str(error).splitlines() if line.strip() and not line.lstrip().startswith("at ")]
    stop("no reports: " + "\n".join(said)[:3000])
