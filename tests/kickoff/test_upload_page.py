"""The page on which a client uploads the documents of its project, over real HTTP."""

from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo.addons.digiflow_crm.core import documents
from odoo.addons.digiflow_crm.core.periods import today

from ..common import DigiflowHttpCase

PDF = b"%PDF-1.4 ficha"


class UploadCase(DigiflowHttpCase):
    """A handover in preparation whose client has a link, with one document asked for."""

    def setUp(self):
        super().setUp()
        self.lead = self.complete(self.make_lead(), "pre_kickoff")
        self.lead.with_user(self.users["executive"]).action_set_won()
        self.handover = self.lead.handover_id
        self.handover.item_ids.unlink()
        self.item = self.add("Ficha RUC", date_due=today() + timedelta(days=3))
        self.ours = self.add("Plan interno", giver="digiflow")
        link = self.handover.with_user(self.users["executive"])._make_link()
        self.path = "/digiflow" + link.partition("/digiflow")[2]
        self.env.flush_all()
        page = html.fromstring(self.url_open(self.path).content)
        self.csrf = page.xpath("//input[@name='csrf_token']/@value")[0]

    def add(self, name, **vals):
        """An item of the checklist."""
        executive = self.users["executive"].id
        values = {"handover_id": self.handover.id, "name": name, "user_id": executive, **vals}
        return self.env["digiflow.handover.item"].create(values)

    def get(self):
        return self.url_open(self.path)

    def post(self, *files, csrf=True, path=None, **values):
        """The response to uploading (name, content) for the item."""
        data = {"item": str(self.item.id), **values}
        if csrf:
            data["csrf_token"] = self.csrf
        parts = [("files", (name, content)) for name, content in files]
        response = self.url_open(path or self.path, data=data, files=parts or None)
        self.env.invalidate_all()
        return response

    def names(self):
        return self.item.attachment_ids.mapped("name")


class TestUploading(UploadCase):
    """What a client does there."""

    def test_the_list_of_what_is_asked_for(self):
        response = self.get()
        self.assertIn("Ficha RUC", response.text)
        self.assertIn(self.item.date_due.strftime("%d/%m/%Y"), response.text)
        self.assertIn("Pendiente", response.text)
        self.assertNotIn("Plan interno", response.text)
        self.assertNotIn("<script", response.text)
        page = html.fromstring(response.content)
        chooser = page.xpath("//input[@type='file']")[0]
        self.assertTrue(page.xpath(f"//label[@for='{chooser.get('id')}']"))

    def test_uploaded_and_told(self):
        response = self.post(("Ficha.pdf", PDF), ("Plano.png", b"\x89PNG\r\n"))
        self.assertIn("quedó guardado", response.text)
        self.assertIn("Recibido", response.text)
        self.assertEqual(sorted(self.names()), ["Ficha.pdf", "Plano.png"])
        file = self.item.attachment_ids.filtered(lambda one: one.name == "Ficha.pdf")
        self.assertEqual(
            (file.raw, file.res_model, file.res_id), (PDF, self.item._name, self.item.id)
        )
        self.assertFalse(file.public)
        self.assertEqual(self.item.state, "received")
        self.assertEqual(self.handover.activity_ids.user_id, self.users["executive"])
        self.assertIn("Ficha.pdf", " ".join(self.handover.message_ids.mapped("body")))
        self.post(("Otro.pdf", PDF))
        self.assertEqual(len(self.handover.activity_ids), 1, "one is enough")

    def test_its_own_file_is_replaced_until_it_is_accepted(self):
        self.post(("Viejo.pdf", PDF))
        old = self.item.attachment_ids
        self.post(remove=str(old.id))
        self.assertFalse(old.exists())
        self.assertEqual(self.item.state, "pending")
        self.post(("Nuevo.pdf", PDF))
        self.item.state = "validated"
        self.env.flush_all()
        self.assertNotIn("<form", self.get().text)
        self.assertIn("Aceptado", self.get().text)
        refused = self.post(remove=str(self.item.attachment_ids.id))
        self.assertIn("ya no se puede quitar", refused.text)
        self.assertIn("llegó tarde", self.post(("Tarde.pdf", PDF)).text)
        self.assertEqual(self.names(), ["Nuevo.pdf"])

    def test_nothing_of_ours_or_of_others_is_taken_away(self):
        ours = self.item.with_user(self.users["executive"])._receive_document("Nuestro.pdf", PDF)
        other = self.add("Certificado")
        theirs = other._receive_document("Otro.pdf", PDF)
        self.env.flush_all()
        self.assertNotIn("Nuestro.pdf", self.get().text)
        stranger = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        for file in (ours, theirs, stranger):
            self.post(remove=str(file.id))
            self.assertTrue(file.exists(), file.name)
        for wrong in ("-1", "x", "9" * 30, "²"):
            self.assertIn("ya no se puede quitar", self.post(remove=wrong).text)

    def test_no_more_after_the_handover(self):
        self.complete_handover(self.handover)
        self.handover.with_user(self.users["executive"]).action_submit()
        self.env.flush_all()
        self.assertIn("No hay nada más que subir", self.get().text)
        self.post(("Tarde.pdf", PDF))
        self.assertEqual(self.names(), [])


