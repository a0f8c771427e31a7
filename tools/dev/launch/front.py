"""The one port that people reach: passes event connections to Odoo's event process and all
others to its workers, as a web server in front would. Standard library only.

front.py BIND PORT HTTP_PORT EVENT_PORT
"""

import asyncio
import sys

EVENT_PATHS = (b"/websocket", b"/longpolling")
HEAD_LIMIT = 64 * 1024
HEAD_SECONDS = 75


async def pass_on(reader, writer):
    """Copy one direction of a connection until its end."""
    try:
        while data := await reader.read(HEAD_LIMIT):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        writer.close()


def port_for(head, http_port, event_port):
    """Return the port that answers a request's head; browsers open a connection of its own
    for each event socket, so the first request settles the whole connection."""
    words = head.split(b" ", 2)
    path = words[1] if len(words) > 1 else b""
    return event_port if path.startswith(EVENT_PATHS) else http_port


async def serve_one(reader, writer, http_port, event_port):
    """Serve one connection: read the first request's head, then pass bytes both ways."""
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
        port = port_for(head, http_port, event_port)
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
    except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        writer.close()
        return
    inner_writer.write(head)
    await asyncio.gather(pass_on(reader, inner_writer), pass_on(inner_reader, writer))
    for end in (inner_writer, writer):
        end.close()


async def main(bind, port, http_port, event_port):
    """Listen until the process is ended."""

    async def handle(reader, writer):
        await serve_one(reader, writer, http_port, event_port)

    server = await asyncio.start_server(handle, bind, port, limit=HEAD_LIMIT)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:5])))
