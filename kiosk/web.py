"""The public display in a browser: a small server on this laptop, which gives the display out and takes no key.

Every page is a display of its own in a process of its own, which follows the event folder as one in a terminal does.
Pages ask no other host for anything: all they need is carried along, and the browser is told to refuse the rest.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp_jinja2
import click
import jinja2
from aiohttp import WSCloseCode, WSMessage, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from kiosk import i18n
from kiosk.actions import announcements
from kiosk.actions.follower import Follower
from kiosk.assets import asset
from kiosk.clock import clock_of
from kiosk.desk import settings_of
from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.programme import Event

MOST_PAGES: Final = 8
"""How many pages are shown at a time, since each is a process of this laptop."""

PATIENCE: Final = 3.0
"""Seconds in which a page's process may end by itself."""

SIZES: Final = range(8, 97)
"""Font sizes that a page may be asked for, in pixels."""

USUAL_SIZE: Final = 16
CELLS: Final = range(10, 1001)
"""Columns or lines that a page can have."""

LONGEST_MESSAGE: Final = 4096


class Page(AppService):
    """The process behind one page."""

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Starts it without a shell, which would have to be told how folders with blanks are written."""
        self._process = await asyncio.create_subprocess_exec(
            *json.loads(self.command), stdin=PIPE, stdout=PIPE, stderr=PIPE, env=self._build_environment(width, height)
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Passes on what it paints; when it ends, the page is told so and comes again."""
        await super().run()
        with suppress(ConnectionError):
            await self.remote_close()

    async def stop(self) -> None:
        """Ends the process, by force where it does not heed."""
        try:
            async with asyncio.timeout(PATIENCE):
                await super().stop()
                if self._process:
                    await self._process.wait()
        except TimeoutError:
            pass
        finally:
            if self._process and self._process.returncode is None:
                self._process.kill()
                await self._process.wait()


class HallServer(Server):
    """Gives the display of one event out."""

    def __init__(self, folder: Path, event: Event, host: str, port: int) -> None:
        command = json.dumps([sys.executable, "-m", "kiosk", "hall", str(folder), "--page"])
        super().__init__(command, host, port, event.name, templates_path=asset("web"))
        self._now = clock_of(event)
        self._follower = Follower(folder)
        self._sockets: set[web.WebSocketResponse] = set()

    async def _make_app(self) -> web.Application:
        app = web.Application()
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(self.templates_path))
        app.add_routes(
            [
                web.get("/", self.handle_index),
                web.get("/ws", self.handle_websocket),
                web.get("/announcement", self._announcement),
                web.get("/hall.css", _carried),
                web.get("/hall.js", _carried),
                web.static("/static", self.statics_path),
            ]
        )
        app.on_response_prepare.append(_confine)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002 - aiohttp passes it
        """Lets go of every page."""
        for socket in tuple(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)
        self._follower.close()

    @aiohttp_jinja2.template("hall.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """The page; ``?fontsize=`` makes everything on it larger or smaller."""
        size = request.query.get("fontsize", "")
        return {
            "name": self.title,
            "language": i18n.language(),
            "size": size if size.isdecimal() and int(size) in SIZES else USUAL_SIZE,
            "socket": f"ws://{request.host}/ws",
            "closed": _("The display is not to be had just now. This page goes on trying."),
        }

    async def _announcement(self, request: web.Request) -> web.Response:  # noqa: ARG002 - aiohttp passes it
        """What the hall is told in the languages that a terminal cannot write."""
        self._follower.look()
        told = self._follower.view.announcement if self._follower.view else None
        if told is None or not told.prepared or not told.holds(self._now().at):
            return web.json_response({"lines": [], "urgent": False})
        lines = [line._asdict() for line in announcements.lines(told, announcements.BROWSER)]
        return web.json_response({"lines": lines, "urgent": announcements.is_urgent(told)})

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A page as long as it is open. Of what it sends, only its size is heeded: it cannot press a key."""
        origin = request.headers.get("Origin", "")
        if origin and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden
        if len(self._sockets) >= MOST_PAGES:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST_MESSAGE)
        self._sockets.add(socket)
        try:
            await socket.prepare(request)
            await self._show(socket, request.query)
        finally:
            self._sockets.discard(socket)
        return socket

    async def _show(self, socket: web.WebSocketResponse, asked: Mapping[str, str]) -> None:
        page = Page(
            self.command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=socket.close,  # type: ignore[arg-type] # its answer, whether it was open, is not needed
            download_manager=self.download_manager,
        )
        try:
            await page.start(*(_cells(asked, {"width": 80, "height": 24})))
            async for message in socket:
                if size := _size(message):
                    await page.set_terminal_size(*size)
        finally:
            await page.stop()


def _size(message: WSMessage) -> tuple[int, int] | None:
    """The size that a page says it has; None where it says anything else."""
    if message.type is not WSMsgType.TEXT:
        return None
    try:
        kind, said = json.loads(message.data)
        return _cells(said) if kind == "resize" else None
    except (ValueError, TypeError):
        return None


def _cells(said: Mapping[str, Any], usual: Mapping[str, int] | None = None) -> tuple[int, int]:
    """Columns and lines within reason."""
    width, height = (int(said.get(name, (usual or {}).get(name, 0))) for name in ("width", "height"))
    if width not in CELLS or height not in CELLS:
        raise ValueError
    return width, height


async def _carried(request: web.Request) -> web.FileResponse:
    return web.FileResponse(asset("web", request.path.removeprefix("/")))


async def _confine(request: web.Request, response: web.StreamResponse) -> None:
    """Has the browser refuse whatever would not come from here, and keep nothing."""
    own = f"connect-src 'self' ws://{request.host}; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
    response.headers["Content-Security-Policy"] = f"default-src 'self'; {own}; frame-ancestors 'none'"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"


def is_loopback(host: str) -> bool:
    """Whether only this laptop can come to the server at this address."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


async def _serve(server: HallServer) -> None:
    over = asyncio.Event()
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, over.set)
    runner = web.AppRunner(await server._make_app(), access_log=None, shutdown_timeout=PATIENCE)
    await runner.setup()
    try:
        await web.TCPSite(runner, server.host, server.port).start()
        host, port = runner.addresses[0][:2]
        shown = f"[{host}]" if ":" in host else host
        click.echo(
            _("The hall is at {address} in a browser. Ctrl+C ends it.").format(address=f"http://{shown}:{port}/")
        )
        await over.wait()
    finally:
        await runner.cleanup()


def serve(folder: Path, host: str, port: int) -> int:
    """Gives the display out until somebody ends it; the exit status of the program.

    Raises:
        KioskError: the folder holds no event, or the address is not to be had.
    """
    event = settings_of(folder)
    i18n.use(event.language)
    if not is_loopback(host):
        text = _("Everybody in this network can open the display at {host}. It shows numbers and booths, no names.")
        click.echo(text.format(host=host), err=True)
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve(HallServer(folder, event, host, port)))
    except OSError as error:
        text = _("{host}, port {port}, cannot be used here. Give another one with --port, or leave --host out.")
        raise KioskError(text.format(host=host, port=port)) from error
    return 0
