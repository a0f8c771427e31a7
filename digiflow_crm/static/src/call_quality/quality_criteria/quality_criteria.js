/** @odoo-module **/

import { Component } from "@odoo/owl";
import { formatAverage, hasValue } from "../../report_page/report_numbers/report_numbers";

/**
 * Average points of each criterion: of all reviews, and by person, or by week where there is one.
 *
 * - people, weeks: what the figures of a criterion are by, with `id` and `name`
 * - onOpen({criterion_id, user_id, week}): shows the rated criteria behind a figure
 */
export class QualityCriteria extends Component {
    get byPerson() {
        return this.props.people.length > 0;
    }

    /** Weeks without a review say nothing. */
    get columns() {
        const all = this.byPerson ? this.props.people : this.props.weeks;
        return all
            .map((one, index) => ({ id: one.id, name: one.name, index, reviews: one.reviews }))
            .filter((one) => one.reviews);
    }

    cell(criterion, column) {
        return (this.byPerson ? criterion.people : criterion.weeks)[column.index];
    }

    which(criterion, column) {
        const name = this.byPerson ? "user_id" : "week";
        return { criterion_id: criterion.id, [name]: column.id };
    }

    isUnder(cell) {
        return hasValue(cell.average) && cell.average < this.props.mark;
    }

    average(value) {
        return formatAverage(value);
    }
}

QualityCriteria.template = "digiflow_crm.QualityCriteria";
QualityCriteria.props = ["criteria", "people", "weeks", "mark", "onOpen"];
