/** @odoo-module **/

import { Component, onMounted, useRef } from "@odoo/owl";

/** After an effective contact: the information and the meeting, before the next call. */
export class FollowUp extends Component {
    setup() {
        this.root = useRef("root");
        onMounted(() => this.root.el.focus());
    }
}

FollowUp.template = "digiflow_crm.FollowUp";
FollowUp.props = ["result", "onSend", "onBook", "onNext", "busy", "working"];
