/** @odoo-module **/

import { Component } from "@odoo/owl";
import { KpiCard } from "../kpi_card/kpi_card";

/** Indicators side by side; what is pressed on a card is said with its row. */
export class KpiCards extends Component {}

KpiCards.template = "digiflow_crm.DashboardKpiCards";
KpiCards.components = { KpiCard };
KpiCards.props = [
    "rows",
    "sparks",
    "partNames",
    "comparison",
    "comparedWith",
    "onOpen",
    "onImprove",
    "onExplain",
];
