/** @odoo-module **/

import { Component } from "@odoo/owl";

/** One criterion of the scorecard with its points; while `open` they can be given. */
export class Criterion extends Component {
    onPoints(ev) {
        const points = Math.round(Number(ev.target.value));
        if (ev.target.value === "" || !(points >= 0 && points <= 100)) {
            ev.target.value = this.shown;
            return;
        }
        this.props.onRate(this.props.line, points);
    }

    /** Points in the field: empty while there are none. */
    get shown() {
        const { scored, not_applicable: skipped, points } = this.props.line;
        return scored && !skipped ? String(points) : "";
    }

    isStep(step) {
        const { scored, not_applicable: skipped, points } = this.props.line;
        return scored && !skipped && points === step;
    }
}

Criterion.template = "digiflow_crm.ReviewCriterion";
Criterion.props = ["line", "steps", "open", "current", "onRate", "onSkip", "onComment", "onChoose"];
