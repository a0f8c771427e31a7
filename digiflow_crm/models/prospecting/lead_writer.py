"""Writes staged rows as opportunities, thousands in a statement, as `create()` would leave them.

Nothing that Odoo computes is computed here a second time. For each shape of row (with or without
a telemarketer, an executive, a phone, an e-mail) the ORM creates one opportunity, a pattern, which
is read back as the database has it and undone. Rows are then inserted from their pattern, with
what differs from row to row in its place. So defaults and computed fields of whatever addons are
installed come along; fields of other addons that depend on what differs are computed by the ORM
after the insertion.
"""

from datetime import datetime, timedelta

from psycopg2 import sql
from psycopg2.extras import Json

from .digiflow_prospect_import_row import LEAD_VALUES
from .lead_chatter import log_notes, subscribe_executives

# Odoo's discussion of a new record takes longer than the record: it is done here, for a batch.
QUIET = {"tracking_disable": True}
OWNERS = ("telemarketer_id", "user_id")
# What tells rows apart that need patterns of their own.
SHAPE = ("phone_state", "email_state")
# Addons whose fields were compared with those of an opportunity that `create()` made; see
# tests/prospecting/test_bulk_leads.py.
COMPARED = {
    "base",
    "calendar",
    "crm",
    "crm_iap_enrich",
    "crm_iap_mine",
    "crm_livechat",
    "crm_mail_plugin",
    "crm_sms",
    "digiflow_crm",
    "iap_crm",
    "mail",
    "phone_validation",
    "resource",
    "sale_crm",
    "sms",
    "utm",
}
# The longest time between a pattern's creation and the times that say when it was created.
SAME_TIME = timedelta(seconds=60)
NOW = "now() AT TIME ZONE 'UTC'"
NOW_IN_SECONDS = "date_trunc('second', now() AT TIME ZONE 'UTC')"

# The rows of a batch: the new ones of %(import)s after %(position)s, to %(last)s.
BATCH = """
    FROM digiflow_prospect_import_row line
    WHERE import_id = %(import)s AND status = 'new'
        AND number > %(position)s AND number <= %(last)s
"""
LAST_SQL = """
    SELECT max(number), count(*) FROM (
        SELECT number FROM digiflow_prospect_import_row
        WHERE import_id = %(import)s AND status = 'new' AND number > %(position)s
        ORDER BY number LIMIT %(limit)s
    ) batch
"""
SHAPES_SQL = "SELECT DISTINCT ON (phone_state, email_state) * {batch}"
INSERT_SQL = """
    WITH pattern AS MATERIALIZED (
        SELECT shapes.key AS shape, lead.* FROM jsonb_each(%(patterns)s) shapes
        CROSS JOIN LATERAL jsonb_populate_record(NULL::crm_lead, shapes.value) lead
    ), line AS (
        SELECT *, name AS partner_name,
            %(turn)s + row_number() OVER (ORDER BY number) - 1 AS turn,
            COALESCE(phone_state, '') || '/' || COALESCE(email_state, '') AS shape
        {batch}
    )
    INSERT INTO crm_lead ({columns})
    SELECT {values} FROM line JOIN pattern USING (shape) ORDER BY line.number
    ON CONFLICT DO NOTHING RETURNING id
"""
OWNER = "(%({name})s::int[])[1 + line.turn %% cardinality(%({name})s::int[])]"
HISTORY_SQL = """
    INSERT INTO digiflow_stage_history ({columns})
    SELECT {values} FROM unnest(%(leads)s) lead(id)
    CROSS JOIN jsonb_populate_record(NULL::digiflow_stage_history, %(stay)s) pattern
"""
EXECUTIVES_SQL = """
    SELECT lead.id, executive.partner_id
    FROM crm_lead lead JOIN res_users executive ON executive.id = lead.user_id
    WHERE lead.id = ANY(%(leads)s)
"""
NOTES_SQL = "SELECT lead.id, %(note)s FROM unnest(%(leads)s) lead(id)"


