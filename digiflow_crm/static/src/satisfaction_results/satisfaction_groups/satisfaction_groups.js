/** @odoo-module **/

import { Component } from "@odoo/owl";
import { formatAverage, formatRate } from "../../report_page/report_numbers/report_numbers";

/**
 * A table of the results: a row for each service, executive or value of a segment.
 *
 * - table: what open_answers calls it; target: percents
 * - hasOwn: the rows also have what clients think of the service itself
 */
export class SatisfactionGroups extends Component {
    get hasOwn() {
        return this.props.hasOwn && this.props.rows.some((row) => row.own.answers);
    }

    isUnder(rate) {
        return rate !== null && rate < this.props.target;
    }

    rate(value) {
        return formatRate(value);
    }

    average(value) {
        return formatAverage(value);
    }
}

SatisfactionGroups.template = "digiflow_crm.SatisfactionGroups";
SatisfactionGroups.props = [
    "title",
    "head",
    "table",
    "rows",
    "target",
    "empty",
    "hasOwn?",
    "onOpen",
];
