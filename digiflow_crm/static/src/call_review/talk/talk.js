/** @odoo-module **/

import { Component, useState } from "@odoo/owl";

/** What analyst and telemarketer say of the whole call: comment, answer, closing note. */
export class Talk extends Component {
    setup() {
        this.state = useState({ answer: "", note: "" });
    }

    /** Whether there is an answer, and nothing said to it yet. */
    get isReplyMissing() {
        return this.props.sheet.answer !== "" && !this.state.note.trim();
    }
}

Talk.template = "digiflow_crm.ReviewTalk";
Talk.props = ["sheet", "onComment", "onAnswer", "onClose"];
