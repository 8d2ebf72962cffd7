"""Own the driving of Debian's chromium over its own protocol (Chrome DevTools, by WebSocket).

A browser is started once, each test gets a tab with an empty profile of its own. What a page logs
as an error, and what its content security policy stops, is kept for the test to look at.
"""

import asyncio
import base64
import json
import os
import re
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PATIENCE_S = 20.0
"""A page that is not there by then will not come: the machine may be busy with other tests."""

_ENDPOINT = re.compile(r"DevTools listening on (ws://\S+)")
MAX_MESSAGE_BYTES = 64 * 1024 * 1024


class BrowserFault(AssertionError):
    """Say what a page did not do."""


def find_chromium() -> str | None:
    """Return the path of a chromium, None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """Hold the connection to one running browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.tabs: dict[str, Tab] = {}

    async def call(
        self, method: str, parameters: dict[str, Any] | None = None, session: str = ""
    ) -> dict[str, Any]:
        """Call a method of the protocol and return its result."""
        self._number += 1
        number = self._number
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        message = {"id": number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        await self._socket.send_str(json.dumps(message))
        async with asyncio.timeout(PATIENCE_S):
            result: dict[str, Any] = await answer
        return result

    async def listen(self) -> None:
        """Take what the browser says until it ends."""
        async for message in self._socket:
            told = json.loads(message.data)
            answer = self._answers.pop(told.get("id", 0), None)
            if answer is None:
                tab = self.tabs.get(told.get("sessionId", ""))
                if tab is not None and "method" in told:
                    tab.hear(told["method"], told["params"])
            elif "error" in told and not answer.done():
                answer.set_exception(BrowserFault(told["error"]["message"]))
            elif not answer.done():
                answer.set_result(told["result"])

    async def open_tab(self, *, width: int = 1280, height: int = 900, dark: bool = False) -> "Tab":
        """Return an empty tab with cookies of its own."""
        context = (await self.call("Target.createBrowserContext"))["browserContextId"]
        target = {"url": "about:blank", "browserContextId": context}
        target_id = (await self.call("Target.createTarget", target))["targetId"]
        attached = await self.call(
            "Target.attachToTarget", {"targetId": target_id, "flatten": True}
        )
        tab = self.tabs[attached["sessionId"]] = Tab(self, attached["sessionId"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            await tab.call(f"{domain}.enable")
        await tab.show_at(width, height, dark=dark)
        return tab


class Tab:
    """Do in a tab what a person does; `faults` are errors that its pages logged."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session
        self._waiting: defaultdict[str, list[asyncio.Future[None]]] = defaultdict(list)
        self.faults: list[str] = []
        self.foreign: list[str] = []
        self._accepts = True

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol for this tab."""
        return await self._browser.call(method, parameters, self._session)

    def hear(self, method: str, told: dict[str, Any]) -> None:
        """Take an event."""
        if method == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.faults.append(told["entry"]["text"])
        if method == "Runtime.exceptionThrown":
            self.faults.append(json.dumps(told["exceptionDetails"])[:500])
        if method == "Network.requestWillBeSent":
            self.foreign.append(told["request"]["url"])
        if method == "Page.javascriptDialogOpening":
            asyncio.ensure_future(  # noqa: RUF006 - its end is the dialog's
                self.call("Page.handleJavaScriptDialog", accept=self._accepts)
            )
        for waiting in self._waiting.pop(method, []):
            if not waiting.done():
                waiting.set_result(None)

    async def show_at(self, width: int, height: int, *, dark: bool = False) -> None:
        """Change the size of the window and the colours that its owner prefers."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = "dark" if dark else "light"
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        await self.call("Emulation.setEmulatedMedia", features=features)

    def _next(self, event: str) -> asyncio.Future[None]:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[event].append(waiting)
        return waiting

    async def go(self, url: str) -> None:
        """Open an address and wait until it is loaded."""
        loaded = self._next("Page.loadEventFired")
        told = await self.call("Page.navigate", url=url)
        if told.get("errorText"):
            raise BrowserFault(f"{url}: {told['errorText']}")
        async with asyncio.timeout(PATIENCE_S):
            await loaded

    async def run(self, script: str) -> Any:
        """Return the value of an expression in the page; promises are awaited."""
        told = await self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in told:
            raise BrowserFault(json.dumps(told["exceptionDetails"])[:1000])
        return told["result"].get("value")

    async def wait_for(self, condition: str, what: str = "") -> None:
        """Wait until an expression holds in the page."""
        met = await self.run(
            "new Promise((settle) => { const end = Date.now() + "
            f"{int(PATIENCE_S * 900)}; const look = () => {{ let holds = false; "
            f"try {{ holds = Boolean({condition}); }} catch {{ holds = false; }} "
            "if (holds || Date.now() > end) settle(holds); else setTimeout(look, 30); }; look(); })"
        )
        if not met:
            text = await self.text()
            raise BrowserFault(f"waited in vain for {what or condition}; the page says:\n{text}")

    async def wait_for_text(self, text: str) -> None:
        """Wait until the page shows a text."""
        await self.wait_for(f"document.body.innerText.includes({json.dumps(text)})", text)

    async def text(self) -> str:
        """Return what the page shows."""
        return str(await self.run("document.body.innerText"))

    async def _centre(self, selector: str) -> tuple[float, float]:
        place = await self.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)}); "
            "if (!one) return null; one.scrollIntoView({block: 'center', behavior: 'instant'}); "
            "const box = one.getBoundingClientRect(); "
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        if place is None:
            raise BrowserFault(f"nothing on the page is {selector}:\n{await self.text()}")
        return place[0], place[1]

    async def click(self, selector: str) -> None:
        """Click what a selector finds, with the mouse."""
        x, y = await self._centre(selector)
        for kind in ("mousePressed", "mouseReleased"):
            await self.call(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )

    async def follow(self, selector: str) -> None:
        """Click what leads to another page, and wait for it."""
        loaded = self._next("Page.loadEventFired")
        await self.click(selector)
        async with asyncio.timeout(PATIENCE_S):
            await loaded

    async def fill(self, selector: str, text: str) -> None:
        """Type a text into a field in place of what it holds."""
        await self.click(selector)
        await self.run(f"document.querySelector({json.dumps(selector)}).select()")
        await self.call("Input.insertText", text=text)

    async def press(self, key: str) -> None:
        """Press a key that writes a sign."""
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def picture(self, path: Path, *, whole: bool = False) -> None:
        """Keep a picture of what is to be seen, or of the whole page."""
        told = await self.call(
            "Page.captureScreenshot", format="png", captureBeyondViewport=whole,
            **({"clip": await self._whole()} if whole else {}),
        )  # fmt: skip
        picture = base64.b64decode(told["data"])
        await asyncio.to_thread(path.write_bytes, picture)

    async def _whole(self) -> dict[str, float]:
        size = (await self.call("Page.getLayoutMetrics"))["cssContentSize"]
        height = min(size["height"], 6000)
        return {"x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1}


@asynccontextmanager
async def chromium(profile: Path) -> AsyncIterator[Browser]:
    """Start a browser with an empty profile, and end it."""
    path = find_chromium()
    assert path is not None
    arguments = [
        "--headless=new",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
    ]
    if os.geteuid() == 0:  # its own sandbox does not work for root
        arguments.append("--no-sandbox")
    process = await asyncio.create_subprocess_exec(
        path, *arguments, "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(60):
            address = await _address(process)
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(address, max_msg_size=MAX_MESSAGE_BYTES) as socket,
        ):
            browser = Browser(socket)
            listening = asyncio.create_task(browser.listen())
            yield browser
            listening.cancel()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async for line in process.stderr:
        found = _ENDPOINT.search(line.decode(errors="replace"))
        if found:
            return found[1]
    raise BrowserFault("chromium ended before it could be asked")
