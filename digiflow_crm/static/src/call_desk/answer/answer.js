/** @odoo-module **/

import { Component } from "@odoo/owl";

const TYPES = { email_from: "email", monthly_documents: "number" };

/** A strategic question with its answer: a choice, a number or a text. */
export class Answer extends Component {
    get type() {
        return TYPES[this.props.code] || "text";
    }

    get id() {
        return `o_digiflow_${this.props.place}_${this.props.code}`;
    }

    /** Empty texts of both kinds are one. */
    get value() {
        return this.props.value || "";
    }

    onChange(ev) {
        const { value } = ev.target;
        const number = this.type === "number" && value !== "";
        const answer = number ? Math.max(0, Math.round(Number(value))) : value;
        this.props.onAnswer(this.props.code, answer);
    }
}

Answer.template = "digiflow_crm.Answer";
Answer.props = ["code", "label", "value", "options?", "place", "required?", "onAnswer"];
