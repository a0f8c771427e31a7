/** @odoo-module **/

import { Component } from "@odoo/owl";
import { DashboardChart } from "../dashboard_chart/dashboard_chart";
import { DashboardTable } from "../dashboard_table/dashboard_table";

/**
 * A section of the dashboard: its drawing, the same figures in a table, or what to do without any.
 *
 * - block: an entry of dashboard_areas.js; data: what the server says of its section
 * - charts: {name: SVG} of the whole screen
 */
export class DashboardBlock extends Component {
    get ownRows() {
        return this.props.block.rows(this.props.data);
    }

    get rows() {
        const total = this.props.block.total(this.props.data);
        return total ? [...this.ownRows, total] : this.ownRows;
    }

    get isEmpty() {
        const { block, data } = this.props;
        return !this.ownRows.length || (data.empty && !block.extra);
    }

    get lead() {
        const { block, data } = this.props;
        return block.lead && block.lead(data);
    }

    get chart() {
        return this.props.charts[this.props.block.chart];
    }

    /** A mark of the drawing opens what a button of the table opens. */
    onMark(index, series) {
        const row = this.ownRows[index];
        const part = row && this.props.block.mark(row, series);
        if (part && row.counts[part]) {
            this.props.onOpen(row.key, part);
        }
    }
}

DashboardBlock.template = "digiflow_crm.DashboardBlock";
DashboardBlock.components = { DashboardChart, DashboardTable };
DashboardBlock.props = ["block", "data", "charts", "onOpen"];
