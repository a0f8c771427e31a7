/** @odoo-module **/

import { Component } from "@odoo/owl";
import { formatCellRate, hasValue } from "../../report_page/report_numbers/report_numbers";

/**
 * The questions of the written tests: right, wrong and percent, with their sum.
 *
 * - mark: percents under which a question asks for reinforcement
 */
export class QuestionTable extends Component {
    isUnder(value) {
        return hasValue(value) && value < this.props.mark;
    }

    rate(value) {
        return formatCellRate(value);
    }
}

QuestionTable.template = "digiflow_crm.QuestionTable";
QuestionTable.props = ["rows", "totals", "mark", "onOpen"];
