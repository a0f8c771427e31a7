"""Writes the rows of a portfolio, a chunk at a time: clients, contacts and their services."""

from psycopg2.errors import ExclusionViolation

from odoo.tools import mute_logger

from ..prospecting.partner_ruc import RUC_OF_PARTNER

# Odoo's discussion of a new record takes longer than the record.
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}
# A new client has nobody to hand values down to yet, which Odoo looks for one by one.
NEW = {"_partners_skip_fields_sync": True}
MADE_SQL = """
    UPDATE digiflow_client_import_partner made SET partner_id = client.id
    FROM unnest(%(rucs)s::text[], %(clients)s::int[]) client(ruc, id) WHERE client.ruc = made.ruc
"""
# A client was deleted, got another RUC or went to another company by hand: it may be made again.
STALE_SQL = f"""
    DELETE FROM digiflow_client_import_partner made WHERE made.ruc = ANY(%(rucs)s)
        AND NOT EXISTS (
            SELECT FROM res_partner partner
            WHERE partner.id = made.partner_id AND {RUC_OF_PARTNER} = made.ruc
                AND COALESCE(partner.company_id, %(company)s) = %(company)s
        )
"""
# In order, so that two imports at once wait for one another and do not lock each other out. One
# that waited in vain is refused by the database with a conflict, and begins again.
CLAIM_SQL = """
    INSERT INTO digiflow_client_import_partner (import_id, ruc)
    SELECT %(import)s, ruc FROM unnest(%(rucs)s::text[]) wanted(ruc) ORDER BY ruc
    ON CONFLICT (ruc) DO NOTHING RETURNING ruc
"""
# Column of the file -> field of the client.
CLIENT_FIELDS = {
    "user_id": "user_id",
    "industry_id": "industry_id",
    "size": "digiflow_size",
    "district": "digiflow_district",
    "email": "email",
    "phone": "phone",
}


