/** @odoo-module **/

import { Component, onMounted, useRef } from "@odoo/owl";
import { fromServer, say } from "../lima/lima";

/** No company on the desk: what there is to do, and whom to ask. */
export class Waiting extends Component {
    setup() {
        this.button = useRef("next");
        onMounted(() => this.button.el && this.button.el.focus());
    }

    get nextAt() {
        return this.props.nextAt ? say(fromServer(this.props.nextAt), this.props.now) : "";
    }
}

Waiting.template = "digiflow_crm.Waiting";
Waiting.props = ["asked", "busy", "hasLists", "managers", "nextAt", "now", "working", "onNext"];
