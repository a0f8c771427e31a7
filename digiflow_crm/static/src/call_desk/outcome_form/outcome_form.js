/** @odoo-module **/

import { Component, onMounted, useRef } from "@odoo/owl";
import { Answer } from "../answer/answer";
import { quickTimes } from "../lima/lima";

/** What an outcome has to know before it is saved, or a last look at one that closes. */
export class OutcomeForm extends Component {
    setup() {
        this.form = useRef("form");
        this.times = quickTimes(this.props.now);
        onMounted(() => this.focusFirst());
    }

    get asked() {
        return this.props.outcome.asked.filter((code) => code in this.props.questions);
    }

    asks(name) {
        return this.props.outcome.asked.includes(name);
    }

    onReason(ev) {
        this.props.onEdit({ lostReason: Number(ev.target.value) });
    }

    /** The first question without an answer; else the button, so that Enter saves. */
    focusFirst() {
        const fields = [...this.form.el.querySelectorAll("input, select")];
        const open = fields.find((field) => !field.value || field.type === "radio");
        (open || fields[0] || this.form.el.querySelector("button[type=submit]")).focus();
    }

    /** Enter saves from a choice too, where browsers do not send a form. */
    onKeydown(ev) {
        const inText = ev.target.tagName === "TEXTAREA" && !ev.ctrlKey;
        if (ev.key === "Enter" && !inText && ev.target.tagName !== "BUTTON") {
            ev.preventDefault();
            if (!ev.repeat && this.form.el.reportValidity()) {
                this.props.onSave();
            }
        }
    }
}

OutcomeForm.template = "digiflow_crm.OutcomeForm";
OutcomeForm.components = { Answer };
OutcomeForm.props = [
    "outcome",
    "draft",
    "questions",
    "lostReasons",
    "now",
    "busy",
    "onEdit",
    "onAnswer",
    "onSave",
    "onCancel",
];
