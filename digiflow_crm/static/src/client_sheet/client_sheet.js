/** @odoo-module **/

import { Component, markup } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

/** Shows the client's sheet as the server wrote it; a button with a record's address opens it. */
export class ClientSheet extends Component {
    setup() {
        this.action = useService("action");
    }

    get content() {
        return markup(String(this.props.record.data[this.props.name] || ""));
    }

    open(event) {
        const button = event.target.closest("button[data-model]");
        if (!button) {
            return;
        }
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: button.dataset.model,
            res_id: Number(button.dataset.id),
            views: [[false, "form"]],
        });
    }
}

ClientSheet.template = "digiflow_crm.ClientSheet";
ClientSheet.props = ["*"];

// 19.0 describes a field widget by an object, 16.0 registers its class.
const isDescribed = session.server_version_info[0] >= 17;
registry
    .category("fields")
    .add("digiflow_client_sheet", isDescribed ? { component: ClientSheet } : ClientSheet);
