/** @odoo-module **/

import { Component } from "@odoo/owl";

/** What was done against its goal: as words, and as a bar for the eye. */
export class Goal extends Component {
    get isReached() {
        return this.props.goal > 0 && this.props.done >= this.props.goal;
    }

    /** Percents of the goal, at most all of it. */
    get share() {
        return Math.min(100, Math.round((100 * this.props.done) / this.props.goal));
    }
}

Goal.template = "digiflow_crm.Goal";
Goal.props = ["done", "goal"];
