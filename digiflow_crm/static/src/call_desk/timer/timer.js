/** @odoo-module **/

import { Component, onWillUnmount, useState } from "@odoo/owl";

const SECOND = 1000;

/** How long the call lasts by now; a button that starts it for who dials on a telephone. */
export class Timer extends Component {
    setup() {
        this.state = useState({ now: this.props.clock() });
        const ticking = setInterval(() => (this.state.now = this.props.clock()), SECOND);
        onWillUnmount(() => clearInterval(ticking));
    }

    get text() {
        const { started } = this.props;
        const passed = started ? Math.max(0, this.state.now - started) : 0;
        const seconds = Math.floor(passed / SECOND);
        const minutes = String(Math.floor(seconds / 60)).padStart(2, "0");
        return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    }
}

Timer.template = "digiflow_crm.Timer";
Timer.props = ["started", "clock", "onStart"];
