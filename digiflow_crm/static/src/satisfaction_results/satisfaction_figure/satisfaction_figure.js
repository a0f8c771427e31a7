/** @odoo-module **/

import { Component } from "@odoo/owl";

/**
 * One figure of the campaign: its name, its value, what it is made of, and the answers behind it.
 *
 * - verdict: true, false, or null when there is nothing to compare; undefined without a target
 */
export class SatisfactionFigure extends Component {
    get icon() {
        return { true: "fa-check", false: "fa-exclamation-triangle" }[this.props.verdict];
    }
}

SatisfactionFigure.template = "digiflow_crm.SatisfactionFigure";
SatisfactionFigure.props = ["name", "label", "value", "detail", "verdict?", "text?", "onOpen?"];
