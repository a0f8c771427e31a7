/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { sprintf } from "@web/core/utils/strings";
import { formatDay } from "../../report_page/report_numbers/report_numbers";
import { groupMarks, isAdjusted } from "../score_math/score_math";
import { ScoreLine } from "../score_line/score_line";

const GROUPS = 8;

/**
 * The people of one session and their points in one evaluation.
 *
 * - sheet: what digiflow.training.scoring.get_sheet returns; saving: something is on its way
 */
export class ScoreSheet extends Component {
    get people() {
        return this.props.sheet.people;
    }

    get open() {
        return this.people.filter((person) => person.state !== "done" && !person.is_self);
    }

    get byGroup() {
        const isGrouped = this.people.some((person) => person.group);
        return this.props.sheet.evaluation.by_group || isGrouped;
    }

    /** Names of groups to choose from: those in use, and enough new ones. */
    get groups() {
        const named = this.people.map((person) => person.group).filter(Boolean);
        const fresh = [...Array(GROUPS).keys()].map((one) => sprintf(_t("Group %s"), one + 1));
        return [...new Set([...fresh, ...named])];
    }

    /** Groups with their members below, then who is scored alone; who is done comes last. */
    get lines() {
        const used = this.groups.filter((name) => this.people.some((one) => one.group === name));
        const lines = [];
        for (const name of used) {
            const members = this.people.filter((person) => person.group === name);
            if (members.some((one) => one.state !== "done" && !one.is_self)) {
                lines.push(this.groupLine(name, members));
            }
            lines.push(...members.map((person) => this.personLine(person)));
        }
        const others = this.people.filter((person) => !person.group);
        lines.push(...others.map((person) => this.personLine(person)));
        const isOpen = (line) => line.state !== "done" && !line.is_self;
        return [...lines.filter(isOpen), ...lines.filter((line) => !isOpen(line))];
    }

    get ready() {
        const { criteria } = this.props.sheet;
        const isFull = (person) => criteria.every((criterion) => person.marks[criterion.id]);
        const isExplained = (person) => !isAdjusted(person.marks) || person.reason;
        return this.open.filter((person) => isFull(person) && isExplained(person));
    }

    get finishText() {
        return sprintf(_t("Finish %s of %s"), this.ready.length, this.open.length);
    }

    get day() {
        return formatDay(this.props.sheet.session.date);
    }

    groupLine(name, members) {
        const reached = members.filter((one) => one.state !== "done" && !one.is_self);
        return {
            key: `group-${name}`,
            name: sprintf(_t("%s: %s people"), name, reached.length),
            group: name,
            is_group: true,
            state: "open",
            marks: groupMarks(members),
        };
    }

    personLine(person) {
        return { key: `user-${person.user_id}`, is_group: false, ...person };
    }

    onMark(line, criterionId, points) {
        const marks = { [criterionId]: { points } };
        return line.is_group
            ? this.props.onSaveGroup(line.group, marks)
            : this.props.onSave(line.user_id, { marks });
    }

    finish() {
        return this.props.onFinish(this.ready.map((person) => person.user_id));
    }
}

ScoreSheet.template = "digiflow_crm.ScoreSheet";
ScoreSheet.components = { ScoreLine };
ScoreSheet.props = [
    "sheet",
    "saving",
    "onBack",
    "onSave",
    "onSaveGroup",
    "onFinish",
    "onCancel",
    "onOpen",
];
