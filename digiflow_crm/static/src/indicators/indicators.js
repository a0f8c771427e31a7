/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { sprintf } from "@web/core/utils/strings";
import { formatDay } from "../report_page/report_numbers/report_numbers";
import { IndicatorRow } from "./indicator_row/indicator_row";

const INDICATOR = "digiflow.indicator";

/** The indicators of a month, a quarter or a year: live while it is open, frozen once closed. */
export class Indicators extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ screen: false, onlyMissed: false });
        this.kinds = [
            ["month", _t("Months")],
            ["quarter", _t("Quarters")],
            ["year", _t("Years")],
        ];
        const params = this.props.action.params || {};
        onWillStart(() => this.read(params.period || false));
    }

    get screen() {
        return this.state.screen;
    }

    get period() {
        return this.screen.period;
    }

    get days() {
        const { date_from, date_to } = this.period;
        return sprintf(_t("From %s to %s"), formatDay(date_from), formatDay(date_to));
    }

    /** What is true of the whole period, beside its figures. */
    get note() {
        const { is_closed, is_over, closed_day, closed_by } = this.period;
        if (is_closed) {
            const day = formatDay(closed_day);
            return sprintf(
                _t("Closed on %s by %s: its figures do not change any more."),
                day,
                closed_by,
            );
        }
        return is_over
            ? _t(
                  "The period is over and still open: its figures follow the records until it is closed.",
              )
            : _t("The period still runs: its figures are those of today.");
    }

    get missed() {
        return this.screen.values.filter((row) => row.is_under_target).length;
    }

    get isSilent() {
        return this.screen.values.every((row) => row.value === false);
    }

    /** The rows to show under the name of what they are about, in the order of the process. */
    get groups() {
        const shown = this.screen.values.filter(
            (row) => row.is_under_target || !this.state.onlyMissed,
        );
        return this.screen.families
            .map(([key, name]) => ({ key, name, rows: shown.filter((row) => row.family === key) }))
            .filter((group) => group.rows.length);
    }

    async read(period, kind = false) {
        this.state.screen = await this.orm.call(INDICATOR, "get_screen", [period, kind]);
    }

    async showKind(kind) {
        if (kind !== this.period.kind) {
            await this.read(false, kind);
        }
    }

    toggleMissed() {
        this.state.onlyMissed = !this.state.onlyMissed;
    }

    async toggleDigest() {
        const wanted = !this.screen.gets_digest;
        await this.orm.call(INDICATOR, "set_digest", [wanted]);
        this.state.screen.gets_digest = wanted;
    }

    async close() {
        await this.orm.call(INDICATOR, "close_period", [this.period.code]);
        await this.read(this.period.code);
    }

    async reopen() {
        this.action.doAction(await this.orm.call(INDICATOR, "open_reopening", [this.period.code]));
    }

    async improve(row) {
        const args = [this.period.code, row.id];
        this.action.doAction(await this.orm.call(INDICATOR, "open_improvement", args));
    }

    openIndicator(row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: INDICATOR,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    openPeriods() {
        this.action.doAction("digiflow_crm.digiflow_indicator_period_action");
    }
}

Indicators.template = "digiflow_crm.Indicators";
Indicators.components = { IndicatorRow };
Indicators.props = ["*"];

registry.category("actions").add("digiflow_crm.indicators", Indicators);
