/** @odoo-module **/

import { Component, useState } from "@odoo/owl";

const EMPTY = { id: false, name: "", decision_maker_role: "", phone: "", email: "" };

/** Other people of the company: known ones, and one more who was named on the phone. */
export class People extends Component {
    setup() {
        this.state = useState({ person: false });
    }

    describe({ role, phone, email, note }) {
        return [role, phone, email, note].filter(Boolean).join(" · ");
    }

    edit(person) {
        this.state.person = { ...EMPTY, ...person };
    }

    async save() {
        const { id, name, decision_maker_role, phone, email } = this.state.person;
        const values = { name: name.trim(), decision_maker_role, phone, email };
        if (!values.name) {
            return;
        }
        if (await this.props.onSave(id ? { id, ...values } : values)) {
            this.state.person = false;
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.state.person = false;
        }
    }
}

People.template = "digiflow_crm.People";
People.props = ["contacts", "roles", "onSave"];
