/** @odoo-module **/

import { Component, markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { sprintf } from "@web/core/utils/strings";
import { hasValue } from "../../report_page/report_numbers/report_numbers";

/**
 * One indicator: its figure, how it stands to its target and to another period, its last periods.
 *
 * - row: a row of the section «indicators» of digiflow.dashboard
 * - comparison: `before` or `year_before`; comparedWith: what people call that period
 * - partNames: {part of an indicator: what people call it}
 * - spark: the drawing of its last periods as SVG, made by the server, or an empty text
 */
export class KpiCard extends Component {
    get row() {
        return this.props.row;
    }

    /** What the figure itself opens: the first of the counts that it is made of. */
    get mainPart() {
        return Object.keys(this.row.counts).find((part) => this.row.counts[part]);
    }

    get spark() {
        return this.props.spark && markup(this.props.spark);
    }

    /** What the figure is made of, unless that is the figure itself. */
    get parts() {
        const parts = Object.entries(this.row.counts);
        if (parts.length === 1 && parts[0][1] === this.row.value) {
            return [];
        }
        return parts.map(([key, count]) => ({ key, count, name: this.props.partNames[key] }));
    }

    get hasTarget() {
        return hasValue(this.row.value) && hasValue(this.row.target);
    }

    get verdict() {
        const missed = this.row.is_under_target ? "missed" : "reached";
        return this.hasTarget ? missed : "none";
    }

    get other() {
        return this.row[this.props.comparison] || {};
    }

    get isCompared() {
        return hasValue(this.row.value) && hasValue(this.other.value) && this.other.change;
    }

    /** Where the figure went: up, down or nowhere. */
    get direction() {
        const sign = Math.sign(this.row.value - this.other.value);
        return { 1: "up", "-1": "down", 0: "same" }[sign];
    }

    get arrow() {
        return { up: "▲", down: "▼", same: "=" }[this.direction];
    }

    /** Whether that is good news: colour says it, and this word. */
    get mood() {
        return { improved: _t("better"), worse: _t("worse") }[this.other.verdict] || "";
    }

    get openLabel() {
        return sprintf(_t("%s: %s. Open the records behind it"), this.row.name, this.row.text);
    }
}

KpiCard.template = "digiflow_crm.DashboardKpiCard";
KpiCard.props = [
    "row",
    "comparison",
    "comparedWith",
    "spark",
    "partNames",
    "onOpen",
    "onImprove",
    "onExplain",
];
