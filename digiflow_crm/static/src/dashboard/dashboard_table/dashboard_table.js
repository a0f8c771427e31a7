/** @odoo-module **/

import { Component } from "@odoo/owl";

const NARROW = 4; // columns that a phone has room for

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
        return this.columns.map((column) => ({ ...column, ...column.read(row) }));
    }

    /** On a phone the rows of a wide table become cards. */
    get isWide() {
        return this.columns.length > NARROW;
    }

    isTotal(row) {
        return row.key === "total";
    }
}

DashboardTable.template = "digiflow_crm.DashboardTable";
DashboardTable.props = ["block", "data", "rows", "onOpen"];
