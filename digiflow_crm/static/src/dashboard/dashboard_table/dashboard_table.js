/** @odoo-module **/

import { Component } from "@odoo/owl";
import { UNKNOWN, formatCount, hasValue } from "../../report_page/report_numbers/report_numbers";

/**
 * The rows of a section: every count is a button that opens as many records.
 *
 * - columns: [{head, part}] of a count, [{head, field}] of what is no count of records,
 *   [{head, rate}] of a rate whose sign says how it stands to its target
 * - rows: of the server, each with `key`, `name` and `counts`; total: one more row, or false
 */
export class DashboardTable extends Component {
    get rows() {
        const { rows, total } = this.props;
        return total ? [...rows, { ...total, isTotal: true }] : rows;
    }

    keyOf(row) {
        return row.isTotal ? "total" : row.key;
    }

    count(row, column) {
        return (row.counts || {})[column.part];
    }

    /** A number as people read it; a dash where nobody counted. */
    written(row, column) {
        return formatCount(this.count(row, column));
    }

    /** What the server says in words, else its number. */
    text(row, column) {
        const named = row[`${column.field}_text`];
        const value = hasValue(named) ? named : row[column.field];
        if (!hasValue(value) || value === "") {
            return UNKNOWN;
        }
        return typeof value === "number" ? formatCount(value) : value;
    }
}

DashboardTable.template = "digiflow_crm.DashboardTable";
DashboardTable.props = ["section", "head", "columns", "rows", "total?", "onOpen"];
