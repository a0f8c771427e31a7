/** @odoo-module **/

import { Component } from "@odoo/owl";
import {
    formatAverage,
    formatCellRate,
    hasValue,
} from "../../report_page/report_numbers/report_numbers";

/**
 * Figures by person or by week, a row each; on a phone each row is a card.
 *
 * - rows: figures with `id` and `name`; mark: the passing score
 * - onOpen(part, row): shows the records behind a figure; onChoose(row): narrows the page to a row
 */
export class QualityRows extends Component {
    isUnder(row) {
        return hasValue(row.average) && row.average < this.props.mark;
    }

    average(value) {
        return formatAverage(value);
    }

    rate(value) {
        return formatCellRate(value);
    }
}

QualityRows.template = "digiflow_crm.QualityRows";
QualityRows.props = ["table", "head", "rows", "mark", "onOpen", "onChoose?"];
