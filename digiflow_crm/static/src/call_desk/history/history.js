/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { fromServer, say } from "../lima/lima";

const ICONS = {
    call: "fa-phone",
    email: "fa-envelope-o",
    note: "fa-sticky-note-o",
    meeting: "fa-calendar",
};

/** What happened with the company so far, the latest first. */
export class History extends Component {
    setup() {
        this.kinds = {
            call: _t("Call"),
            email: _t("E-mail"),
            note: _t("Note"),
            meeting: _t("Meeting"),
        };
    }

    get moments() {
        const now = fromServer(this.props.lead.now);
        return this.props.lead.history.map((one) => ({
            ...one,
            icon: ICONS[one.kind],
            kindName: this.kinds[one.kind],
            when: say(fromServer(one.date), now),
        }));
    }
}

History.template = "digiflow_crm.History";
History.props = ["lead"];
