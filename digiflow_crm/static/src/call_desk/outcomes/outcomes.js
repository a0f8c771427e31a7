/** @odoo-module **/

import { Component } from "@odoo/owl";

/** What came of the call: a key or a click each, with what follows from it. */
export class Outcomes extends Component {}

Outcomes.template = "digiflow_crm.Outcomes";
Outcomes.props = ["outcomes", "busy", "onChoose"];
