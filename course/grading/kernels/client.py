"""A client of warm kernels, which is ready as soon as the kernel is, and believes nothing that it says."""

import asyncio
import math
import time
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.utils import ensure_async
from traitlets import Type

from course.grading.kernels import messages

LISTEN = 0.05  # seconds to listen for what a kernel publishes before it is asked again
WAITING = 20  # messages that wait here: each may be long


class Channel(AsyncZMQSocketChannel):
    """Jupyter's own channel, which passes over what is no message, and takes no pause where many wait."""

    def read(self, message: messages.Message) -> messages.Message | None:
        """The message as it may be handled; None, or any error: it is passed over."""
        raise NotImplementedError

    async def get_msg(self, timeout: float | None = None) -> messages.Message:  # type: ignore[override]
        end = math.inf if timeout is None else time.monotonic() + timeout
        while True:
            await asyncio.sleep(0)  # others have their turn, however much a kernel says
            try:
                frames = await self.socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                left = None if timeout is None else max(0, int(1000 * (end - time.monotonic())))
                if not await self.socket.poll(left):
                    raise Empty from None
                continue
            try:
                _, parts = self.session.feed_identities(frames)
                message = self.read(self.session.deserialize(parts))
            except Exception:  # whatever it was that a kernel sent
                continue
            if message is not None:
                return message


class Published(Channel):
    """What a kernel publishes."""

    def read(self, message: messages.Message) -> messages.Message | None:
        return messages.published(message)


class Replies(Channel):
    """What a kernel answers."""

    def read(self, message: messages.Message) -> messages.Message:
        return messages.reply(message)


class Client(AsyncKernelClient):
    """Jupyter's own client, but for its channels, and for the wait at the start.

    Jupyter listens for 0.2 s after the kernel has answered, and for as long again when it missed
    what the kernel published first.  A whole hand-in takes ten times that.
    """

    shell_channel_class = Type(Replies)
    iopub_channel_class = Type(Published)

    def _context_default(self):
        context = super()._context_default()
        context.setsockopt(zmq.MAXMSGSIZE, messages.LONGEST)
        context.setsockopt(zmq.RCVHWM, WAITING)
        return context

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

    async def _hear_the_end_of(self, request: Any) -> None:
        """Read what is published until a request is done: no older message is left then."""
        while True:
            message = await ensure_async(self.iopub_channel.get_msg(timeout=LISTEN))
            is_idle = message["content"].get("execution_state") == "idle"
            if is_idle and message["parent_header"].get("msg_id") == request:
                return