class ClientWriter:
    """Begins the services of one import's rows; makes and completes the clients of them.

    :param job: the digiflow.client.import, in the environment of its user
    """

    def __init__(self, job):
        self.job = job
        self.env = job.env
        self.partners = self.env["res.partner"].with_context(**QUIET)
        self.new_partners = self.partners.with_context(**NEW)
        self.made = self.env["digiflow.client.import.partner"]
        self.rows = self.env[job._row_model]

    def create_next(self, position, limit):
        """Begin the services of the next new rows.

        :param int position: number of the last row that was dealt with
        :param int limit: how many rows at most
        :return: (number of the last row, rows dealt with, services begun, clients made)
        """
        domain = [("import_id", "=", self.job.id), ("status", "=", "new")]
        rows = self.rows.search([*domain, ("number", ">", position)], order="number", limit=limit)
        if not rows:
            return position, 0, 0, 0
        self.rows._match(self.job, rows)
        made = self._make_clients(rows)
        stays = self._begin_stays([self._prepare_stay(row, made) for row in rows])
        self.env.flush_all()
        self.env.invalidate_all()
        return rows[-1].number, len(rows), len(stays), len(made)

    def _make_clients(self, rows):
        """Make the clients that are not there yet, and complete the others.

        :return: ``{ruc: res.partner}`` of those that were made
        """
        data = self.rows._get_client_data(self.job, list(set(rows.mapped("ruc"))))
        known = {row.ruc: row.partner_id for row in rows if row.partner_id}
        missing = sorted(set(data) - set(known))
        self.env.cr.execute(STALE_SQL, {"rucs": missing, "company": self.job.company_id.id})
        claim = {"import": self.job.id, "rucs": missing}
        self.env.cr.execute(CLAIM_SQL, claim)
        rucs = [ruc for (ruc,) in self.env.cr.fetchall()]
        made = self.new_partners.create([self._prepare_client(ruc, data[ruc]) for ruc in rucs])
        self._note_made(rucs, made)
        clients = dict(zip(rucs, made))
        for ruc, client in known.items():
            self._complete(client, data[ruc])
        self._add_contacts(clients, known, data)
        return clients

    def _prepare_client(self, ruc, found):
        """Values of a new client."""
        vals = {
            "name": found["name"],
            "vat": ruc,
            "is_company": True,
            "country_id": self.env.ref("base.pe").id,
            "company_id": False,
        }
        kind = self.env.ref("l10n_pe.it_RUC", raise_if_not_found=False)
        if kind and "l10n_latam_identification_type_id" in self.partners._fields:
            vals["l10n_latam_identification_type_id"] = kind.id
        described = {field: found[name] for name, field in CLIENT_FIELDS.items() if found[name]}
        return {**vals, **described}

    def _note_made(self, rucs, clients):
        """Keep the clients that were made of the RUCs that this import claimed."""
        params = {"rucs": rucs, "clients": clients.ids}
        self.env.cr.execute(MADE_SQL, params)
        self.made.invalidate_model()

    def _complete(self, client, found):
        """Fill in what a client lacks and the file has."""
        vals = {
            field: found[name]
            for name, field in CLIENT_FIELDS.items()
            if found[name] and not client[field]
        }
        if vals:
            client.with_context(**QUIET).write(vals)

    def _add_contacts(self, made, known, data):
        """Add the contacts that clients do not have yet, by name or e-mail.

        :param dict made: ``{ruc: res.partner}`` of the new clients, which have no contact
        :param dict known: the same of the others
        """
        vals_list = [
            {**contact, **self._prepare_belonging(client)}
            for ruc, client in made.items()
            for contact in data[ruc]["contacts"]
        ]
        contacts = self.new_partners.create(vals_list)
        vals_list = [
            {**contact, "parent_id": client.id}
            for ruc, client in known.items()
            for contact in self._find_missing(client, data[ruc]["contacts"])
        ]
        contacts |= self.partners.create(vals_list)
        # sudo: what an import made is written by its work only, so that it can be undone.
        self.made.sudo().create(
            [{"import_id": self.job.id, "partner_id": contact.id} for contact in contacts]
        )

    def _prepare_belonging(self, client):
        """Values that a contact of a new client has of it, as Odoo would hand them down."""
        names = [
            name
            for name in client._commercial_fields()
            if client._fields[name].store and not client._fields[name].company_dependent
        ]
        own = client._convert_to_write({name: client[name] for name in (*names, "lang")})
        return {**own, "parent_id": client.id, "country_id": client.country_id.id}

    def _find_missing(self, client, contacts):
        """Those of `contacts` that the client does not have, by name or e-mail."""
        there = {one.name.casefold() for one in client.child_ids if one.name}
        there |= {one.email.casefold() for one in client.child_ids if one.email}
        missing = []
        for contact in contacts:
            names = {text.casefold() for text in (contact["name"], contact["email"]) if text}
            if not names & there:
                there |= names
                missing.append(contact)
        return missing

    def _prepare_stay(self, row, made):
        """Values of a row's service."""
        return {
            "partner_id": (row.partner_id or made[row.ruc]).id,
            "service_id": row.service_id.id,
            "company_id": self.job.company_id.id,
            "date_start": row.date_start,
            "date_end": row.date_end,
            "end_reason_id": row.end_reason_id.id,
            "monthly_amount": row.monthly_amount,
            "contract_end": row.contract_end,
            "client_import_id": self.job.id,
        }

    def _begin_stays(self, vals_list):
        """Begin services; what another one began in those days meanwhile is left as it is.

        :return: those that were begun
        """
        stays = self.env["digiflow.client.service"]
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                begun = stays.create(vals_list)
                self.env.flush_all()
                return begun
        except ExclusionViolation:
            # One of them cannot be: the halves are tried, down to that one.
            half = len(vals_list) // 2
            if not half:
                return stays
            return self._begin_stays(vals_list[:half]) | self._begin_stays(vals_list[half:])
