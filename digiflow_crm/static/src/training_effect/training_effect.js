/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { sprintf } from "@web/core/utils/strings";
import { formatFloat } from "@web/views/fields/formatters";
import { formatDay, formatRate, hasValue } from "../report_page/report_numbers/report_numbers";

const EFFECT = "digiflow.training.effect";
const oneDigit = (value) => formatFloat(value, { digits: [16, 1] });

/**
 * What changed for the people who passed a programme: the server compares, in one call.
 */
export class TrainingEffect extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ programs: [], effect: false, days: 90 });
        this.periods = [30, 60, 90, 180, 365];
        this.names = {
            conversion: {
                label: _t("Conversion"),
                text: _t("Won, of the opportunities first called in those days"),
            },
            cycle: {
                label: _t("Sales cycle"),
                text: _t("Days from the first effective contact to the sale"),
                lower: true,
            },
            retention: {
                label: _t("Retention"),
                text: _t("Clients of the first day who are still clients on the last"),
            },
            satisfaction: {
                label: _t("Client satisfaction"),
                text: _t("Answers of 4 or 5 in the satisfaction campaigns"),
            },
            feedback: {
                label: _t("Presentations"),
                text: _t("Answers of 4 or 5 about the presentation"),
            },
        };
        onWillStart(() => this.read());
    }

    get effect() {
        return this.state.effect;
    }

    get rows() {
        return this.effect.figures.map((figure) => ({
            ...figure,
            ...this.names[figure.key],
            sides: ["before", "after"].map((side) => this.prepareSide(figure, side)),
            changeText: this.formatChange(figure),
            result: this.getResult(figure),
        }));
    }

    get groups() {
        return [
            { key: "people", title: _t("Compared"), people: this.effect.people },
            {
                key: "waiting",
                title: _t("Not yet: their days after are not over"),
                people: this.effect.waiting,
            },
            {
                key: "joined",
                title: _t("Not compared: they joined too late to have days before"),
                people: this.effect.joined,
            },
        ].filter((group) => group.people.length);
    }

    get daysText() {
        return sprintf(
            _t("The %s days before and after the day each person passed it"),
            this.effect.days,
        );
    }

    periodText(days) {
        return sprintf(_t("%s days"), days);
    }

    prepareSide(figure, side) {
        const { cases, value, part, median } = figure[side];
        const isShare = figure.kind === "share";
        const shown = isShare ? formatRate(value) : this.formatDays(value);
        let detail = sprintf(_t("n = %s"), cases);
        if (cases && isShare) {
            detail = sprintf(_t("%s of n = %s"), part, cases);
        } else if (cases) {
            detail = sprintf(_t("median %s, n = %s"), oneDigit(median), cases);
        }
        const label = side === "before" ? _t("Before") : _t("After");
        return { side, label, cases, shown, detail };
    }

    formatDays(value) {
        return hasValue(value) ? sprintf(_t("%s days"), oneDigit(value)) : _t("no data");
    }

    formatChange({ change, kind }) {
        if (!hasValue(change)) {
            return _t("no data");
        }
        const sign = change > 0 ? "+" : "";
        const text = kind === "share" ? _t("%s points") : _t("%s days");
        return sprintf(text, sign + oneDigit(change));
    }

    /** In words, for meaning is never by colour alone: [key, text]. */
    getResult({ key, change, few }) {
        if (few) {
            return { key: "few", icon: "fa-info-circle", text: _t("Too few cases to say") };
        }
        const better = this.names[key].lower ? change < 0 : change > 0;
        if (Math.abs(change) < 0.05) {
            return { key: "same", icon: "fa-arrows-h", text: _t("No change") };
        }
        return better
            ? { key: "better", icon: "fa-check", text: _t("Better") }
            : { key: "worse", icon: "fa-exclamation-triangle", text: _t("Lower than before") };
    }

    day(iso) {
        return formatDay(iso);
    }

    async read(program = false) {
        const screen = await this.orm.call(EFFECT, "get_screen", [program, this.state.days]);
        Object.assign(this.state, screen);
    }

    onProgram(event) {
        return this.read(Number(event.target.value));
    }

    onDays(event) {
        this.state.days = Number(event.target.value);
        return this.read(this.effect.program.id);
    }

    async open(key, side) {
        const params = [this.effect.program.id, this.effect.days, key, side];
        this.action.doAction(await this.orm.call(EFFECT, "open_cases", params));
    }

    openPrograms() {
        this.action.doAction("digiflow_crm.digiflow_training_program_action");
    }
}

TrainingEffect.template = "digiflow_crm.TrainingEffect";
TrainingEffect.props = ["*"];

registry.category("actions").add("digiflow_crm.training_effect", TrainingEffect);
