"""What the tests of documents share: their text, as HTML and as real PDF files."""

import subprocess
import tempfile
from pathlib import Path

from lxml import html


class DocumentMixin:
    """Documents in the hands of a user."""

    def read_html(self, report, records, user=None):
        """The text of a document, as `user` makes it, its style left out."""
        page = self.make_html(report, records, user)
        articles = html.fromstring(page).xpath("//div[contains(@class, 'article')]")
        for article in articles:
            for style in article.xpath(".//style"):
                style.drop_tree()
        return " ".join(" ".join(one.text_content() for one in articles).split())

    def make_html(self, report, records, user=None):
        """The page as it is."""
        reports = self.env["ir.actions.report"].with_user(user or self.env.user)
        page, _kind = reports._render_qweb_html(report, records.ids)
        return page.decode() if isinstance(page, bytes) else str(page)

    def make_pdf(self, report, records, user=None):
        """The file, by the program that makes it."""
        reports = self.env["ir.actions.report"].with_user(user or self.env.user)
        reports = reports.with_context(force_report_rendering=True)
        content, kind = reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        return content

    def read_pages(self, content):
        """The text of each page of a PDF file, by pdftotext."""
        self.assertEqual(content[:5], b"%PDF-")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "document.pdf"
            path.write_bytes(content)
            done = subprocess.run(
                ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True
            )
        pages = done.stdout.decode().split("\f")[:-1]
        return [" ".join(page.split()) for page in pages]
