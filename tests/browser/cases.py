"""A browser in the hands of a role user."""

import contextlib
import functools
import json
import re
import threading
import time
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import get_db_name

from odoo.addons.digiflow_crm.compat import SERIES

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


@functools.lru_cache
def make_bundles():
    """Make the pages' scripts and style sheets once, and commit them.

    Made in a test they were gone after it: every first page of a test waited until they were made
    again, on a busy machine longer than the 10 seconds that 16.0 gives it.
    """
    with Registry(get_db_name()).cursor() as cr:
        api.Environment(cr, SUPERUSER_ID, {})["ir.qweb"]._pregenerate_assets_bundles()


class BrowserCase(DigiflowHttpCase):
    """Opens a screen as a role and does there what a person would do.

    A step of a test is JavaScript in the words of page.js. Any error on the page's console fails
    the test.

    Requests work on the test's own connection, and 16.0 would let one that a page left behind mix
    its statements with those of the test, which then fails in strange places. So the test holds
    the lock that every request takes, but while it looks at a page. (19.0 does so by itself.)
    """

    browser_size = "1366x768"
    # Seconds that 19.0 lets a request wait for another: a page's files may take long to be made.
    test_cursor_lock_timeout = 120

    # Whether the scripts of a page were asked for in this run.
    warm = False

    @classmethod
    def setUpClass(cls):
        if SERIES < 18:
            make_bundles()
        super().setUpClass()
        for user in cls.users.values():
            user.password = user.login

    def setUp(self):
        super().setUp()
        if SERIES < 18 and not BrowserCase.warm:
            self.load_scripts()
            BrowserCase.warm = True
        self.lock = self.registry.test_lock if SERIES < 18 else threading.RLock()
        self.lock.acquire()
        self.addCleanup(self.settle)
        self.addCleanup(self.lock.release)

    def load_scripts(self):
        """Ask for each script of a page, one after the other, before the first browser does.

        The first requests of a server read its routes and fill its caches. A browser asks for all
        at the same time, and on a busy machine began the scripts without the one they stand on.
        """
        user = self.users["manager"]
        self.authenticate(user.login, user.login)
        page = self.url_open("/web", timeout=120).text
        for path in re.findall(r'src="(/web/assets/[^"]+)"', page):
            self.assertEqual(self.url_open(path, timeout=120).status_code, 200, path)

    @contextlib.contextmanager
    def room(self):
        """Let requests work meanwhile, and wait until there are none any more."""
        self.lock.release()
        try:
            yield
        finally:
            self.settle()
            self.lock.acquire()

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
        self.env.invalidate_all()

    def browser_js(self, *args, **kwargs):
        """Look at a page; when it is left, what it began is over."""
        with self.room():
            super().browser_js(*args, **kwargs)

    @staticmethod
    def settle(calm=0.2, limit=120.0):
        """Wait until the server has had no request for `calm` seconds: what a page began is over,
        also after a failure."""
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
