/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { sprintf } from "@web/core/utils/strings";
import { formatCellRate, formatCount } from "../../report_page/report_numbers/report_numbers";
import { asOf, originOf, readGrowth } from "../figures/figures";

/** One period of the table: its figures open what is behind them. */
export class CountsRow extends Component {
    get asOf() {
        return asOf(this.props.row);
    }

    get origin() {
        return originOf(this.props.row);
    }

    /** The columns of the services, then the one of the total. */
    get figures() {
        const { row, services } = this.props;
        const cells = services.map((service, index) => ({
            key: service.id,
            name: service.code,
            count: row.cells[index].count,
        }));
        const total = { key: false, name: _t("Total"), count: row.total.count, isTotal: true };
        return [...cells, total].map((cell) => ({
            ...cell,
            text: formatCount(cell.count),
            title: sprintf(_t("Open the clients behind %s, %s"), cell.name, row.label),
        }));
    }

    /** Growth columns: against the period before and, by quarter, against a year before. */
    get growths() {
        const { growth, growth_year } = this.props.row.total;
        const columns = [{ key: "growth", name: _t("Growth"), value: growth }];
        if (this.props.isQuarter) {
            columns.push({ key: "year", name: _t("Growth in a year"), value: growth_year });
        }
        return columns.map((column) => ({ ...column, growth: readGrowth(column.value) }));
    }

    get moves() {
        const { at_start, kept, lost, retention } = this.props.row.total;
        const total = this.props.row.total;
        return [
            { key: "at_start", name: _t("At the start"), text: formatCount(at_start) },
            { key: "new", name: _t("New"), text: formatCount(total.new) },
            { key: "lost", name: _t("Lost"), text: formatCount(lost) },
            { key: "kept", name: _t("Kept"), text: formatCount(kept) },
            { key: "retention", name: _t("Retention"), text: formatCellRate(retention) },
        ];
    }
}

CountsRow.template = "digiflow_crm.ClientCountsRow";
CountsRow.props = ["row", "services", "isQuarter", "onOpen"];
