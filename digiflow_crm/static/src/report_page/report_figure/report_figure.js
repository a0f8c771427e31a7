/** @odoo-module **/

import { Component } from "@odoo/owl";

/**
 * One figure of a report page: its name, its value, what it is made of, and the records behind it.
 *
 * - verdict: true, false, or null when there is nothing to compare; undefined without a target
 */
export class ReportFigure extends Component {
    get verdict() {
        return { true: "reached", false: "missed" }[this.props.verdict];
    }

    get icon() {
        return { reached: "fa-check", missed: "fa-exclamation-triangle" }[this.verdict];
    }
}

ReportFigure.template = "digiflow_crm.ReportFigure";
ReportFigure.props = ["name", "label", "value", "detail", "verdict?", "text?", "onOpen?"];
