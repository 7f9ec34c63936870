from concurrent.futures import ThreadPoolExecutor

from tests.support.wire import Reply


def test_twenty_threads_share_one_pool_and_get_their_own_answers(wire, connect):
    def echo(request):
        identifier = request.path.rpartition("/")[2]
        return Reply(
            body=f'{{"id": "{identifier}"}}'.encode(),
            headers={"X-Rate-Limit-Limit": "100", "X-Rate-Limit-Remaining": "50"},
            delay=0.02,
        )

    wire.responds(echo)
    client = connect(pool_size=20)

    with ThreadPoolExecutor(20) as threads:
        for burst in range(4):
            asked = [f"cust_{burst}_{number}" for number in range(20)]
            answered = list(threads.map(lambda identifier: client.customers.get(identifier).id, asked))
            assert answered == asked

    assert wire.connections <= 20
    assert client.rate_limit.remaining == 50
