/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** The keys of the desk. */
export class Keys extends Component {
    setup() {
        this.keys = [
            ["Enter", _t("Next call; save an open form")],
            ["T", _t("Dial, and start the clock")],
            ["N", _t("Next number")],
            ["↓ ↑", _t("Next step of the script, and back")],
            ["/", _t("Search objections")],
            ["W", _t("Write a note")],
            ["S", _t("Send information")],
            ["M", _t("Book meeting")],
            ["P", _t("Pause after this call, or go on")],
            ["Esc", _t("Leave a field, close a form")],
            ["?", _t("Show or hide these keys")],
        ];
    }
}

Keys.template = "digiflow_crm.Keys";
Keys.props = ["outcomes", "onClose"];
