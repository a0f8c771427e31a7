/** @odoo-module **/

import { Component } from "@odoo/owl";
import { Answer } from "../answer/answer";

/** The script, a step at a time, with the questions that the step asks. */
export class Script extends Component {
    get step() {
        return this.props.script.steps[this.props.position];
    }

    get isLast() {
        return this.props.position >= this.props.script.steps.length - 1;
    }
}

Script.template = "digiflow_crm.Script";
Script.components = { Answer };
Script.props = ["script", "position", "questions", "answers", "onStep", "onAnswer"];
