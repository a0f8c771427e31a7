/** @odoo-module **/

import { Component } from "@odoo/owl";
import { UNKNOWN } from "../../report_page/report_numbers/report_numbers";

/** One indicator: its figure, what is aimed at, and the way to act when it is missed. */
export class IndicatorRow extends Component {
    /** What the server says, or a dash where it says nothing. */
    orDash(text) {
        return text === false ? UNKNOWN : text;
    }

    /** In a closed period, what waits for what is not closed yet. */
    get isWaiting() {
        return this.props.isClosed && !this.props.row.is_frozen && this.props.row.value !== false;
    }

    get canImprove() {
        return this.props.mayImprove && this.props.row.is_under_target;
    }
}

IndicatorRow.template = "digiflow_crm.IndicatorRow";
IndicatorRow.props = ["row", "isClosed", "mayImprove", "onImprove", "onOpen"];
