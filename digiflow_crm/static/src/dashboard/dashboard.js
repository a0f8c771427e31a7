/** @odoo-module **/

import { Component, onMounted, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { sprintf } from "@web/core/utils/strings";
import { formatDay } from "../report_page/report_numbers/report_numbers";
import { getAreas } from "./dashboard_areas/dashboard_areas";
import { DashboardBlock } from "./dashboard_block/dashboard_block";
import { KpiCards } from "./kpi_cards/kpi_cards";
import { PeriodPicker } from "./period_picker/period_picker";

const DASHBOARD = "digiflow.dashboard";
const INDICATOR = "digiflow.indicator";
// What is read first, in this order; the others are one press away.
const HEADLINES = [
    "sales_target",
    "proposals_amount",
    "win_rate",
    "conversion",
    "clients_total",
    "retention",
    "satisfaction",
    "call_quality",
];

/**
 * The commercial manager's dashboard: one call brings all that it shows of a period.
 *
 * It alone asks the server; whatever stands on it says to it what was pressed. What was chosen is
 * kept in the parameters of the action, so that whoever comes back from the records behind a figure
 * finds the screen as it was left.
 */
export class Dashboard extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.page = useRef("page");
        const left = this.props.action.params || {};
        this.state = useState({
            screen: false,
            comparison: left.comparison || "before",
            showsAll: Boolean(left.showsAll),
            isReading: false,
        });
        this.areas = getAreas();
        onWillStart(() => this.read(left.period || false));
        onMounted(() => {
            this.page.el.scrollTop = left.scroll || 0;
        });
    }

    get screen() {
        return this.state.screen;
    }

    get data() {
        return this.screen.data;
    }

    get period() {
        return this.data.period;
    }

    get days() {
        const { date_from, date_to } = this.period;
        return sprintf(_t("From %s to %s"), formatDay(date_from), formatDay(date_to));
    }

    /** What is true of the whole period, beside its figures. */
    get note() {
        const { is_closed, is_over, live_sections, closed_day, closed_by } = this.period;
        if (live_sections) {
            return _t(
                "Its indicators are closed; it was closed before there was a dashboard, so all else is counted now.",
            );
        }
        if (is_closed) {
            const text = _t(
                "Closed on %s by %s: its figures are frozen. The records behind them are those of today.",
            );
            return sprintf(text, formatDay(closed_day), closed_by);
        }
        return is_over
            ? _t(
                  "The period is over and still open: its figures follow the records until it is closed.",
              )
            : _t("The period still runs: its figures are those of today.");
    }

    get indicators() {
        return this.data.indicators.rows;
    }

    get missed() {
        return this.indicators.filter((row) => row.is_under_target).length;
    }

    get headlines() {
        const known = new Map(this.indicators.map((row) => [row.code, row]));
        return HEADLINES.map((code) => known.get(code)).filter(Boolean);
    }

    /** The others under the name of what they are about, in the order of the process. */
    get families() {
        const others = this.indicators.filter((row) => !HEADLINES.includes(row.code));
        return this.data.indicators.families
            .map(([key, name]) => ({ key, name, rows: others.filter((row) => row.family === key) }))
            .filter((family) => family.rows.length);
    }

    get others() {
        return this.indicators.length - this.headlines.length;
    }

    get comparedWith() {
        return this.data.comparisons[this.state.comparison].label;
    }

    /** What all cards share. */
    get cards() {
        return {
            sparks: this.screen.sparks,
            partNames: this.screen.parts,
            comparison: this.state.comparison,
            comparedWith: this.comparedWith,
            onOpen: (row, part) => this.openRecords("indicators", row.key, part),
            onImprove: (row) => this.improve(row),
            onExplain: (row) => this.explain(row),
        };
    }

    /** The areas that the server tells of, each with the blocks of its sections. */
    get shownAreas() {
        return this.areas
            .map((area) => ({
                ...area,
                blocks: area.blocks.filter((block) => this.isShown(block)),
            }))
            .filter((area) => area.blocks.length);
    }

    /** A block of its own kind of rows is there when it has some. */
    isShown(block) {
        const data = this.data[block.section];
        return Boolean(data) && (!block.extra || block.rows(data).length > 0);
    }

    get missedText() {
        return this.missed
            ? sprintf(_t("▼ Under target: %s of %s"), this.missed, this.indicators.length)
            : _t("✓ No indicator is under its target");
    }

    /** Read what the screen shows of a period; of two asked for, only the last one is shown. */
    async read(period, kind = false) {
        const asked = (this.asked = {});
        this.state.isReading = true;
        try {
            const screen = await this.orm.call(DASHBOARD, "get_screen", [period, kind]);
            if (asked === this.asked) {
                this.state.screen = screen;
                this.keep();
            }
        } finally {
            if (asked === this.asked) {
                this.state.isReading = false;
            }
        }
    }

    /** Leave the screen so that it is found again. */
    keep() {
        const { params } = this.props.action;
        this.props.action.params = {
            ...params,
            period: this.period.code,
            comparison: this.state.comparison,
            showsAll: this.state.showsAll,
            scroll: this.page.el ? this.page.el.scrollTop : (params || {}).scroll,
        };
    }

    async showKind(kind) {
        if (kind !== this.period.kind) {
            await this.read(false, kind);
        }
    }

    compareWith(comparison) {
        this.state.comparison = comparison;
        this.keep();
    }

    toggleAll() {
        this.state.showsAll = !this.state.showsAll;
        this.keep();
    }

    /** Go to an area; the keyboard goes there too. */
    goTo(key) {
        const head = this.page.el.querySelector(`[data-area="${key}"] h3`);
        head.scrollIntoView();
        head.focus();
    }

    /** Open what the server answers with. */
    async open(model, method, args) {
        this.keep();
        await this.action.doAction(await this.orm.call(model, method, args));
    }

    openRecords(section, key, part) {
        return this.open(DASHBOARD, "open_records", [this.period.code, section, key, part]);
    }

    improve(row) {
        return this.open(INDICATOR, "open_improvement", [this.period.code, row.id]);
    }

    openReport() {
        return this.open("digiflow.quarterly.report", "open_for", [this.period.code]);
    }

    openWorkbook() {
        this.action.doAction("digiflow_crm.digiflow_radar_workbook_action");
    }

    openLists() {
        this.keep();
        this.action.doAction("digiflow_crm.digiflow_prospect_list_action");
    }

    explain(row) {
        this.keep();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: INDICATOR,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    async close() {
        await this.orm.call(INDICATOR, "close_period", [this.period.code]);
        await this.read(this.period.code);
    }
}

Dashboard.template = "digiflow_crm.Dashboard";
Dashboard.components = { DashboardBlock, KpiCards, PeriodPicker };
Dashboard.props = ["*"];

registry.category("actions").add("digiflow_crm.dashboard", Dashboard);
