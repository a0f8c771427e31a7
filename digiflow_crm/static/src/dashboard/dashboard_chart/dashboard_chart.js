/** @odoo-module **/

import { Component, markup } from "@odoo/owl";

/**
 * A drawing of the server whose marks open the records behind them.
 *
 * A mouse's way to what the table beside it offers to the keyboard too.
 */
export class DashboardChart extends Component {
    /** Drawn by the server, which escapes every text in it. */
    get drawing() {
        return markup(this.props.svg);
    }

    onClick(ev) {
        const mark = ev.target.closest("[data-index]");
        if (mark) {
            this.props.onMark(Number(mark.dataset.index), Number(mark.dataset.series));
        }
    }
}

DashboardChart.template = "digiflow_crm.DashboardChart";
DashboardChart.props = ["name", "svg", "onMark"];
