/** @odoo-module **/

import { Component } from "@odoo/owl";

// How pressing a row is -> the sign before the words that say it.
const SIGNS = { late: "fa-exclamation-triangle", today: "fa-clock-o" };

/** Records that wait: how many there are, and the most pressing ones. */
export class WorkdayBlock extends Component {
    get block() {
        return this.props.block;
    }

    get hasMore() {
        return this.block.count > this.block.rows.length;
    }

    signOf(row) {
        return SIGNS[row.level] || "fa-info-circle";
    }
}

WorkdayBlock.template = "digiflow_crm.WorkdayBlock";
WorkdayBlock.props = ["block", "onOpen", "onOpenRecord"];
