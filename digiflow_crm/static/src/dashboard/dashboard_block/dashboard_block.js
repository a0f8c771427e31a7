/** @odoo-module **/

import { Component } from "@odoo/owl";
import { DashboardChart } from "../dashboard_chart/dashboard_chart";
import { DashboardTable } from "../dashboard_table/dashboard_table";

/**
 * A section of the dashboard: its drawing, the same figures in a table, or what to do without any.
 *
 * - block: an entry of areas.js; data: what the server says of its section
 * - charts: {name: SVG} of the whole screen
 */
export class DashboardBlock extends Component {
    get rows() {
        return this.props.data.rows || [];
    }

    get isEmpty() {
        return Boolean(this.props.data.empty) || !this.rows.length;
    }

    get charts() {
        return (this.props.block.charts || []).filter((name) => this.props.charts[name]);
    }

    /** What a table has a column for: the fixed ones, and those of the series of the section. */
    get columns() {
        return this.props.block.columns(this.props.data);
    }

    /** A mark of a drawing opens what the table's button of the same figure opens. */
    onMark(chart, index, series) {
        const mark = this.props.block.mark(this.props.data, chart, index, series);
        if (mark) {
            this.props.onOpen(mark.key, mark.part);
        }
    }
}

DashboardBlock.template = "digiflow_crm.DashboardBlock";
DashboardBlock.components = { DashboardChart, DashboardTable };
DashboardBlock.props = ["block", "data", "charts", "onOpen"];
