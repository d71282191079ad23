"""moto's own suites against the real program, two at a time; see run.py."""
import concurrent.futures

import pytest
import run

PARALLEL = 2


@pytest.fixture(scope="module")
def outcomes(request):
    """One future per suite that this session wants; the longest begin first."""
    wanted = {item.callspec.params["service"] for item in request.session.items if item.fspath == request.fspath}
    longest_first = [service for service in ("s3", "iam", "glue") if service in wanted]
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        yield {service: pool.submit(run.run_suite, service)
               for service in [*longest_first, *sorted(wanted.difference(longest_first))]}


@pytest.mark.parametrize("service", [service for service in run.SERVICES
                                     if (run.HERE / "expected" / f"{service}.txt").exists()])
def test_suite(outcomes, service, record_property):
    outcome = outcomes[service].result()
    record_property("summary", outcome.summary(service))
    print(outcome.summary(service))
    assert outcome.passed or outcome.failed, outcome.text[-3000:]
    assert run.differences(service, outcome) == []