class TestRefused(UploadCase):
    """What is not taken."""

    def test_files_that_are_not_taken_are_told_one_by_one(self):
        response = self.post(
            ("virus.exe", b"MZ"),
            ("falso.pdf", b"<html><script>"),
            ("sin extension", b"x"),
            ("pagina.html", b"<b>"),
            ("foto.svg", b"<svg/>"),
            ("vacio.pdf", b""),
            ("<img src=x>.pdf.js", b"x"),
            ("bueno.pdf", PDF),
        )
        self.assertEqual(self.names(), ["bueno.pdf"], "the good one is kept")
        told = html.fromstring(response.content).xpath("//div[@role='alert']/p/text()")
        self.assertEqual(len(told), 7)
        self.assertNotIn("<img", response.text)

    def test_names_are_cleaned(self):
        self.post(("../../etc/pass\u202ewd\x00.pdf", PDF), ("C:\\dir\\" + "x" * 300 + ".pdf", PDF))
        for name in self.names():
            self.assertNotRegex(name, r"[/\\\x00\u202e]")
            self.assertLessEqual(len(name), documents.MAX_NAME)
            self.assertTrue(name.endswith(".pdf"))
        self.assertEqual(len(self.names()), 2)

    def test_a_text_that_is_a_page_is_served_as_text(self):
        page = b'<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'
        self.post(("datos.xml", page))
        self.assertEqual(self.item.attachment_ids.mimetype, "text/plain")

    def test_sizes_and_numbers(self):
        with patch.object(documents, "MAX_BYTES", 1000):
            response = self.post(("grande.pdf", PDF + b"x" * 2000))
        self.assertIn("pesa más de", response.text)
        many = [(f"{number}.pdf", PDF) for number in range(12)]
        self.assertIn("hasta 10 archivos a la vez", self.post(*many).text)
        self.assertEqual(len(self.names()), 10)
        self.post(*many[:10])
        self.assertEqual(len(self.names()), documents.MAX_FILES)
        self.assertIn("Reúna varios", self.post(("mas.pdf", PDF)).text)
        with patch("odoo.addons.digiflow_crm.controllers.handover.MAX_BYTES", 1000):
            response = self.post(("grande.pdf", PDF + b"x" * 2000))
        self.assertEqual(response.status_code, 413)
        self.assertIn("Elija al menos un archivo", self.post().text)

    def test_items_that_are_not_asked_of_this_client(self):
        foreign = self.make_lead(name="Otra")
        handover = self.env["digiflow.handover"].create({"lead_id": foreign.id})
        other = self.env["digiflow.handover.item"].create(
            {"handover_id": handover.id, "name": "Ajeno"}
        )
        for item in (str(self.ours.id), str(other.id), "0", "x", "-3", "9" * 30):
            self.assertEqual(self.post(("a.pdf", PDF), item=item).status_code, 404)
        self.assertFalse((self.ours | other).attachment_ids)

    def test_links_that_do_not_open(self):
        forged = self.path[:-4] + "AAAA"
        for path in (forged, self.path.replace("/handover/", "/survey/")):
            self.assertEqual(self.post(("a.pdf", PDF), path=path).status_code, 404)
        self.handover.sudo().link_expires_on = today() - timedelta(days=1)
        self.env.flush_all()
        self.assertEqual(self.get().status_code, 410)
        self.assertEqual(self.post(("a.pdf", PDF)).status_code, 410)
        self.handover.with_user(self.users["executive"])._make_link()
        self.env.flush_all()
        self.assertEqual(self.get().status_code, 404, "renewed")
        self.assertEqual(self.names(), [])

    def test_without_the_forms_own_token(self):
        self.assertEqual(self.post(("a.pdf", PDF), csrf=False).status_code, 400)
        self.assertEqual(self.names(), [])
