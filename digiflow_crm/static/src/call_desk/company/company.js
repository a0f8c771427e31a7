/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { sprintf } from "@web/core/utils/strings";
import { fromServer, say } from "../lima/lima";

const STARS = [1, 2, 3];

/** Which company it is, and why it is on the desk now. */
export class Company extends Component {
    get priority() {
        return sprintf(_t("Priority %s of 3"), this.props.lead.priority);
    }

    get stars() {
        return STARS.map((rank) => rank <= this.props.lead.priority);
    }

    /** When the callback was agreed for. */
    get due() {
        const { kind, now } = this.props.lead;
        return kind.queue === "callback" && kind.due
            ? say(fromServer(kind.due), fromServer(now))
            : "";
    }

    get place() {
        const { address, district } = this.props.lead;
        return [address, district].filter(Boolean).join(", ");
    }
}

Company.template = "digiflow_crm.Company";
Company.props = ["lead", "onOpen"];
