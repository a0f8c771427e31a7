from markupsafe import escape

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...exceptions import PipelineMismatchError, ProcessError, StageGateError
from .steps import STEPS

# A change of one of these can bring a lead into another stage, or in or out of the pipeline.
MOVING_FIELDS = {"stage_id", "team_id", "user_id", "type", "active"}
# Context key of a manager's pass; the write itself checks that the user is a manager.
GRANT_KEY = "digiflow_gate_grant"
# How Odoo looks for a first stage.
UNFOLDED = ("fold", "=", False)
REFUSALS_SHOWN = 10
PASS_REASON_LENGTH = 10


class CrmLead(models.Model):
    """The gate engine: a lead enters a stage only with every step before it complete."""

    _inherit = "crm.lead"

    # Pipeline
    is_digiflow = fields.Boolean(
        string="In the Digiflow pipeline",
        compute="_compute_is_digiflow",
        store=True,
        index=True,
    )
    stage_option_ids = fields.Many2many("crm.stage", compute="_compute_stage_option_ids")
    next_stage_id = fields.Many2one("crm.stage", compute="_compute_next_stage_id")
    next_step = fields.Char(compute="_compute_next_step")
    missing_summary = fields.Char(string="Missing", compute="_compute_missing_summary")
    # Time
    stage_history_ids = fields.One2many("digiflow.stage.history", "lead_id", readonly=True)
    # sudo: whoever may read a lead, with no role of ours too, may know how long it stays.
    stage_history_count = fields.Integer(compute="_compute_stage_times", compute_sudo=True)
    days_in_stage = fields.Integer(compute="_compute_stage_times", compute_sudo=True)

    @api.depends("team_id.is_digiflow")
    def _compute_is_digiflow(self):
        for lead in self:
            lead.is_digiflow = lead.team_id.is_digiflow

    @api.depends("team_id", "stage_id")
    def _compute_stage_option_ids(self):
        """The stages of the status bar: the pipeline's own six, or those that Odoo offers."""
        for lead in self:
            lead.stage_option_ids = lead._stage_find(limit=None) | lead.stage_id

    @api.depends("stage_id", "active")
    def _compute_next_stage_id(self):
        stages = self.env["crm.stage"]._get_digiflow_stages()
        for lead in self:
            rank = lead.stage_id._digiflow_rank()
            following = stages.filtered(lambda stage, rank=rank: stage._digiflow_rank() > rank)
            lead.next_stage_id = following[:1] if rank >= 0 and lead.active else False

    @api.depends("stage_id", "active", "activity_ids.summary", "activity_ids.date_deadline")
    def _compute_next_step(self):
        """The nearest planned activity, else what the stage asks for; nothing once lost."""
        # Read together, here: one by one, each lead's activities would be a query of their own.
        self.activity_ids.mapped("date_deadline")
        for lead in self:
            activity = lead.activity_ids.sorted("date_deadline")[:1]
            planned = activity.summary or activity.activity_type_id.name
            lead.next_step = (planned or lead.stage_id.digiflow_next_step) if lead.active else False

    @api.depends(lambda self: ["next_stage_id", *self._get_gate_fields()])
    def _compute_missing_summary(self):
        for lead in self:
            target = lead.next_stage_id
            missing = lead.missing_for_stage(target) if target else []
            lead.missing_summary = ", ".join(item["name"] for item in missing) or False

    @api.depends("stage_history_ids.date_from", "stage_history_ids.date_to")
    def _compute_stage_times(self):
        """Whole days since the lead entered its stage, without the time it was lost or archived."""
        for lead in self:
            stays = lead.stage_history_ids
            own = stays.filtered(lambda stay: not stay.merged).sorted("date_from", reverse=True)
            days = 0.0
            for stay in own:
                if stay.stage_id != lead.stage_id:
                    break
                days += stay._count_days()
            lead.days_in_stage = int(days)
            lead.stage_history_count = len(stays)

    @api.depends("team_id")
    def _compute_stage_id(self):
        """A lead that changes pipelines starts in the first stage of its new one."""
        res = super()._compute_stage_id()
        for lead in self.filtered(lambda lead: not lead._has_fitting_stage()):
            lead.stage_id = lead._stage_find(domain=[("fold", "=", False)])
        return res

    def _compute_team_id(self):
        """Giving a Digiflow lead to somebody does not take it out of the pipeline."""
        free = self.filtered(lambda lead: not lead.team_id.is_digiflow)
        return super(CrmLead, free)._compute_team_id()

    @api.constrains("stage_id", "team_id")
    def _check_pipeline(self):
        for lead in self.filtered(lambda lead: not lead._has_fitting_stage()):
            raise PipelineMismatchError(
                _(
                    "%(lead)s: stage «%(stage)s» is not one of the pipeline of sales team "
                    "«%(team)s». Choose a stage of that team, or change the team.",
                    lead=lead.display_name,
                    stage=lead.stage_id.name or _("none"),
                    team=lead.team_id.name or _("none"),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._after_move({})
        return leads

    def write(self, vals):
        self._check_derived(vals)
        if not MOVING_FIELDS.intersection(vals):
            return super().write(vals)
        before = {lead.id: (lead.stage_id, lead.active) for lead in self}
        res = super().write(vals)
        self._after_move(before)
        return res

    def action_set_won(self):
        """Won means Pre-kickoff for a Digiflow lead, whatever other leads are won with it."""
        own = self.filtered("is_digiflow")
        for leads in (own, self - own):
            if leads:
                super(CrmLead, leads).action_set_won()
        return True

    def action_open_gate(self, stage):
        """Open the form that asks for what `stage` still needs.

        :param stage: a crm.stage, its id, or the key of its step
        :return: a window action
        """
        self.ensure_one()
        stage = self._resolve_stage(stage)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_stage_gate_action"
        )
        action["context"] = {"default_lead_id": self.id, "default_stage_id": stage.id}
        return action

    def action_pass_gate(self, stage, reason):
        """Let the leads into `stage` with steps incomplete; for managers, with a reason.

        :param stage: a crm.stage, its id, or the key of its step
        :param str reason: kept in the chatter and in the history; ten characters or more
        :raise AccessError: the user is no commercial manager
        :raise ProcessError: the reason is too short
        """
        self._check_pass(reason)
        stage = self._resolve_stage(stage)
        grant = (tuple(self.ids), stage.id, reason.strip())
        self.with_context(**{GRANT_KEY: grant}).write({"stage_id": stage.id})
        return True

    def action_view_stage_history(self):
        """Open the stays of this lead."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_stage_history_action"
        )
        return {**action, "domain": [("lead_id", "=", self.id)], "context": {}}

    def missing_for_stage(self, stage):
        """What this lead lacks before it may enter `stage`.

        :param stage: a crm.stage, its id, or the key of its step
        :return: list of ``{"code": str, "name": str, "fields": [str]}``; the fields are those of
            crm.lead that cure it, none when it is cured elsewhere; empty list: it may enter
        """
        self.ensure_one()
        rank = self._resolve_stage(stage)._digiflow_rank()
        return [item for step in STEPS[: max(rank, 0)] for item in self._get_missing(step)]

    @api.model
    def _get_gate_fields(self):
        """Hook: the fields that `_get_missing` looks at; each step's own file adds its own."""
        return []

    def _get_missing(self, step):
        """Hook: what `step` still needs on this lead; each step's own file adds its items."""
        self.ensure_one()
        return []

    def _on_stage_entered(self, step):
        """Hook: the leads have just entered the stage of `step`, with the gate passed."""

    def _check_happened(self, name):
        """Refuse a date of something that happened which lies in the future.

        :param str name: a Datetime field of crm.lead
        """
        for lead in self.filtered(name):
            if lead[name] > fields.Datetime.now():
                label = self.fields_get([name], ["string"])[name]["string"]
                raise ProcessError(
                    _(
                        "%(lead)s: «%(field)s» is in the future. Enter when it happened.",
                        lead=lead.name,
                        field=label,
                    )
                )

    @api.model
    def _missing_item(self, code, name, field_names=()):
        """One item of `missing_for_stage`."""
        return {"code": code, "name": name, "fields": list(field_names)}

    def _after_move(self, before):
        """Guard and record what a create or write did to stages.

        :param dict before: lead id -> (stage, active) as it was; an id not in it is a new lead
        """
        reasons = self._check_gates(before)
        self.env["digiflow.stage.history"]._record_moves(self, before, reasons)
        no_stage = (self.env["crm.stage"], True)
        for stage in self.stage_id.filtered("digiflow_step"):
            entered = self.filtered(
                lambda lead, stage=stage: (
                    lead.stage_id == stage and before.get(lead.id, no_stage)[0] != stage
                )
            )
            if entered:
                entered._on_stage_entered(stage.digiflow_step)

    def _check_gates(self, before):
        """Refuse moves forward with steps incomplete, unless a manager lets them pass.

        :return: lead id -> the manager's reason, for those that passed
        :raise StageGateError: lists all that is missing
        """
        refused, reasons = [], {}
        for lead in self:
            came_from = before.get(lead.id, (self.env["crm.stage"],))[0]
            if lead.stage_id._digiflow_rank() <= max(came_from._digiflow_rank(), 0):
                continue
            missing = lead.missing_for_stage(lead.stage_id)
            reason = missing and lead._get_pass_reason()
            if reason:
                lead._post_pass(missing, reason)
                reasons[lead.id] = reason
            elif missing:
                refused.append((lead, missing))
        if refused:
            raise self._prepare_gate_error(refused, before)
        return reasons

    @api.model
    def _prepare_gate_error(self, refused, before):
        """The refusal of `refused`, a list of (lead, missing items).

        It names the one lead that the gate form can cure; a new one is gone with the refusal.
        """
        lines = [lead._describe_refusal(missing) for lead, missing in refused[:REFUSALS_SHOWN]]
        if len(refused) > REFUSALS_SHOWN:
            lines.append(_("And %(count)s more.", count=len(refused) - REFUSALS_SHOWN))
        lead = refused[0][0]
        curable = len(refused) == 1 and lead.id in before
        context = {"lead_id": lead.id, "stage_id": lead.stage_id.id} if curable else {}
        return StageGateError("\n".join(lines), **context)

    def _describe_refusal(self, missing):
        """One line on why this lead may not enter the stage it was written into."""
        self.ensure_one()
        return _(
            "%(lead)s cannot enter «%(stage)s». Missing: %(missing)s.",
            lead=self.name,
            stage=self.stage_id.name,
            missing=", ".join(item["name"] for item in missing),
        )

    @api.model
    def _check_derived(self, vals):
        """Refuse values for what follows from other records, and proves that steps are complete.

        Odoo would keep them until it computes the field again; computing does not come by here.
        """
        fields_written = [self._fields[name] for name in vals if name in self._fields]
        for field in fields_written:
            if field._module == "digiflow_crm" and field.compute and field.store:
                raise ProcessError(
                    _(
                        "«%(field)s» follows from other records and cannot be written. Leave it "
                        "out.",
                        field=field._description_string(self.env),
                    )
                )

    def _check_pass(self, reason):
        """Refuse a pass to who is no manager, or without a reason worth reading."""
        if not self.env.user.has_group("digiflow_crm.group_manager"):
            raise AccessError(
                _(
                    "Only the commercial manager can let an opportunity pass with steps "
                    "incomplete. Complete them, or ask the manager."
                )
            )
        if len((reason or "").strip()) < PASS_REASON_LENGTH:
            raise ProcessError(
                _(
                    "Write why the opportunity may pass, in %(count)s characters or more.",
                    count=PASS_REASON_LENGTH,
                )
            )

    def _get_pass_reason(self):
        """The manager's reason for this lead to enter its stage; False when there is none."""
        lead_ids, stage_id, reason = self.env.context.get(GRANT_KEY) or ((), False, "")
        if self.id not in lead_ids or stage_id != self.stage_id.id:
            return False
        # A context comes from the caller: it is checked here again, where it counts.
        self._check_pass(reason)
        return reason

    def _post_pass(self, missing, reason):
        """Keep a manager's pass in the chatter."""
        text = _(
            "The manager let it pass to «%(stage)s» without: %(missing)s. Reason: %(reason)s",
            stage=self.stage_id.name,
            missing=", ".join(item["name"] for item in missing),
            reason=reason,
        )
        self._message_log(body=escape(text))

    def _has_fitting_stage(self):
        """Whether stage and team of this lead belong to the same pipeline."""
        return bool(self.stage_id.digiflow_step) == self.team_id.is_digiflow

    @api.model
    def _resolve_stage(self, stage):
        """The one crm.stage that is meant, given as itself, its id, or the key of its step.

        :raise ProcessError: there is none; an unknown stage must not look like an open one
        """
        stages = self.env["crm.stage"]
        if isinstance(stage, models.BaseModel):
            found = stage
        elif isinstance(stage, str):
            found = stages.search([("digiflow_step", "=", stage)])
        else:
            found = stages.browse(stage).exists()
        if len(found) != 1:
            raise ProcessError(
                _(
                    "There is no stage «%(stage)s». Give a stage, its id, or one of: %(steps)s.",
                    stage=stage,
                    steps=", ".join(STEPS),
                )
            )
        return found

    def _stage_find(self, team_id=False, domain=None, order="sequence, id", limit=1):
        """Digiflow's team has its six stages and no other; any other team has none of them."""
        teams = self.env["crm.team"].browse(team_id or []) | self.team_id
        own = bool(teams) and all(team.is_digiflow for team in teams)
        if own:
            # Not by team, and in the order of the process: several teams may follow the one
            # pipeline, and the columns may be reordered or folded on screen.
            stages = self.env["crm.stage"]._get_digiflow_stages()
            found = stages.filtered_domain([term for term in domain or [] if term != UNFOLDED])
            return found[:limit] if limit else found
        domain = [*(domain or []), ("digiflow_step", "=", False)]
        return super()._stage_find(team_id=team_id, domain=domain, order=order, limit=limit)

    @api.model
    def _read_group_stage_ids(self, stages, domain, *order):
        """The columns of the Digiflow team's kanban are its six stages."""
        team = self.env["crm.team"].browse(self.env.context.get("default_team_id") or [])
        if team.is_digiflow:
            return stages.search([("digiflow_step", "!=", False)])
        return super()._read_group_stage_ids(stages, domain, *order)

    def _merge_dependences(self, opportunities):
        """The stays of merged leads stay on record with the one that remains."""
        res = super()._merge_dependences(opportunities)
        self.env["digiflow.stage.history"]._record_merge(opportunities, self)
        return res
