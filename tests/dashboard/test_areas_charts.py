"""The drawings of the dashboard: a mark for each row, and what they show in words."""

import re
from datetime import date
from xml.etree import ElementTree

from odoo.addons.digiflow_crm.core.periods import Period

from ..indicators.made_up_year import YEAR, moment
from .cases import DashboardCase

PERIOD, SPAN = f"{YEAR}-Q2", Period(date(YEAR, 4, 1), date(YEAR, 6, 30))
NAMES = ("clients", "satisfaction", "satisfaction_trend", "training")
SVG = "{http://www.w3.org/2000/svg}"
SCORES = {"1": 2, "2": 0, "3": 5, "4": 20, "5": 31}


def point(number, official, **columns):
    """A campaign of the line over time, as a closed period keeps it."""
    return {
        "id": number,
        "name": f"Satisfacción {number}",
        "date_from": f"{YEAR - 1}-{3 * number - 2:02}-01",
        "date_to": f"{YEAR - 1}-{3 * number:02}-28",
        "official": official,
        "target": 80.0,
        "asked": 60,
        "answers": 58,
        "satisfied": 51,
        **columns,
    }


class TestCharts(DashboardCase):
    """Each drawing against the rows that it shows."""

    def draw(self, period, **sections):
        """(what the manager sees with some sections instead, ``{name: root of the drawing}``)."""
        data = {**self.dashboard.get_data(period), **sections}
        drawn = self.dashboard._draw_charts(data)
        return data, {name: drawn[name] and ElementTree.fromstring(drawn[name]) for name in NAMES}

    def read_marks(self, root, tag="rect"):
        """``{(data-index, data-series): the words of the mark}``."""
        marks = [one for one in root.iter(SVG + tag) if one.get("data-index")]
        return {
            (int(one.get("data-index")), one.get("data-series")): one.find(f"{SVG}title").text
            for one in marks
        }

    def read_words(self, root):
        """(title, description) of a drawing, without hard spaces."""
        names = root.get("aria-labelledby").split()
        found = {one.get("id"): one.text for one in root.iter() if one.get("id")}
        return [found[name].replace("\N{NO-BREAK SPACE}", " ") for name in names]

    def test_clients_a_column_a_row(self):
        data, drawn = self.draw("2022")
        rows, services = data["clients"]["rows"], data["clients"]["services"]
        marks = self.read_marks(drawn["clients"])
        expected = {}
        for index, row in enumerate(rows):
            for place, cell in enumerate(row["cells"]):
                if cell["number"]:
                    words = f"{row['name']}, {services[place]['code']}: {cell['number']}"
                    expected[index, str(place)] = words
        self.assertEqual(marks, expected)
        self.assertIn("2019, GRE: 185", marks.values())
        title, told = self.read_words(drawn["clients"])
        self.assertEqual(title, "Clients by service")
        self.assertIn("2018: OSE 349, GRE 198; 2019: OSE 533, GRE 185;", told)

    def test_answers_a_bar_a_score(self):
        figure = {name: 0 for name in ("satisfied", "answers", "sent", "clients")}
        rates = dict.fromkeys(("rate", "rate_all", "response_rate", "coverage"), 87.9)
        numbers = {
            "drafts": 0,
            "campaigns": [point(2, 87.9)],
            "scores": SCORES,
            "figure": {**figure, **rates, "base": "answers", "official": 87.9, "target": 80.0},
            "trend": [point(1, 75.0), point(2, 87.9), point(3, None)],
        }
        numbers["figure"]["reached"] = True
        section = self.dashboard._present_satisfaction(self.company, "quarter", SPAN, numbers)
        _data, drawn = self.draw(PERIOD, satisfaction=section)
        marks = self.read_marks(drawn["satisfaction"])
        self.assertEqual([index for index, _series in marks], list(range(5)))
        said = [int(text.rpartition(": ")[2]) for text in marks.values()]
        self.assertEqual(said, list(SCORES.values()))
        for words, row in zip(marks.values(), section["rows"], strict=True):
            self.assertTrue(words.startswith(f"{row['name']} ({row['share_text']})"), words)
        told = self.read_words(drawn["satisfaction"])[1]
        self.assertIn(f"{section['rows'][4]['name']}: 31 (53.4 %)", told)
        line = drawn["satisfaction_trend"]
        points = self.read_marks(line, "circle")
        # a campaign without answers has no point
        self.assertEqual([index for index, _series in points], [0, 1])
        self.assertIn(
            "Q1 2010: 75.0 %; Q2 2010: 87.9 %; Q3 2010: no data", self.read_words(line)[1]
        )
        dashed = [one for one in line.iter(f"{SVG}line") if one.get("stroke-dasharray")]
        self.assertTrue(dashed)
        texts = [one.text for one in line.iter(f"{SVG}text") if one.text]
        self.assertTrue([text for text in texts if re.search(r"Target 80\W", text)], texts)

    def test_training_a_bar_a_question(self):
        for right, wrong in ((3, 1), (2, 2)):
            attempt = self.add_attempt(moment(SPAN.last), right, wrong)
            self.stamp(attempt.question_ids, title=f"¿Pregunta <{right}>?")
        data, drawn = self.draw(PERIOD)
        rows, marks = data["training"]["rows"], self.read_marks(drawn["training"])
        expected = {
            (index, "0"): f"{index + 1}. {row['name']}: {row['percent']:g}\N{NO-BREAK SPACE}%"
            for index, row in enumerate(rows)
        }
        self.assertEqual((marks, len(rows)), (expected, 2))
        told = self.read_words(drawn["training"])[1]
        self.assertIn("In all 5 of 8, 62.5 %", told)

    def test_nothing_to_draw(self):
        _data, drawn = self.draw(PERIOD)
        self.assertEqual(set(drawn.values()), {""})
