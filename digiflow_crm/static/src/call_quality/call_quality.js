/** @odoo-module **/

import { Component, markup, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { sprintf } from "@web/core/utils/strings";
import { ReportFigure } from "../report_page/report_figure/report_figure";
import {
    formatAverage,
    formatDay,
    formatRate,
    hasValue,
} from "../report_page/report_numbers/report_numbers";
import { QualityCriteria } from "./quality_criteria/quality_criteria";
import { QualityRows } from "./quality_rows/quality_rows";

const QUALITY = "digiflow.call.quality";
const PERIODS = [4, 12, 26, 52];

/**
 * The figures of call quality: the server works them out, in one call, for this user.
 */
export class CallQuality extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.state = useState({ screen: false, filters: { weeks: 12, user_id: false } });
        this.titles = { people: _t("Telemarketer"), weeks: _t("Week of") };
        onWillStart(() => this.read());
    }

    get figures() {
        return this.state.screen.figures;
    }

    get totals() {
        return this.figures.totals;
    }

    get days() {
        const { date_from, date_to } = this.figures;
        return sprintf(_t("From %s to %s"), formatDay(date_from), formatDay(date_to));
    }

    get isEmpty() {
        return !this.figures.people.length;
    }

    get isOwn() {
        return this.figures.scope === "own";
    }

    /** Everybody's figures: one person's are those at the head already. */
    get hasPeople() {
        return !this.isOwn && !this.figures.user_id;
    }

    get chart() {
        return markup(this.state.screen.chart);
    }

    get charts() {
        return this.state.screen.charts.map((one) => ({ ...one, chart: markup(one.chart) }));
    }

    /** In which something was to be drawn, or was reviewed. */
    get shownWeeks() {
        return this.weeks.filter((one) => one.quota || one.reviews);
    }

    get weeks() {
        return this.figures.weeks.map((one) => ({
            ...one,
            id: one.week,
            name: formatDay(one.week),
        }));
    }

    get markText() {
        const { mark, totals } = this.figures;
        const text =
            totals.average >= mark
                ? _t("The passing score is %s")
                : _t("Under the passing score of %s");
        return sprintf(text, formatAverage(mark));
    }

    /** The figures at the head of the screen. */
    get heads() {
        const { average, reviews, failed, failed_rate, quota, reviewed, coverage } = this.totals;
        const known = hasValue(average);
        return [
            {
                name: "average",
                label: _t("Average score"),
                value: known ? formatAverage(average) : _t("no data"),
                detail: sprintf(_t("of %s reviewed calls"), reviews),
                verdict: known ? average >= this.figures.mark : undefined,
                text: known ? this.markText : undefined,
                part: reviews && "reviews",
            },
            {
                name: "failed",
                label: _t("Failed calls"),
                value: formatRate(failed_rate),
                detail: sprintf(_t("%s of %s reviewed calls"), failed, reviews),
                part: failed && "failed",
            },
            {
                name: "coverage",
                label: _t("Coverage of the samples"),
                value: formatRate(coverage),
                detail: sprintf(_t("%s reviewed of %s to be drawn"), reviewed, quota),
                part: reviewed && "reviewed",
            },
        ];
    }

    /** Read everything that the screen shows. */
    async read(changes = {}) {
        const filters = { ...this.state.filters, ...changes };
        this.state.screen = await this.orm.call(QUALITY, "get_screen", [filters]);
        this.state.filters = filters;
    }

    onWeeks(event) {
        return this.read({ weeks: Number(event.target.value) });
    }

    onPerson(event) {
        return this.read({ user_id: Number(event.target.value) || false });
    }

    choose(userId) {
        return this.read({ user_id: userId });
    }

    /** The records behind a figure; `which` narrows it to a person, a week or a criterion. */
    async open(part, which = {}) {
        const { user_id, week, criterion_id } = which;
        const filters = user_id ? { ...this.state.filters, user_id } : this.state.filters;
        const args = [part, filters, week || false, criterion_id || false];
        this.action.doAction(await this.orm.call(QUALITY, "open_records", args));
    }

    openReport() {
        this.action.doAction("digiflow_crm.digiflow_call_quality_report_action");
    }

    openCoverage() {
        this.action.doAction("digiflow_crm.digiflow_call_coverage_action");
    }
}

CallQuality.template = "digiflow_crm.CallQuality";
CallQuality.components = { QualityCriteria, QualityRows, ReportFigure };
CallQuality.props = ["*"];

registry.category("actions").add("digiflow_crm.call_quality", CallQuality);
