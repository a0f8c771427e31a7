/** @odoo-module **/

import { registry } from "@web/core/registry";
import { preloadStatusBar, StatusBarField } from "@web/views/fields/statusbar/statusbar_field";
import { moveLead } from "../stage_gate/stage_gate";

/** The status bar of a lead: a stage that it may not enter yet opens the gate. */
export class StageBar extends StatusBarField {
    /** Save what was typed, then move; the bar only ever shows the stage the lead is in. */
    async selectItem(item) {
        const { record } = this.props;
        if (!record.data.is_digiflow || !record.resId) {
            return super.selectItem(item);
        }
        const saved = await record.save({ stayInEdition: true });
        const reload = async () => {
            await record.load();
            record.model.notify();
        };
        return saved && moveLead(this.env, record.resId, item.id, reload);
    }
}

registry.category("fields").add("digiflow_stage_bar", StageBar);
registry.category("preloadedData").add("digiflow_stage_bar", {
    loadOnTypes: ["many2one"],
    extraMemoizationKey: (record, fieldName) => record.data[fieldName],
    preload: preloadStatusBar,
});
