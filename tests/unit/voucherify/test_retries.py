import pytest

from webapp.voucherify import errors
from webapp.voucherify.retries import delay_before_retry

GET, POST, PUT, DELETE = (f"{method} /v1/customers/{{customerId}}" for method in ("GET", "POST", "PUT", "DELETE"))
BROKEN = errors.Unreachable(GET)
FAILED = errors.ServerFailure(GET, errors.Problem(status=503))


@pytest.mark.parametrize(
    ("operation", "attempt", "failure", "seconds_left", "delay"),
    [
        (GET, 1, BROKEN, 10, 0.2),
        (GET, 2, BROKEN, 10, 0.4),
        (GET, 3, BROKEN, 10, None),
        (GET, 1, errors.NotConnected(GET), 10, 0.2),
        (GET, 1, FAILED, 10, 0.2),
        (GET, 1, errors.InvalidAnswer(GET), 10, 0.2),
        (GET, 1, BROKEN, 0.1, None),
        (GET, 1, BROKEN, -1, None),
        (GET, 1, errors.TimedOut(GET), 10, None),
        (GET, 1, errors.RateLimited(GET, retry_after=0), 10, 0),
        (GET, 1, errors.RateLimited(GET, retry_after=2), 10, 2),
        (GET, 1, errors.RateLimited(GET, retry_after=2), 1.5, None),
        (GET, 1, errors.RateLimited(GET, retry_after=3), 10, None),
        (GET, 1, errors.RateLimited(GET), 10, None),
        (GET, 1, errors.InvalidRequest(GET), 10, None),
        (GET, 1, errors.Unauthorized(GET), 10, None),
        (GET, 1, errors.NotFound(GET), 10, None),
        (GET, 1, errors.UnexpectedStatus(GET), 10, None),
        (POST, 1, BROKEN, 10, None),
        (POST, 1, errors.NotConnected(POST), 10, None),
        (POST, 1, FAILED, 10, None),
        (POST, 1, errors.RateLimited(POST, retry_after=1), 10, None),
        (PUT, 1, BROKEN, 10, None),
        (DELETE, 1, BROKEN, 10, None),
    ],
)
def test_whether_and_when_a_call_is_tried_again(operation, attempt, failure, seconds_left, delay):
    assert delay_before_retry(operation, attempt, failure, retries=2, seconds_left=seconds_left) == delay


def test_no_retries_means_none():
    assert delay_before_retry(GET, 1, BROKEN, retries=0, seconds_left=10) is None
