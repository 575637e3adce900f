"""``python -m benchmarks.sink PORT``: a mail server that takes everything and keeps nothing.

It does as little as it can, so that what is measured is whoever sends: a whole mail server in Python takes longer over
a message than the worker does.
"""

import asyncio
import sys

LINE, END = b"\r\n", b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One conversation: every command is fine, and so is every message."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.heard, self.in_message = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.heard += data
        while (END if self.in_message else LINE) in self.heard:
            said, _, self.heard = self.heard.partition(END if self.in_message else LINE)
            self.transport.write(self._answer(said))

    def _answer(self, said: bytes) -> bytes:
        if self.in_message:
            self.in_message = False
            return b"250 taken\r\n"
        self.in_message = said[:4].upper() == b"DATA"
        return b"354 go on\r\n" if self.in_message else b"250 fine\r\n"


async def main(port: int) -> None:
    """Until it is ended."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
