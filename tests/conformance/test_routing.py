"""Requests find their service, and are refused in its words, even when nobody signed them."""
import pytest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("body", [
    b"Action=ListRoles&Version=2010-05-08", b"Action=GetCallerIdentity&Version=2011-06-15",
    b"Action=ListMetrics&Version=2010-08-01"])
def test_unsigned_forms_are_told_that_they_lack_a_token(lake, body):
    answer = lake.raw("POST", "/", body, FORM)
    assert answer.status == 403
    assert b"<Code>MissingAuthenticationToken</Code>" in answer.body


@pytest.mark.parametrize("body, version", [(b"Action=ListRoles", "NO_VERSION_SPECIFIED"),
                                           (b"Action=ListRoles&Version=2009-01-01", "2009-01-01")])
def test_a_form_names_its_version(lake, body, version):
    answer = lake.signed("iam", "POST", "/", body, FORM)
    assert answer.status == 400
    assert b"<Code>InvalidAction</Code>" in answer.body
    assert f"Could not find operation ListRoles for version {version}".encode() in answer.body
