import base64

from odoo import _, api, models
from odoo.tools import format_date

from ...core import periods
from ...core.progress import has_moved
from ...core.progress_workbook import WORDS, progress_workbook
from .digiflow_prospect_list import STATE_CLOSED

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DigiflowProspectList(models.Model):
    """The progress of lists as a workbook, and as the e-mail of the closed week."""

    _inherit = "digiflow.prospect.list"

    @api.model
    def _cron_send_progress(self):
        """Send each commercial manager the closed week of each of their companies."""
        week = periods.closed(periods.WEEK, periods.today())
        for user in self._get_managers():
            for company in user.company_ids:
                lists = self.with_user(user).with_context(
                    allowed_company_ids=company.ids, lang=user.lang
                )
                lists.search([("company_id", "=", company.id)])._send_progress(
                    user, *week, only_news=True
                )

    @api.model
    def _get_managers(self):
        """The active people with the manager's role and an e-mail address."""
        # By the users: the field that holds a group's users has another name on 19.0.
        users = self.env["res.users"].search([("share", "=", False), ("email", "!=", False)])
        return users.filtered(lambda user: user.has_group("digiflow_crm.group_manager"))

    def _send_progress(self, user, date_from, date_to, period=None, only_news=False):
        """Queue an e-mail to `user` with the figures of these lists and their workbook.

        Lists where nothing happened are counted, not shown.

        :param bool only_news: none when nothing happened and no list is open
        :return: the mail.mail, or none
        """
        report = self.progress_report(date_from, date_to, period)
        moved = [one for one in report["lists"] if has_moved(one["figures"])]
        quiet = self.browse({*self.ids} - {one["id"] for one in moved})
        quiet = quiet.filtered(lambda one: one.state != STATE_CLOSED)
        # sudo: the queue of mails is nobody's; what goes into it is what the user reads.
        mails = self.env["mail.mail"].sudo()
        if only_news and not moved and not quiet:
            return mails
        table = self.env["ir.qweb"]._render(
            "digiflow_crm.prospect_progress_mail", {"lists": moved, "quiet": len(quiet)}
        )
        # sudo: whoever reads the figures may have them sent; the template is the manager's.
        template = self.env.ref("digiflow_crm.mail_template_prospect_progress").sudo()
        template = template.with_context(
            digiflow_progress=table, digiflow_days=self._format_days(report)
        )
        workbook = self._attach_progress(report)
        mail_id = template.send_mail(user.id, email_values={"attachment_ids": [(4, workbook.id)]})
        mail = mails.browse(mail_id)
        # It goes when the mail goes.
        workbook.write({"res_model": "mail.message", "res_id": mail.mail_message_id.id})
        return mail

    def _make_progress_workbook(self, report):
        """A report as a workbook in the user's language.

        :return: (file name, bytes)
        """
        words = self._get_progress_words()
        name = "{} {} {}.xlsx".format(words["file"], report["date_from"], report["date_to"])
        return name, progress_workbook(report, words)

    def _attach_progress(self, report):
        """An attachment with the workbook of a report."""
        name, content = self._make_progress_workbook(report)
        values = {"name": name, "datas": base64.b64encode(content), "mimetype": XLSX}
        # sudo: it belongs to a mail of the queue, which no role of ours reaches.
        return self.env["ir.attachment"].sudo().create(values)

    def _format_days(self, report):
        """The days of a report as the user writes them."""
        days = (periods.parse_day(report[name]) for name in ("date_from", "date_to"))
        return " - ".join(format_date(self.env, day) for day in days)

    @api.model
    def _get_progress_words(self):
        """The texts of the workbook in the user's language."""
        words = {}
        for key, text in WORDS.items():  # no comprehension: `_` reads the language off this frame
            words[key] = _(text)
        return words
