/** @odoo-module **/

import { Component, useState } from "@odoo/owl";
import { holds } from "../text/text";

/** What the client says against it: searched while one listens, answered from here. */
export class Objections extends Component {
    setup() {
        this.state = useState({ search: "", open: false });
    }

    get found() {
        const { search } = this.state;
        return this.props.objections.filter((one) =>
            holds(`${one.name} ${one.keywords} ${one.text}`, search),
        );
    }

    /** The one that is read: the chosen one, or the only or first one that was found. */
    get open() {
        const { open, search } = this.state;
        const chosen = this.found.find((one) => one.id === open);
        return chosen || (search.trim() && this.found[0]) || false;
    }

    choose(id) {
        this.state.open = this.state.open === id ? false : id;
    }

    onInput(ev) {
        Object.assign(this.state, { search: ev.target.value, open: false });
    }

    /** Arrows go through what was found without leaving the field. */
    onKeydown(ev) {
        const move = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (move && this.found.length) {
            ev.preventDefault();
            const current = this.found.indexOf(this.open);
            const last = this.found.length - 1;
            this.state.open = this.found[Math.min(last, Math.max(0, current + move))].id;
        }
    }
}

Objections.template = "digiflow_crm.Objections";
Objections.props = ["objections"];
