/** @odoo-module **/

import { Component } from "@odoo/owl";

const FEW_COLUMNS = 4;

/** Whether a table fits a narrow place as it is. */
export const isNarrow = (table) => table.head.length <= FEW_COLUMNS;

/** A small table: a row opens its records; on a phone each row of a wide one is a card. */
export class WorkdayTable extends Component {
    get table() {
        return this.props.table;
    }

    get isNarrow() {
        return isNarrow(this.table);
    }

    /** The cells of a row after its first, each with the head of its column. */
    cellsOf(row) {
        const heads = this.table.head.slice(1);
        return row.cells.slice(1).map((text, index) => ({ text, head: heads[index] }));
    }
}

WorkdayTable.template = "digiflow_crm.WorkdayTable";
WorkdayTable.props = ["table", "onOpen"];
