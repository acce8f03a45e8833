from __future__ import annotations

import threading
import time

from imageparser.pipeline.inbox import Inbox


def test_ids_come_in_order_and_in_portions() -> None:
    inbox = Inbox(1)
    inbox.put([1, 2, 3])
    inbox.put([4])
    inbox.close()
    assert [inbox.take(3), inbox.take(3), inbox.take(3)] == [[1, 2, 3], [4], []]


def test_the_end_comes_with_the_last_feeder() -> None:
    inbox = Inbox(2)
    taken: list[list[int]] = []
    thread = threading.Thread(target=lambda: taken.extend(iter(lambda: inbox.take(9), [])))
    thread.start()
    inbox.close()
    inbox.put([1])
    time.sleep(0.05)
    assert thread.is_alive()
    inbox.close()
    thread.join(5)
    assert not thread.is_alive()
    assert taken == [[1]]


def test_stopping_wakes_who_waits_and_drops_the_rest() -> None:
    inbox = Inbox(1)
    thread = threading.Thread(target=inbox.take, args=(1,))
    thread.start()
    inbox.stop()
    thread.join(5)
    assert not thread.is_alive()
    inbox.put([1])
    inbox.stop()
    assert inbox.take(5) == []
