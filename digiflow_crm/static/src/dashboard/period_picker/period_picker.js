/** @odoo-module **/

import { Component } from "@odoo/owl";

/** Which period is shown, and which one it is compared with. */
export class PeriodPicker extends Component {
    get comparisons() {
        return Object.entries(this.props.comparisons);
    }
}

PeriodPicker.template = "digiflow_crm.DashboardPeriodPicker";
PeriodPicker.props = [
    "kinds",
    "period",
    "periods",
    "comparison",
    "comparisons",
    "onKind",
    "onPeriod",
    "onComparison",
];