class LeadWriter:
    """Creates the opportunities of one import, batch after batch.

    :param env: environment of whoever imports; the opportunities are theirs to create
    :param dict common: values that all opportunities share
    :param str note: HTML, the first note in each opportunity's chatter
    :param dict owners: ``{"telemarketer_id": [user id], "user_id": [user id]}``, who get the
        opportunities in turn
    """

    def __init__(self, env, common, note, owners):
        self.env = env
        self.cr = env.cr
        self.leads = env["crm.lead"].with_context(**QUIET)
        self.common = common
        self.note = note
        self.owners = {name: owners.get(name) or [None] for name in OWNERS}
        self.patterns = {}
        self.turn = 0
        self.foreign = self._find_foreign()

    def create_next(self, import_id, position, limit):
        """Create opportunities of the next new rows.

        :param int position: number of the last row that was dealt with
        :param int limit: how many rows at most
        :return: (number of the last row, rows dealt with, opportunities created); a row whose
            company came into the pipeline meanwhile creates none
        """
        self.env.flush_all()
        batch = {"import": import_id, "position": position, "limit": limit, "turn": self.turn}
        self.cr.execute(LAST_SQL, batch)
        batch["last"], rows = self.cr.fetchone()
        if not rows:
            return position, 0, 0
        self._make_patterns(batch)
        lead_ids = self._insert_leads(batch)
        self._insert_stays(lead_ids)
        log_notes(self.env, NOTES_SQL, {"leads": lead_ids, "note": self.note})
        subscribe_executives(self.env, EXECUTIVES_SQL, {"leads": lead_ids})
        self._compute_foreign(lead_ids)
        self.env.invalidate_all()
        self.turn += rows
        return batch["last"], rows, len(lead_ids)

    def _read_columns(self, table):
        """Names of the columns of `table`, without its id, in order."""
        self.cr.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attname <> 'id' ORDER BY attnum",
            (table,),
        )
        return [name for (name,) in self.cr.fetchall()]

    def _make_patterns(self, batch):
        """Have a pattern for each shape that the rows of the batch have."""
        self.cr.execute(sql.SQL(SHAPES_SQL).format(batch=sql.SQL(BATCH)), batch)
        for row in self.cr.dictfetchall():
            shape = "/".join(row[name] or "" for name in SHAPE)
            if shape not in self.patterns:
                self.patterns[shape] = self._make_pattern(row)

    def _make_pattern(self, row):
        """What the ORM leaves in the database for an opportunity with the values of `row`."""
        # The company itself may not be in the pipeline twice, not even for a moment.
        vals = {name: row[name] for name in LEAD_VALUES if row[name] is not None and name != "ruc"}
        owners = {name: ids[0] for name, ids in self.owners.items()}
        with self.cr.savepoint() as savepoint:
            lead = self.leads.create({**self.common, **self._writable(vals), **owners})
            self.env.flush_all()
            pattern = Pattern(lead)
            savepoint.rollback()
        self.env.clear()
        return pattern

    def _writable(self, vals):
        """`vals` without what Odoo computes from the others."""
        fields = self.leads._fields
        return {
            name: value
            for name, value in vals.items()
            if name in fields and not (fields[name].compute and fields[name].readonly)
        }

    def _insert_leads(self, batch):
        """Insert the opportunities of a batch; ids of those that were created."""
        columns = self._read_columns("crm_lead")
        values = {name: f"pattern.{name}" for name in columns}
        for pattern in self.patterns.values():
            for name, now in pattern.times.items():
                values[name] = f"CASE WHEN pattern.{name} IS NOT NULL THEN {now} END"
        values.update((name, f"line.{name}") for name in (*LEAD_VALUES, "partner_name"))
        values.update((name, OWNER.format(name=name)) for name in OWNERS)
        patterns = {shape: pattern.lead for shape, pattern in self.patterns.items()}
        query = _fill_in(INSERT_SQL, {name: values[name] for name in columns})
        self.cr.execute(query, {**batch, **self.owners, "patterns": Json(patterns)})
        return [lead_id for (lead_id,) in self.cr.fetchall()]

    def _insert_stays(self, lead_ids):
        """Record that the new opportunities entered their stage."""
        pattern = next(iter(self.patterns.values()))
        columns = self._read_columns("digiflow_stage_history")
        values = {name: f"pattern.{name}" for name in columns}
        values.update(pattern.stay_times, lead_id="lead.id")
        params = {"leads": lead_ids, "stay": Json(pattern.stay)}
        self.cr.execute(_fill_in(HISTORY_SQL, values), params)

    def _find_foreign(self):
        """Stored fields that other addons compute from what differs from row to row."""
        fields = self.leads._fields
        differing = [fields[name] for name in (*LEAD_VALUES, "partner_name", *OWNERS)]
        dependent = {
            field
            for source in differing
            for field in self.env.registry.get_dependent_fields(source)
            if field.model_name == "crm.lead" and field.store
        }
        return [field for field in dependent if field._module not in COMPARED]

    def _compute_foreign(self, lead_ids):
        """Have the ORM compute the fields of other addons."""
        leads = self.leads.browse(lead_ids)
        for field in self.foreign:
            self.env.add_to_compute(field, leads)
        self.env.flush_all()


class Pattern:
    """What the database has of an opportunity and of its stay in the stage, as JSON.

    ``lead`` and ``stay`` are the two rows, ``times`` and ``stay_times`` SQL for the columns of each
    that say when it was created.
    """

    def __init__(self, lead):
        self.lead = _read_row(lead)
        self.stay = _read_row(lead.stage_history_ids)
        created = self.lead["create_date"]
        self.times = _find_times(self.lead, created)
        self.stay_times = _find_times(self.stay, created)


def _read_row(record):
    """The row of a record as PostgreSQL writes it as JSON: a dict."""
    query = sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE id = %s")
    record.env.cr.execute(query.format(sql.Identifier(record._table)), (record.id,))
    return record.env.cr.fetchone()[0]


def _find_times(row, created):
    """SQL for the columns of `row` with the time of the creation, as exact as they have it."""
    moment = _parse_time(created)
    times = {name: _parse_time(value) for name, value in row.items()}
    return {
        name: NOW if "." in row[name] else NOW_IN_SECONDS
        for name, time in times.items()
        if time and abs(time - moment) <= SAME_TIME
    }


def _parse_time(value):
    """The datetime in a text that PostgreSQL wrote as JSON, None for anything else."""
    try:
        return datetime.strptime(str(value)[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return None


def _fill_in(query, values):
    """`query` with the columns to insert into, and an expression of ours for each.

    :param dict values: column -> SQL that holds no data, only parameters
    """
    return sql.SQL(query).format(
        batch=sql.SQL(BATCH),
        columns=sql.SQL(", ").join(map(sql.Identifier, values)),
        values=sql.SQL(", ").join(map(sql.SQL, values.values())),
    )
