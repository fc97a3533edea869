"""A client of warm kernels, which is ready as soon as the kernel is."""

import math
import time
from queue import Empty

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.utils import ensure_async

LISTEN = 0.05  # seconds to listen for what a kernel publishes before it is asked again


class Client(AsyncKernelClient):
    """Jupyter's own client, but for the wait at the start.

    Jupyter listens for 0.2 s after the kernel has answered, and for as long again when it missed
    what the kernel published first.  A whole hand-in takes ten times that.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers, and until what it publishes is heard.

        Args:
            timeout: seconds; None: as long as it takes.

        Raises:
            RuntimeError: the kernel died, or did not answer in time.
        """
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        while time.monotonic() < end:
            request = self.kernel_info()
            try:
                reply = await ensure_async(self.shell_channel.get_msg(timeout=1))
                await self._hear_the_end_of(request)
            except Empty:
                if not await self._async_is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
                continue
            self._handle_kernel_info_reply(reply)
            return
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _hear_the_end_of(self, request):
        """Read what is published until a request is done: no older message is left then."""
        while True:
            message = await ensure_async(self.iopub_channel.get_msg(timeout=LISTEN))
            is_idle = message["content"].get("execution_state") == "idle"
            if is_idle and message["parent_header"].get("msg_id") == request:
                return
