"""Without a JupyterHub there is no exchange, the folder that nbgrader shares with students.

``c.ExchangeFactory.list`` in ``nbgrader_config.py``: nbgrader asks it whether the folder is there, at
each page of formgrader, and would complain in the server's log each time.
"""

from typing import NoReturn

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.abc import ExchangeList


class NoHub(ExchangeList):
    """An exchange that is not there, and says so in one sentence when it is used."""

    def start(self) -> NoReturn:
        raise ExchangeError(
            "This course has no exchange: hand out with course kit, and collect into submitted/ "
            "(or take c.ExchangeFactory.list out of nbgrader_config.py)."
        )
