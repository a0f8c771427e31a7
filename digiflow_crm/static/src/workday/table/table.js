/** @odoo-module **/

import { Component } from "@odoo/owl";

/** A small table: a row opens its records; on a phone each row is a card. */
export class WorkdayTable extends Component {
    get table() {
        return this.props.table;
    }

    /** The cells of a row after its first, each with the head of its column. */
    cellsOf(row) {
        const heads = this.table.head.slice(1);
        return row.cells.slice(1).map((text, index) => ({ text, head: heads[index] }));
    }
}

WorkdayTable.template = "digiflow_crm.WorkdayTable";
WorkdayTable.props = ["table", "onOpen"];
