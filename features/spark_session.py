"""A Spark of this machine alone: nothing listens beyond it, and its scratch is removed."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from records.refusal import WrongUse

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.memory": "2g",
    "spark.io.encryption.enabled": "true",  # what spills to disk is about people
}


@contextmanager
def session(partitions: int) -> Iterator[SparkSession]:
    """A local session with so many partitions a shuffle; WrongUse where pyspark or a Java is missing."""
    if find_spec("pyspark") is None:
        raise WrongUse("--engine spark needs pyspark, which is not installed: pip install 'reachable[spark]'")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise WrongUse("--engine spark needs a Java; none was found: install openjdk-17-jre-headless or set JAVA_HOME")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    with TemporaryDirectory(prefix="reachable-spark-") as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # Spark says so of pandas 3, which carries no table here
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[*]").appName("reachable")
        places = {"spark.local.dir": scratch, "spark.sql.warehouse.dir": f"{scratch}/warehouse"}
        for name, value in {**QUIET, **places, "spark.sql.shuffle.partitions": str(partitions)}.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()
