/** @odoo-module **/

import { Component, markup, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { sprintf } from "@web/core/utils/strings";
import { ReportFigure } from "../report_page/report_figure/report_figure";
import { formatAverage, formatRate, hasValue } from "../report_page/report_numbers/report_numbers";
import { QuestionTable } from "./question_table/question_table";
import { ResultTable } from "./result_table/result_table";

const RESULTS = "digiflow.training.results";
const NUMBERS = ["program_id", "module_id", "session_id"];

/** What came out of training: the server works it out, in one call, for this user. */
export class TrainingResults extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ results: false, choices: {}, charts: {} });
        this.filters = { ...((this.props.action.params || {}).filters || {}) };
        onWillStart(() => this.read());
    }

    get results() {
        return this.state.results;
    }

    get isEmpty() {
        const { totals } = this.results;
        return !totals.attempts && !totals.answers;
    }

    get isFiltered() {
        return Object.values(this.results.filters).some(Boolean);
    }

    get charts() {
        const { questions, modules } = this.state.charts;
        return { questions: markup(questions), modules: markup(modules) };
    }

    get selects() {
        const labels = {
            program_id: [_t("Programme"), _t("All programmes")],
            module_id: [_t("Module"), _t("All modules")],
            session_id: [_t("Session"), _t("All sessions")],
            method: [_t("Method"), _t("All methods")],
        };
        return Object.entries(labels).map(([name, [label, all]]) => ({
            name,
            label,
            all,
            chosen: this.results.filters[name],
            options: this.state.choices[name] || [],
        }));
    }

    get tables() {
        const { people, modules, sessions, methods } = this.results;
        return [
            { table: "module", title: _t("By module"), head: _t("Module"), rows: modules },
            { table: "person", title: _t("By person"), head: _t("Person"), rows: people },
            { table: "session", title: _t("By session"), head: _t("Session"), rows: sessions },
            { table: "method", title: _t("By method"), head: _t("Method"), rows: methods },
        ];
    }

    get figures() {
        const { totals } = this.results;
        return [...this.trained, ...this.rightAnswers(totals), ...this.scores(totals)];
    }

    /** How many of the staff are trained; who sees only own results does not see it. */
    get trained() {
        const { trained } = this.results;
        if (!trained) {
            return [];
        }
        const goal = trained.rate === 100;
        return [
            {
                name: "trained",
                label: _t("Staff trained, today"),
                value: formatRate(trained.rate),
                detail: sprintf(_t("%s of %s people"), trained.trained, trained.staff),
                verdict: trained.staff ? goal : null,
                text: goal ? _t("The goal of 100 % is reached") : _t("The goal is 100 %"),
            },
        ];
    }

    rightAnswers(totals) {
        return [
            {
                name: "percent",
                label: _t("Right answers"),
                value: formatRate(totals.percent),
                detail: sprintf(_t("%s of %s answers"), totals.right, totals.answers),
                part: totals.right && "right",
            },
            {
                name: "wrong",
                label: _t("Wrong answers"),
                value: String(totals.wrong),
                detail: sprintf(_t("of %s answers"), totals.answers),
                part: totals.wrong && "wrong",
            },
        ];
    }

    scores(totals) {
        const mark = sprintf(_t("passed with %s"), this.results.mark);
        return [
            {
                name: "attempts",
                label: _t("Evaluations finished"),
                value: String(totals.attempts),
                detail: sprintf(_t("by %s people"), totals.people),
                part: totals.attempts && "attempts",
            },
            {
                name: "passed",
                label: _t("Passed"),
                value: formatRate(totals.pass_rate),
                detail: sprintf(_t("%s of %s evaluations"), totals.passed, totals.attempts),
                part: totals.passed && "passed",
            },
            {
                name: "average",
                label: _t("Average score"),
                value: formatAverage(totals.average),
                detail: hasValue(totals.average) ? mark : _t("no data"),
            },
        ];
    }

    average(value) {
        return formatAverage(value);
    }

    async read() {
        const screen = await this.orm.call(RESULTS, "get_screen", [this.filters]);
        Object.assign(this.state, screen);
    }

    onFilter(name, event) {
        const { value } = event.target;
        this.filters[name] = NUMBERS.includes(name) ? Number(value) : value;
        return this.read();
    }

    clear() {
        this.filters = {};
        return this.read();
    }

    async open(table, key, part) {
        const args = [this.filters, table, key, part];
        return this.action.doAction(await this.orm.call(RESULTS, "open_records", args));
    }

    async workbook() {
        const action = await this.orm.call(RESULTS, "action_workbook", [this.filters]);
        return this.action.doAction(action);
    }
}

TrainingResults.template = "digiflow_crm.TrainingResults";
TrainingResults.components = { QuestionTable, ReportFigure, ResultTable };
TrainingResults.props = ["*"];

registry.category("actions").add("digiflow_crm.training_results", TrainingResults);
