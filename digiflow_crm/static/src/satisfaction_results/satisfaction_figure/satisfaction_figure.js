/** @odoo-module **/

import { Component } from "@odoo/owl";

/**
 * One figure of the campaign: its name, its value, what it is made of, and the answers behind it.
 *
 * - verdict: true, false, or null when there is nothing to compare; undefined without a target
 */
export class SatisfactionFigure extends Component {
    get verdict() {
        return { true: "reached", false: "missed" }[this.props.verdict];
    }

    get icon() {
        return { reached: "fa-check", missed: "fa-exclamation-triangle" }[this.verdict];
    }
}

SatisfactionFigure.template = "digiflow_crm.SatisfactionFigure";
SatisfactionFigure.props = ["name", "label", "value", "detail", "verdict?", "text?", "onOpen?"];
