"""Whether somebody worked on an opportunity, as SQL: the rule of `CrmLead._is_worked_on`.

The table of opportunities is called `lead` in it.
"""

# Written since it came, or since it was given to somebody: giving it is no work on it.
WRITTEN = "lead.write_date > COALESCE(lead.distributed_on, lead.create_date)"
# A record around the opportunity that only people make; the times are those of the work. The
# note of an activity that was done is a notification too, but somebody did it.
TRACES = """
    EXISTS (
        SELECT FROM mail_message trace
        WHERE trace.model = 'crm.lead' AND trace.res_id = lead.id
            AND trace.message_type <> 'user_notification'
            AND (trace.message_type <> 'notification' OR trace.mail_activity_type_id IS NOT NULL)
            {since_created}
    ) OR EXISTS (
        SELECT FROM ir_attachment trace
        WHERE trace.res_model = 'crm.lead' AND trace.res_id = lead.id
            AND trace.res_field IS NULL {since_created}
    ) OR EXISTS (
        SELECT FROM mail_activity trace
        WHERE trace.res_model = 'crm.lead' AND trace.res_id = lead.id {active} {since_written}
    ) OR EXISTS (
        SELECT FROM calendar_event trace
        WHERE trace.opportunity_id = lead.id AND trace.active {since_written}
    ) OR EXISTS (
        SELECT FROM sale_order trace
        WHERE trace.opportunity_id = lead.id {since_written}
    ) OR EXISTS (
        SELECT FROM digiflow_call trace WHERE trace.lead_id = lead.id {since_created}
    )
"""
WORKED_IDS_SQL = "SELECT lead.id FROM crm_lead lead WHERE lead.id = ANY(%s) AND {worked}"


def worked_sql(env):
    """Condition on `lead`: somebody worked on it since it came or was given to somebody."""
    traces = TRACES.format(since_created="", since_written="", active=_active_sql(env))
    return f"({WRITTEN} OR {traces})"


def traces_since_sql(env, moment):
    """Condition on `lead`: there are traces of work after `moment`, an SQL expression."""
    return "({})".format(
        TRACES.format(
            since_created=f"AND trace.create_date > {moment}",
            since_written=f"AND trace.write_date > {moment}",
            active=_active_sql(env),
        )
    )


def _active_sql(env):
    """On 19.0 activities that were done stay, archived; their note tells of them."""
    return "AND trace.active" if "active" in env["mail.activity"]._fields else ""
