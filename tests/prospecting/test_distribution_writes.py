"""What a distribution leaves behind is what the ORM's write of the owners leaves behind."""

from odoo import fields

from .distributions import DistributionCase

# Who wrote what when, and what is compared on its own.
# Odoo takes any change of owner as an occasion to predict anew by the statistics of the moment, as
# its daily job does for all: that is no part of the change.
PREDICTED = {"probability", "automated_probability"}
APART = {"id", "name", "ruc", "partner_name", "distributed_on", "display_name"}
# Fields of other models that depend on who has an opportunity, and are stored: none is known.
WRITTEN = {"telemarketer_id", "user_id", "date_open", "day_open"}


class TestSameAsTheOrm(DistributionCase):
    """Field by field, and follower by follower."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vals = {"telemarketer_id": cls.users["telemarketer"].id, "user_id": cls.dino.id}
        cls.by_orm, cls.by_sql = cls.make_leads(2, **cls.vals)
        cls.fresh_by_orm, cls.fresh_by_sql = cls.make_leads(2)

    def give(self):
        """Give one of each pair to Ana and Carla by write(), the other by a distribution."""
        by_orm = self.by_orm | self.fresh_by_orm
        given = {"telemarketer_id": self.ana.id, "user_id": self.carla.id}
        by_orm.with_user(self.manager).write(given)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET prospect_list_id = NULL WHERE id = ANY(%s)", (by_orm.ids,)
        )
        self.env.invalidate_all()
        distribution = self.make(scope="unworked")
        others = distribution.line_ids.filtered(
            lambda line: line.user_id not in (self.ana | self.carla)
        )
        others.included = False
        distribution.action_preview()
        distribution.action_distribute()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET prospect_list_id = %s WHERE id = ANY(%s)",
            (self.prospects.id, by_orm.ids),
        )
        self.env.invalidate_all()

    def stored(self, lead):
        """All stored fields of a lead."""
        names = [name for name, field in lead._fields.items() if field.store]
        return lead.with_context(active_test=False).read(names)[0]

    def without_names(self, values):
        """Values but for what is the lead's own."""
        own = {"message_ids", "message_follower_ids", "stage_history_ids", *APART, *PREDICTED}
        return {name: value for name, value in values.items() if name not in own}

    def test_every_stored_field(self):
        self.give()
        for by_orm, by_sql in (
            (self.by_orm, self.by_sql),
            (self.fresh_by_orm, self.fresh_by_sql),
        ):
            expected, found = self.stored(by_orm), self.stored(by_sql)
            self.maxDiff = None
            self.assertGreater(len(expected), 80)
            self.assertEqual(found["telemarketer_id"][0], self.ana.id)
            self.assertEqual(found["user_id"][0], self.carla.id)
            self.assertEqual(found["write_uid"][0], self.manager.id)
            self.assertEqual(self.without_names(found), self.without_names(expected))

    def test_columns_to_the_microsecond(self):
        self.give()
        columns = "write_date, write_uid, user_id, telemarketer_id, date_open, day_open, company_id"
        for pair in (self.by_orm | self.by_sql, self.fresh_by_orm | self.fresh_by_sql):
            self.env.cr.execute(
                f"SELECT DISTINCT {columns}, team_id, stage_id FROM crm_lead WHERE id = ANY(%s)",
                (pair.ids,),
            )
            self.assertEqual(self.env.cr.rowcount, 1, self.env.cr.fetchall())

    def test_the_same_moment(self):
        self.give()
        self.env.cr.execute(
            "SELECT count(*) FROM crm_lead WHERE distributed_on = write_date AND id = ANY(%s)",
            ((self.by_sql | self.fresh_by_sql).ids,),
        )
        self.assertEqual(self.env.cr.fetchone()[0], 2)

    def followers(self, lead):
        """Who follows, and what."""
        return {
            (follower.partner_id, subtype)
            for follower in lead.message_follower_ids
            for subtype in follower.subtype_ids
        }

    def test_followers(self):
        """The new executive follows; the one before stays, as Odoo has it."""
        self.give()
        for by_orm, by_sql in (
            (self.by_orm, self.by_sql),
            (self.fresh_by_orm, self.fresh_by_sql),
        ):
            self.assertEqual(self.followers(by_sql), self.followers(by_orm))
            self.assertIn(self.carla.partner_id, by_sql.message_partner_ids)
        self.assertIn(self.dino.partner_id, self.by_sql.message_partner_ids)

    def test_a_follower_keeps_what_they_chose(self):
        subtype = self.env.ref("mail.mt_note")
        self.by_sql.message_subscribe(self.carla.partner_id.ids, subtype.ids)
        self.give()
        own = {pair for pair in self.followers(self.by_sql) if pair[0] == self.carla.partner_id}
        self.assertEqual(own, {(self.carla.partner_id, subtype)})

    def test_survey_follows_its_executive(self):
        surveys = self.env["digiflow.requirement"]
        survey = surveys.create({"lead_id": self.by_sql.id})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET write_date = create_date WHERE id = %s", (self.by_sql.id,)
        )
        self.env.invalidate_all()
        self.give()
        self.assertEqual(self.by_sql.user_id, self.carla)
        self.assertEqual(survey.executive_id, self.carla)
        self.assertFalse(surveys.search([("executive_id", "=", self.dino.id)]))

    def test_nothing_else_that_is_stored_depends_on_the_owner(self):
        """Another addon's stored field would have to be written too."""
        model = self.env["crm.lead"]
        for name in ("telemarketer_id", "user_id", "date_open", "day_open", "distributed_on"):
            dependent = self.env.registry.get_dependent_fields(model._fields[name])
            stored = {
                f"{field.model_name}.{field.name}"
                for field in dependent
                if field.store and field.name not in WRITTEN
            }
            # The list's company and the pipeline's own team: see the two computes of ours.
            own = {"crm.lead.company_id", "crm.lead.team_id"}
            # Written in SQL as well: tried above.
            others = {"digiflow.requirement.executive_id"}
            self.assertLessEqual(stored, own | others | self.of_those(own))

    def of_those(self, names):
        """Stored fields that depend on fields that stay as they are."""
        found = set()
        for name in names:
            field = self.env["crm.lead"]._fields[name.rsplit(".", 1)[1]]
            found |= {
                f"{one.model_name}.{one.name}"
                for one in self.env.registry.get_dependent_fields(field)
            }
        return found


