"""The hall in a browser: what is on the page, that it asks nobody else for anything, that nothing can be done there."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import CHROMIUM, MISSING, browsing
from hallway import NAMED, publish_plan, scan
from staging import EVENT, list_people, make_event
from world import kiosk, shell

from kiosk.actions import announcements, rounds
from kiosk.assets import asset
from kiosk.desk import Desk, open_desk
from kiosk.rules import clock as clock_rules

aiohttp = pytest.importorskip("aiohttp", reason="the hall in a browser needs textual-serve")
web = pytest.importorskip("kiosk.web", reason="the hall in a browser needs textual-serve")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and processes of POSIX")


@pytest.fixture
def now(tmp_path: Path) -> Iterator[Desk]:
    """An event that is on just now by the laptop's own clock: a page is another process. The first round runs."""
    today = datetime.now(UTC).date().isoformat()
    make_event(tmp_path / "event", settings=EVENT.replace("2026-11-22", today))
    desk = open_desk(tmp_path / "event")
    list_people(desk)
    publish_plan(desk)
    for place in (1, 2, 5):
        scan(desk, place)
    rounds.command(desk, desk.event.blocks[0], clock_rules.STARTED)
    yield desk
    desk.store.close()


@asynccontextmanager
async def served(folder: Path, *more: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The command that serves the hall, and its address."""
    command = [sys.executable, "-m", "kiosk", "hall", str(folder), "--serve", "--port", "0", *more]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=shell()
    )
    assert process.stdout
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 40)).decode()
        found = re.search(r"http://\S+/", line)
        assert found, line
        yield process, found[0]
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0


def children(of: int) -> list[int]:
    """The displays that this process has started and that still run; other tests leave it children of their own."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            command = stat.with_name("cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if int(parent) == of and state != "Z" and b"hall" in command:
            found.append(int(stat.parent.name))
    return found


async def gone(of: int, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while children(of):
            await asyncio.sleep(0.05)


# In a browser

BOTTOM = "getBoundingClientRect().bottom"


@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
async def test_the_page_shows_the_time_left_asks_nobody_else_and_shows_no_name(now: Desk, tmp_path: Path) -> None:
    from PIL import Image

    before = len(now.store.journal())
    async with served(now.folder) as (process, address), browsing(tmp_path / "browser", address) as page:
        await page.until("document.body.classList.contains('-first-byte')")
        await asyncio.sleep(1.5)
        picture = Image.open(await page.picture(tmp_path / "hall.png")).convert("RGB")
        colours = {colour: count for count, colour in picture.getcolors(1 << 24) or []}
        green, all_ = colours.get((0, 200, 83), 0), picture.width * picture.height
        assert green > all_ / 10, "the field of running talks"
        assert colours.get((0, 0, 0), 0) > all_ / 10, "digits and the list's ground"
        assert re.search(rb"talks are running", page.received)

        announcements.announce(now, "lunch")
        before += 1
        await page.until("document.getElementById('told').innerText.includes('الغداء')")
        assert await page.say("getComputedStyle(document.querySelector('#told p')).direction") == "rtl"
        assert await page.say("document.querySelectorAll('#told p').length") == 2
        await page.until(f"document.querySelector('.xterm-screen').{BOTTOM} <= innerHeight")
        await page.picture(tmp_path / "told.png")
        assert "Jetzt ist Mittagspause" in page.received.decode(errors="replace")

        for key, code, control in (("F12", 123, 0), ("F12", 123, 0), ("q", 81, 2), ("q", 81, 2), ("Escape", 27, 0)):
            await page.press(key, code, control)
        await asyncio.sleep(0.5)
        assert not await page.say("document.body.classList.contains('-closed')")
        assert len(children(process.pid)) == 1

        hosts = {urlsplit(asked).netloc for asked in page.asked if not asked.startswith(("data:", "about:"))}
        assert hosts == {urlsplit(address).netloc}
        seen = page.received.decode(errors="replace") + await page.say("document.documentElement.outerHTML")
        words = set(re.findall(r"\w+", seen.casefold()))
        assert not words & {word for name in NAMED for word in re.findall(r"\w{3,}", name.casefold())}
    assert len(now.store.journal()) == before


@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
async def test_the_browser_itself_refuses_what_would_come_from_elsewhere(now: Desk, tmp_path: Path) -> None:
    async with served(now.folder) as (_process, address), browsing(tmp_path / "browser", address) as page:
        await page.until("document.readyState === 'complete'")
        blocked = await page.say("fetch('http://127.0.0.2:9/').then(() => 'came', (error) => String(error))")
        assert "came" not in blocked
        assert (
            await page.say(
                "new Promise((told) => {"
                " document.addEventListener('securitypolicyviolation', (event) => told(event.blockedURI));"
                " const image = new Image(); image.src = 'http://127.0.0.2:9/x.png'; document.body.append(image); })"
            )
            == "http://127.0.0.2:9/x.png"
        )


def test_no_carried_file_names_another_host() -> None:
    import textual_serve

    carried = [*asset("web").iterdir()]
    assert len(carried) == 3
    for path in carried:
        assert not re.search(r"(https?:)?//[a-z]", path.read_text(encoding="utf-8").replace("// ", "")), path.name
    script = Path(textual_serve.__file__).parent / "static" / "js" / "textual.js"
    assert not re.search(r"fetch\(\"http|src=\"http", script.read_text(encoding="utf-8"))


# Over the wire


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[str]:
    """The server within this process; its address."""
    from kiosk.desk import settings_of

    server = web.HallServer(folder, settings_of(folder), "127.0.0.1", 0)
    runner = aiohttp.web.AppRunner(await server._make_app(), shutdown_timeout=1)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def heard(socket: aiohttp.ClientWebSocketResponse, wanted: bytes, seconds: float = 40) -> bytes:
    got = b""
    async with asyncio.timeout(seconds):
        while wanted not in got:
            message = await socket.receive()
            assert message.type is aiohttp.WSMsgType.BINARY, message
            got += message.data
    return got


async def test_what_a_page_sends_beside_its_size_reaches_nobody(now: Desk) -> None:
    import os

    before = now.store.journal()
    async with serving(now.folder) as address, aiohttp.ClientSession() as session:
        async with session.ws_connect(f"{address}/ws?width=100&height=30") as socket:
            await heard(socket, b"Speed-Dating")
            for keys in ("\x1b[24~", "\x1b[24~", "\x11", "\x11", "\x03", "q", "\x1b"):
                await socket.send_json(["stdin", keys])
            for said in ("", "[", "[]", '["resize"]', '["resize", {"width": -4, "height": 1e9}]', '{"a": 1}', "null"):
                await socket.send_str(said)
            await socket.send_json(["resize", {"width": 80, "height": 24}])
            assert b"talks are running" in await heard(socket, b"talks are running")
            assert len(children(os.getpid())) == 1
        await gone(os.getpid())
    assert now.store.journal() == before


async def test_only_so_many_pages_are_shown_and_each_leaves_nothing_behind(
    now: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setattr(web, "MOST_PAGES", 2)
    async with serving(now.folder) as address, aiohttp.ClientSession() as session:
        pages = [await session.ws_connect(f"{address}/ws") for _ in range(2)]
        for page in pages:
            await heard(page, b"Speed-Dating")
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"{address}/ws")
        assert refused.value.status == 503
        assert len(children(os.getpid())) == 2
        await pages[0].close()
        async with asyncio.timeout(10):
            while len(children(os.getpid())) > 1:
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        again = await session.ws_connect(f"{address}/ws")
        await heard(again, b"Speed-Dating")
    await gone(os.getpid())


async def test_a_page_of_another_site_is_refused(now: Desk) -> None:
    async with serving(now.folder) as address, aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"{address}/ws", headers={"Origin": "http://elsewhere.example"})
        assert refused.value.status == 403


async def test_every_answer_confines_the_page_and_only_carried_files_are_given_out(now: Desk) -> None:
    async with serving(now.folder) as address, aiohttp.ClientSession() as session:
        for path in ("/", "/hall.css", "/hall.js", "/announcement", "/static/js/textual.js"):
            async with session.get(address + path) as answer:
                assert answer.status == 200, path
                assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        for path in ("/hall.html", "/event.toml", "/static/../../kiosk.db", "/download/x", "/static/", "/kiosk.db"):
            async with session.get(address + path) as answer:
                assert answer.status in (403, 404), path
        async with session.get(f"{address}/?fontsize=<b>") as answer:
            assert 'data-font-size="16"' in await answer.text()
        async with session.get(f"{address}/?fontsize=32") as answer:
            text = await answer.text()
            assert 'data-font-size="32"' in text
            assert "Job-Speed-Dating [Probe]" in text


async def test_the_lines_from_right_to_left_come_as_long_as_they_hold(now: Desk) -> None:
    async with serving(now.folder) as address, aiohttp.ClientSession() as session:

        async def told() -> dict[str, object]:
            async with session.get(f"{address}/announcement") as answer:
                return dict(await answer.json())

        assert await told() == {"lines": [], "urgent": False}
        announcements.announce(now, "leave")
        answer = await told()
        assert answer["urgent"] is True
        assert [line["language"] for line in answer["lines"]] == ["ar", "fa"]  # type: ignore[index, attr-defined]
        announcements.announce_own(now, "Kaffee ist da")
        assert await told() == {"lines": [], "urgent": False}
        announcements.end(now)
        assert await told() == {"lines": [], "urgent": False}


async def test_pages_end_when_the_server_is_killed(now: Desk) -> None:
    command = [sys.executable, "-m", "kiosk", "hall", str(now.folder), "--serve", "--port", "0"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=shell())
    assert process.stdout
    found = re.search(r"http://\S+/", (await process.stdout.readline()).decode())
    assert found
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{found[0]}ws") as page:
        await heard(page, b"Speed-Dating")
        pages = children(process.pid)
        assert len(pages) == 1
        process.kill()
        await process.wait()
        async with asyncio.timeout(10):
            while Path(f"/proc/{pages[0]}").exists():
                await asyncio.sleep(0.1)


# The command


async def test_it_is_for_this_laptop_only_unless_told_otherwise_and_then_it_says_so(now: Desk) -> None:
    async with served(now.folder) as (process, address):
        assert address.startswith("http://127.0.0.1:")
    assert process.stderr
    async with served(now.folder, "--host", "0.0.0.0") as (process, _address):
        assert process.stderr
        assert b"Everybody in this network can open" in await asyncio.wait_for(process.stderr.readline(), 5)


def test_a_taken_port_and_a_host_of_somebody_else_are_told_in_one_sentence(now: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = kiosk("hall", now.folder, "--serve", "--port", port)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"127.0.0.1, port {port}, cannot be used here. Give another one with --port, or leave --host out.\n"
    )
    refused = kiosk("hall", now.folder, "--serve", "--host", "192.0.2.1")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith("192.0.2.1, port 8000, cannot be used here.")


def test_without_the_library_one_sentence_says_how_to_get_it(now: Desk, tmp_path: Path) -> None:
    (tmp_path / "textual_serve").mkdir()
    (tmp_path / "textual_serve" / "__init__.py").write_text("raise ImportError('not here')\n")
    root = Path(web.__file__).parent.parent
    refused = kiosk("hall", now.folder, "--serve", fresh=True, PYTHONPATH=f"{tmp_path}:{root}")
    assert refused.returncode == 1
    assert "pip install 'kiosk[web]'" in refused.stderr
    assert refused.stderr.count("\n") == 1
