"""What the program says when it is used wrongly: one line with its name in front, and exit code 2."""
import json

import pytest
from programs import deploy, firn, lake_file, query

ENV = "manners"

WRONG = [
    ((), "firn: a command is missing"), (("fly",), "firn: unknown command 'fly'"),
    (("plan", "--fast"), "firn: unknown option '--fast'; firn plan --help"),
    (("deploy", "a.yaml", "b.yaml", "--now"), "firn: unexpected argument 'b.yaml', unknown option '--now'"),
    (("query",), "firn: sql is required"), (("serve", "--port", "many"), "firn: "), (("serve", "--port", "70000"), "firn: "),
    (("serve", "--auth", "none"), "firn: "), (("collect", "--json"), "firn: unknown option '--json'"),
    (("query", "SELECT 1", "--csv", "--json"), "firn: "), (("plan", "nowhere.yaml"), "firn: nowhere.yaml: no such lake file"),
    (("send-test-record",), "firn: name is required")]


@pytest.mark.parametrize("words, said", WRONG, ids=[" ".join(words) or "nothing" for words, _ in WRONG])
def test_wrong_usage_is_named(own_lake, words, said):
    done = firn(own_lake, *words, check=2, endpoint=False)
    assert done.stderr.startswith(said), done.stderr
    assert not done.stdout


def test_bare_program_shows_its_usage(own_lake):
    shown = firn(own_lake, check=2, endpoint=False).stderr
    assert "send-test-record" in shown and "Usage" in shown


def test_help_tells_what_there_is(own_lake):
    assert "--json" not in firn(own_lake, "collect", "--help", endpoint=False).stdout
    assert "The row stays" in firn(own_lake, "send-test-record", "--help", endpoint=False).stdout
    assert firn(own_lake, "--version", endpoint=False).stdout.startswith("firn ")


@pytest.fixture(scope="module")
def deployed(lake, tmp_path_factory):
    file = lake_file(tmp_path_factory.mktemp("lake-file"))
    deploy(lake, file, ENV)
    return file


MISTAKES = [
    ("SELECT * FROM nothing", "TABLE_NOT_FOUND: line 1:15: Table 's3tablescatalog/otlp2pipeline-manners.default.nothing'"),
    ("SELECT 1,\n  (SELECT max(body) FROM \"there_is\".none)", "TABLE_NOT_FOUND: line 2:26: "),
    ("SELECT * FORM logs", "line 1:15: "), ("SELECT nobody FROM logs", "COLUMN_NOT_FOUND: line 1:8: Column 'nobody'"),
    ("SELECT 1/0", "DIVISION_BY_ZERO: Division by zero"), ("SELECT 5 % 0", "DIVISION_BY_ZERO"),
    ("SELECT CAST('x' AS INTEGER)", "INVALID_CAST_ARGUMENT"), ("SELECT nofunction(1)", "FUNCTION_NOT_FOUND: line 1:8: "),
    ("SELECT 'abc", "line 1:8: "), ("INSERT INTO logs VALUES (1)", "NOT_SUPPORTED: INSERT"),
    ("MSCK REPAIR TABLE logs", "NOT_SUPPORTED: MSCK"), ("DROP VIEW v", "NOT_SUPPORTED: DROP v"[:19])]


@pytest.mark.parametrize("sql, said", MISTAKES, ids=[sql.split("\n")[0] for sql, _ in MISTAKES])
def test_mistakes_in_sql_have_code_and_place(lake, deployed, sql, said):
    done = firn(lake, "query", sql, "--lake-file", deployed, "--env", ENV, check=1)
    assert said in done.stderr, done.stderr
    assert done.stderr.startswith("firn: ") and done.stderr.count("\n") == 1, done.stderr


def test_division_keeps_its_other_meanings(lake, deployed):
    rows = query(lake, deployed, ENV, "SELECT 1e0/0 AS a, 7/2 AS b, NULL/0 AS c, mod(7, 4) AS d, 7 % 4 AS e")
    assert rows == [{"a": "Infinity", "b": 3.5, "c": None, "d": 3, "e": 3}]


def test_tables_are_shown_and_described(lake, deployed):
    assert [row["tab_name"] for row in query(lake, deployed, ENV, "SHOW TABLES")] == ["gauge", "logs", "sum", "traces"]
    assert [row["tab_name"] for row in query(lake, deployed, ENV, "SHOW TABLES '*s'")] == ["logs", "traces"]
    described = query(lake, deployed, ENV, "DESCRIBE logs")
    assert {row["col_name"] for row in described} >= {"timestamp", "body", "service_name"}


def test_test_record_says_that_it_stays(lake, deployed):
    done = firn(lake, "send-test-record", f"otlp2pipeline-{ENV}", "us-east-1", "logs", "--json")
    mark = json.loads(done.stdout)["records"][0]["mark"]
    assert mark.startswith("firn-test-")
    rows = query(lake, deployed, ENV, f"SELECT service_name FROM logs WHERE service_instance_id = '{mark}'")
    assert rows == [{"service_name": "test-service"}]
