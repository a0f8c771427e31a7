/** @odoo-module **/

import { Component } from "@odoo/owl";

/**
 * The figures of a block: every count is a button that opens as many records.
 *
 * - block: an entry of dashboard_areas.js; data: its section
 * - rows: of the server, each with `key` and `name`, the total at the end
 */
export class DashboardTable extends Component {
    get columns() {
        return this.props.block.columns(this.props.data);
    }

    /** What stands in each cell of a row. */
    cells(row) {
        return this.columns.map((column) => ({ head: column.head, ...column.read(row) }));
    }

    isTotal(row) {
        return row.key === "total";
    }
}

DashboardTable.template = "digiflow_crm.DashboardTable";
DashboardTable.props = ["block", "data", "rows", "onOpen"];
