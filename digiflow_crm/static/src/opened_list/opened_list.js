/** @odoo-module **/

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import * as x2many from "@web/views/fields/x2many/x2many_field";

/** A list within a form whose lines are documents of their own: a click opens their screen. */
export class OpenedList extends x2many.X2ManyField {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.action = useService("action");
    }

    async openRecord(record) {
        const form = await this.orm.call(record.resModel, "get_formview_action", [[record.resId]]);
        return this.action.doAction(form);
    }
}

OpenedList.props = ["*"];

// 19.0 describes a field widget by an object, 16.0 registers its class.
const described = x2many.x2ManyField && { ...x2many.x2ManyField, component: OpenedList };
registry.category("fields").add("digiflow_opened_list", described || OpenedList);
