/** @odoo-module **/

import { Component, markup, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { CountsRow } from "./row/row";

const COUNTS = "digiflow.client.count";
const QUARTER = "quarter";

/** Clients by service at the end of each year or quarter: a table and a chart of the same. */
export class ClientCounts extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ kind: "year", screen: false, isCounting: false });
        onWillStart(() => this.read());
    }

    get screen() {
        return this.state.screen;
    }

    get rows() {
        return this.screen.table.rows;
    }

    get services() {
        return this.screen.table.services;
    }

    get isQuarter() {
        return this.state.kind === QUARTER;
    }

    /** Drawn by the server, which escapes every text in it. */
    get chart() {
        return markup(this.screen.chart);
    }

    get isRunning() {
        return this.rows.some((row) => row.is_running && row.counted_on);
    }

    get isPartial() {
        return this.rows.some((row) => row.total.missing.length);
    }

    async read(yearFrom = false, yearTo = false) {
        const args = [this.state.kind, yearFrom, yearTo];
        this.state.screen = await this.orm.call(COUNTS, "get_screen", args);
    }

    async show(kind) {
        if (kind !== this.state.kind) {
            this.state.kind = kind;
            await this.read();
        }
    }

    /** The years are kept in order: the other end moves along. */
    async onYear(end, year) {
        const ends = { year_from: this.screen.year_from, year_to: this.screen.year_to };
        ends[end] = year;
        if (ends.year_from > ends.year_to) {
            ends.year_from = ends.year_to = year;
        }
        await this.read(ends.year_from, ends.year_to);
    }

    async open(row, serviceId) {
        const args = [this.state.kind, row.date, serviceId];
        this.action.doAction(await this.orm.call(COUNTS, "get_clients_action", args));
    }

    /** A part of a column opens its service, a point of the line the total. */
    onChart(ev) {
        const mark = ev.target.closest("[data-index]");
        const row = mark && this.rows[Number(mark.dataset.index)];
        if (row) {
            const service = this.services[Number(mark.dataset.series)];
            this.open(row, service ? service.id : false);
        }
    }

    async recount() {
        this.state.isCounting = true;
        try {
            await this.orm.call(COUNTS, "action_recount", []);
            await this.read(this.screen.year_from, this.screen.year_to);
        } finally {
            this.state.isCounting = false;
        }
    }

    openAll() {
        this.action.doAction("digiflow_crm.digiflow_client_count_action");
    }
}

ClientCounts.template = "digiflow_crm.ClientCounts";
ClientCounts.components = { CountsRow };
ClientCounts.props = ["*"];

registry.category("actions").add("digiflow_crm.client_counts", ClientCounts);
