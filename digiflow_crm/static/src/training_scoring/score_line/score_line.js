/** @odoo-module **/

import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { sprintf } from "@web/core/utils/strings";
import { formatFloat } from "@web/views/fields/formatters";
import { isAdjusted, parsePoints, weighScore } from "../score_math/score_math";

/**
 * A row of the sheet, a card on a phone: one person, or a group.
 *
 * - line: {key, name, marks, group, comment, reason, state, score, passed, is_self, is_group,
 *   scored_by, attempt_id}
 * - onMark(criterion id, points or false), onText(name, text): what was typed
 */
export class ScoreLine extends Component {
    setup() {
        this.state = useState({ wrong: {}, open: false });
    }

    get line() {
        return this.props.line;
    }

    get isClosed() {
        return this.line.state === "done" || this.line.is_self;
    }

    get score() {
        return this.line.state === "done"
            ? this.line.score
            : weighScore(this.props.criteria, this.line.marks);
    }

    get scoreText() {
        return this.score === null ? "–" : formatFloat(this.score, { digits: [16, 2] });
    }

    /** "passed", "failed", or nothing while there is no score. */
    get verdict() {
        if (this.line.state === "done") {
            return this.line.passed ? "passed" : "failed";
        }
        return this.score === null ? "" : this.score >= this.props.passMark ? "passed" : "failed";
    }

    get verdictText() {
        return { passed: _t("Passes"), failed: _t("Under the mark"), "": "" }[this.verdict];
    }

    get isAdjusted() {
        return !this.line.is_group && isAdjusted(this.line.marks);
    }

    get missing() {
        return this.props.criteria.filter((criterion) => !this.line.marks[criterion.id]).length;
    }

    get stateText() {
        if (this.line.state === "done") {
            return sprintf(_t("Scored by %s"), this.line.scored_by);
        }
        if (this.line.is_self) {
            return _t("Nobody scores oneself: another trainer does it");
        }
        if (this.missing === this.props.criteria.length) {
            return _t("Not scored yet");
        }
        return this.missing ? sprintf(_t("%s to go"), this.missing) : _t("Ready to finish");
    }

    label(criterion) {
        return sprintf(_t("%s, points of %s"), criterion.name, this.line.name);
    }

    points(criterion) {
        const wrong = this.state.wrong[criterion.id];
        const mark = this.line.marks[criterion.id];
        return wrong !== undefined ? wrong : mark ? String(mark.points) : "";
    }

    /** The group's points beside other ones. */
    groupPoints(criterion) {
        const mark = this.line.marks[criterion.id];
        const differs = mark && mark.group_points !== false && mark.points !== mark.group_points;
        return differs ? mark.group_points : null;
    }

    onPoints(criterion, event) {
        const text = event.target.value;
        const points = parsePoints(text);
        if (points === undefined) {
            this.state.wrong[criterion.id] = text;
            return;
        }
        delete this.state.wrong[criterion.id];
        const mark = this.line.marks[criterion.id];
        if ((mark ? mark.points : null) !== points) {
            this.props.onMark(criterion.id, points === null ? false : points);
        }
    }

    /** Enter and the arrows go to the same criterion of the next or the previous person. */
    onKey(event) {
        const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step) {
            return;
        }
        const { criterion } = event.target.dataset;
        const sheet = event.target.closest(".o_digiflow_scoring");
        const inputs = [...sheet.querySelectorAll(`input[data-criterion="${criterion}"]`)];
        const next = inputs[inputs.indexOf(event.target) + step];
        event.preventDefault();
        if (next) {
            next.focus();
            next.select();
        } else {
            event.target.blur();
        }
    }
}

ScoreLine.template = "digiflow_crm.ScoreLine";
ScoreLine.props = [
    "line",
    "criteria",
    "passMark",
    "byGroup",
    "isAdmin",
    "groups",
    "onMark",
    "onText",
    "onCancel",
    "onOpen",
];
