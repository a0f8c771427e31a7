/** @odoo-module **/

import { Component, useState } from "@odoo/owl";
import { formatDay } from "../../report_page/report_numbers/report_numbers";

const FIRST = 20; // comments that are shown until somebody asks for more

/** What clients wrote, in their words; who reads one says so. */
export class SatisfactionComments extends Component {
    setup() {
        this.state = useState({ shown: FIRST });
    }

    get comments() {
        return this.props.comments.slice(0, this.state.shown);
    }

    get hidden() {
        return this.props.comments.length - this.comments.length;
    }

    day(comment) {
        return formatDay(comment.date);
    }

    words(comment) {
        return this.props.words[comment.score];
    }

    showMore() {
        this.state.shown += 5 * FIRST;
    }
}

SatisfactionComments.template = "digiflow_crm.SatisfactionComments";
SatisfactionComments.props = ["comments", "unread", "words", "onRead", "onOpen", "onOpenAll"];