class TestNotes(DistributionCase):
    """Who gave it to whom stands in each lead's chatter; people are told once."""

    def notes(self, lead):
        """The lead's messages that a distribution made."""
        return lead.message_ids.filtered(lambda message: "istribut" in (message.body or ""))

    def test_a_note_on_each_lead(self):
        self.carla.name = "Carla <b>O'Hara</b> & Cía"
        first, second = self.make_leads(2, telemarketer_id=self.beto.id)
        distribution = self.make(role="executive")
        self.line_of(distribution, self.dino).included = False
        distribution.action_preview()
        distribution.action_distribute()
        for lead in first | second:
            note = self.notes(lead)
            self.assertEqual(len(note), 1)
            self.assertIn("Sales executive: nobody → Carla", note.body)
            self.assertIn("&lt;b&gt;", note.body)
            self.assertEqual(note.author_id, self.manager.partner_id)
            self.assertTrue(note.is_internal)
        names = [
            name
            for name, field in self.env["mail.message"]._fields.items()
            if field.store and name not in ("id", "res_id", "message_id")
        ]
        one, other = (self.notes(lead).sudo().read(names)[0] for lead in (first, second))
        one.pop("id"), other.pop("id")
        self.maxDiff = None
        self.assertEqual(one, other)
        ids = (self.notes(first) | self.notes(second)).mapped("message_id")
        self.assertEqual(len(set(ids)), 2)

    def test_as_the_orm_would_log_it(self):
        _first, second = self.make_leads(2)
        self.distribute(role="telemarketer")
        note = self.notes(second).sudo()
        again = second.with_user(self.manager)._message_log(body=note.body).sudo()
        names = [
            name
            for name, field in note._fields.items()
            if field.store and name not in ("id", "message_id", "date")
        ]
        one, other = note.read(names)[0], again.read(names)[0]
        one.pop("id"), other.pop("id")
        self.assertEqual(one, other)

    def test_both_people_in_one_note(self):
        lead = self.make_leads(1)
        self.distribute()
        body = self.notes(lead).body
        self.assertIn("Telemarketer: nobody → Ana.", body)
        self.assertIn("Sales executive: nobody → Carla.", body)

    def test_a_summary_on_the_list(self):
        self.make_leads(3)
        self.distribute()
        self.assertIn("3 opportunities given", self.prospects.message_ids[0].body)

    def told(self, user):
        """What somebody was told."""
        return self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", user.partner_id.ids),
            ]
        )

    def test_each_person_is_told_once_in_their_language(self):
        self.env["res.lang"]._activate_lang("es_PE")
        self.beto.lang = "es_PE"
        self.make_leads(7)
        distribution = self.distribute()
        for user, count in ((self.ana, 4), (self.beto, 3), (self.carla, 4), (self.dino, 3)):
            told = self.told(user)
            self.assertEqual(len(told), 1)
            self.assertIn(str(count), told.body)
            self.assertIn("Cámara", told.body)
            self.assertEqual((told.model, told.res_id), (self.prospects._name, self.prospects.id))
        self.assertIn("You got", self.told(self.ana).body)
        spanish = distribution.with_context(lang="es_PE")._get_notice(3)
        self.assertIn(spanish, self.told(self.beto).body)

    def test_who_distributes_is_not_told(self):
        self.make_leads(2)
        distribution = self.make(role="telemarketer")
        distribution.line_ids.unlink()
        distribution.line_ids = [(0, 0, {"role": "telemarketer", "user_id": self.manager.id})]
        distribution.action_preview()
        distribution.action_distribute()
        self.assertFalse(self.told(self.manager))


class TestSize(DistributionCase):
    """As many queries for many as for few."""

    def queries(self, count):
        """Queries of a preview, a distribution and its undoing of `count` leads."""
        prospects = self.prospects.copy({"name": f"Lista {count}"})
        self.make_leads(count, prospects=prospects)
        distribution = self.make(prospects=prospects)
        found = []
        for action in ("action_preview", "action_distribute", "action_undo"):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            getattr(distribution, action)()
            self.env.flush_all()
            found.append(self.env.cr.sql_log_count - before)
        return found

    def test_queries_do_not_grow_with_the_leads(self):
        self.queries(4)
        few, many = self.queries(4), self.queries(80)
        self.assertEqual(few, many)
        self.assertLess(sum(few), 400)

    def test_moment_of_the_distribution(self):
        self.make_leads(1)
        distribution = self.distribute()
        self.assertLessEqual(distribution.done_on, fields.Datetime.now())
        self.assertEqual(distribution.done_by_id, self.manager)
