"""A browser in the hands of a role user."""

import json
import threading
import time
from pathlib import Path

from ..common import DigiflowHttpCase

PAGE = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")
SCRIPT = """
(async () => {
%s
%s
})().then(
    () => console.log("test successful"),
    (error) => console.error(String((error && error.stack) || error)),
);
"""


class BrowserCase(DigiflowHttpCase):
    """Opens a screen as a role and does there what a person would do.

    A step of a test is JavaScript in the words of page.js. Any error on the page's console fails
    the test.
    """

    browser_size = "1366x768"
    # Seconds that 19.0 lets a request wait for another: a page's files may take long to be made.
    test_cursor_lock_timeout = 120

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.users.values():
            user.password = user.login

    def act(self, role, action, steps, record=None, forgive=None):
        """Open the screen of `action` as `role` and take `steps`.

        :param str action: xml id of a window action
        :param str steps: JavaScript; `await` is allowed
        :param record: the record whose form is opened instead of the action's first view
        :param str forgive: an error of the console that has nothing to do with the page
        """
        url = f"/web#action={self.env.ref(action).id}"
        if record is not None:
            url += f"&model={record._name}&view_type=form&id={record.id}"
        self.env.flush_all()
        login = self.users[role].login
        self.browser_js(
            url,
            SCRIPT % (PAGE, steps),
            login=login,
            timeout=240,
            error_checker=lambda message: not forgive or forgive not in message,
        )
        self.settle()
        self.env.invalidate_all()

    @staticmethod
    def settle(calm=0.5, limit=20.0):
        """Wait until the server has had no request for `calm` seconds.

        Requests work on the test's own connection: one that a page left behind would mix its
        rows with those of the test.
        """
        quiet_since, end = time.monotonic(), time.monotonic() + limit
        while time.monotonic() < min(quiet_since + calm, end):
            names = [thread.name for thread in threading.enumerate()]
            if any(name.startswith("odoo.service.http.request") for name in names):
                quiet_since = time.monotonic()
            time.sleep(0.05)

    @staticmethod
    def js(value):
        """A Python value as a JavaScript one."""
        return json.dumps(value)
