/** @odoo-module **/

import { Component } from "@odoo/owl";
import { formatFloat } from "@web/views/fields/formatters";

/** The telemarketer's day against its goals, in one line. */
export class DayBar extends Component {
    /** Percents of the goal, at most all of it; false without a goal. */
    share(done, goal) {
        return goal ? Math.min(100, Math.round((100 * done) / goal)) : false;
    }

    get rate() {
        const rate = this.props.day.effective_rate;
        return rate === false || rate === undefined
            ? "–"
            : `${formatFloat(rate, { digits: [16, 1] })} %`;
    }
}

DayBar.template = "digiflow_crm.DayBar";
DayBar.props = ["day"];
