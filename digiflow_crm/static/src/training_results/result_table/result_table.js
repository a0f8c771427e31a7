/** @odoo-module **/

import { Component } from "@odoo/owl";
import {
    formatAverage,
    formatCellRate,
    hasValue,
} from "../../report_page/report_numbers/report_numbers";

/**
 * A table of the results: a row for each person, module, session or method.
 *
 * - table: what open_records calls it; mark: the average under which a row is marked
 * - onOpen(table, key, part): show the records behind a number
 */
export class ResultTable extends Component {
    get hasAnswers() {
        return this.props.rows.some((row) => row.answers);
    }

    isUnder(value) {
        return hasValue(value) && value < this.props.mark;
    }

    rate(value) {
        return formatCellRate(value);
    }

    average(value) {
        return formatAverage(value);
    }
}

ResultTable.template = "digiflow_crm.ResultTable";
ResultTable.props = ["table", "title", "head", "rows", "mark", "onOpen"];
