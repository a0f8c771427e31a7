/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ReportFigure } from "../report_page/report_figure/report_figure";
import { formatDay } from "../report_page/report_numbers/report_numbers";
import { WorkdayBlock } from "./block/block";
import { WorkdayTable, isNarrow } from "./table/table";

const WORKDAY = "digiflow.workday";
// Which of several roles somebody works in is remembered in the browser.
const ROLE_KEY = "digiflow_crm.workday.role";

/** The own day of a role: where it stands, what waits, and what to begin with. */
export class Workday extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ day: false });
        const params = this.props.action.params || {};
        const remembered = browser.localStorage.getItem(ROLE_KEY);
        onWillStart(() => this.read(params.role || remembered || false));
    }

    get day() {
        return this.state.day;
    }

    get date() {
        return formatDay(this.day.day);
    }

    get hasChoice() {
        return this.day.roles.length > 1;
    }

    /** What waits, and after it what does not. */
    get blocks() {
        const { blocks } = this.day;
        return {
            waiting: blocks.filter((one) => one.count),
            done: blocks.filter((one) => !one.count),
        };
    }

    /** Tables that have room beside the blocks, and those that need the page's width. */
    get tables() {
        const { tables } = this.day;
        return {
            narrow: tables.filter((one) => isNarrow(one)),
            wide: tables.filter((one) => !isNarrow(one)),
        };
    }

    async read(role) {
        this.state.day = await this.orm.call(WORKDAY, "get_day", [role]);
    }

    async choose(role) {
        browser.localStorage.setItem(ROLE_KEY, role);
        await this.read(role);
    }

    /** Does what a button is for. */
    async run(key) {
        this.action.doAction(await this.orm.call(WORKDAY, "run", [this.day.role, key]));
    }

    /** Shows the records behind a figure, a block, or a row of a table. */
    async open(key, row = false) {
        this.action.doAction(await this.orm.call(WORKDAY, "open_part", [this.day.role, key, row]));
    }

    openRecord(row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}

Workday.template = "digiflow_crm.Workday";
Workday.components = { ReportFigure, WorkdayBlock, WorkdayTable };
Workday.props = ["*"];

registry.category("actions").add("digiflow_crm.workday", Workday);
