/** @odoo-module **/

import { Component, useState } from "@odoo/owl";

/** The numbers of the company; one is the one to call now. */
export class Phones extends Component {
    setup() {
        this.state = useState({ editing: false, phone: "" });
    }

    edit() {
        Object.assign(this.state, { editing: true, phone: this.props.lead.phone });
    }

    async save() {
        if (await this.props.onSave({ phone: this.state.phone.trim() })) {
            this.state.editing = false;
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.state.editing = false;
        }
    }
}

Phones.template = "digiflow_crm.Phones";
Phones.props = ["lead", "number", "onDial", "onSave"];
