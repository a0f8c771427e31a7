from odoo import _, api, fields, models

from ...compat import implied_groups_field
from ...core.portfolio_file import read_portfolio
from ...core.portfolio_values import SIZES, Choices, sizes
from ...core.portfolio_workbook import portfolio_template
from ..prospecting.digiflow_file_import_report import ROWS_SHOWN


class DigiflowClientImport(models.Model):
    """A file of the clients that there are: each row is a client's stay in a service.

    Clients are known by their RUC; those that are not there yet are made. What a person entered in
    a client is never changed, only what is blank is filled in.
    """

    _name = "digiflow.client.import"
    _description = "Import of a portfolio of clients"
    _inherit = ["digiflow.file.import"]
    _row_model = "digiflow.client.import.row"
    _job = "digiflow_crm.ir_cron_client_import"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
        copy=False,
    )
    # Result
    new_count = fields.Integer(string="Services to begin")
    created_count = fields.Integer(string="Services begun")
    known_count = fields.Integer(string="Services already there", readonly=True, copy=False)
    new_client_count = fields.Integer(string="New clients", readonly=True, copy=False)
    known_client_count = fields.Integer(string="Clients already there", readonly=True, copy=False)
    row_ids = fields.One2many("digiflow.client.import.row", "import_id", string="Rows")
    service_ids = fields.One2many(
        "digiflow.client.service", "client_import_id", string="Services begun by it"
    )
    made_ids = fields.One2many(
        "digiflow.client.import.partner", "import_id", string="Clients and contacts made"
    )

    def action_get_template(self):
        """Download an empty portfolio: the columns, an example, the values to choose from."""
        return {
            "type": "ir.actions.act_url",
            "url": "/digiflow/portfolio/template",
            "target": "self",
        }

    def action_view_rows(self):
        """Open the rows of the file, with what becomes of each."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_client_import_row_action"
        )
        return {**action, "domain": [("import_id", "=", self.id)], "context": {}}

    def action_view_services(self):
        """Open the services that this import began."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_client_service_action"
        )
        return {**action, "domain": [("client_import_id", "=", self.id)], "context": {}}

    def _open_table(self):
        """The core's PortfolioTable of the file."""
        content, name = self._get_content(), self.filename or ""
        return read_portfolio(
            content, name, self._get_choices(), column_title=_("Column %(letter)s")
        )

    @api.model
    def _get_choices(self):
        """What the columns may name: ``{key of the core: Choices}``, in every language there is."""
        return {
            "service": self._list_choices("digiflow.service", "code"),
            "end_reason": self._list_choices("digiflow.service.end.reason", "name"),
            "industry": self._list_choices("res.partner.industry", "name"),
            "executive": self._list_people(),
            "size": sizes(),
        }

    @api.model
    def _list_choices(self, model, shown):
        """Choices of the records of a model, archived ones too, which old stays may name.

        :param str shown: the field by which people are told of those that are in use
        """
        # Not translated first: a word of the source stands for its record in any language.
        languages = [None, *(code for code, _name in self.env["res.lang"].get_installed())]
        all_of_them = [("active", "in", (True, False))]
        records = self.env[model].with_context(lang=None).search(all_of_them)
        choices = Choices()
        for record in records:
            names = {record.with_context(lang=code).name for code in languages}
            own = record.with_context(lang=self.env.lang)
            choices.add(record.id, names | {own[shown]}, own[shown] if record.active else None)
        return choices

    @api.model
    def _list_people(self):
        """Choices of the people of the company, by login, e-mail and name."""
        choices = Choices()
        domain = [("share", "=", False), ("company_ids", "in", self.env.company.ids)]
        for user in self.env["res.users"].search(domain):
            choices.add(user.id, {user.login, user.email or "", user.name})
        return choices

    @api.model
    def _make_template(self):
        """(name, bytes) of the workbook in which a portfolio is written down."""
        in_use = [("active", "=", True)]
        services = self.env["digiflow.service"].search(in_use)
        reasons = self.env["digiflow.service.end.reason"].search(in_use)
        values = {
            "service": services.mapped("code"),
            "end_reason": reasons.mapped("name"),
            "executive": self._list_executives().mapped("login"),
            "industry": self.env["res.partner.industry"].search(in_use).mapped("name"),
            "size": [names[0] for names in SIZES.values()],
        }
        return f"{_('Portfolio of clients')}.xlsx", portfolio_template(values)

    @api.model
    def _list_executives(self):
        """The people who may be named as a client's executive in the template."""
        role = self.env.ref("digiflow_crm.group_executive")
        groups = implied_groups_field(self.env)
        domain = [("company_ids", "in", self.env.company.ids), (groups, "in", role.ids)]
        return self.env["res.users"].search(domain)

    def _get_summary(self):
        """One sentence with the counts of this import."""
        return _(
            "%(file)s: %(total)s rows, %(new)s services begun, %(clients)s new clients, %(known)s "
            "services already there, %(rejected)s rows rejected.",
            file=self._get_file_label(),
            total=self.total_count,
            new=self.created_count,
            clients=self.new_client_count,
            known=self.known_count,
            rejected=self.rejected_count,
        )

    def _write_undo_report(self):
        """Keep what an undo did: how much is gone, and what stays because it is in use."""
        kept = self.made_ids.filtered("ruc")
        values = {
            "deleted": self.created_count - len(self.service_ids),
            "deleted_clients": self.new_client_count - len(kept),
            "services": len(self.service_ids),
            "clients": len(kept),
            "shown": self.service_ids[:ROWS_SHOWN],
            "shown_clients": kept[:ROWS_SHOWN].partner_id,
        }
        report = self.env["ir.qweb"]._render("digiflow_crm.client_import_undo_report", values)
        self._update({"report": report})

    def _get_file_label(self):
        """What to call the file; one sent through the external API may have no name."""
        return self.filename or _("Portfolio of clients")
