/** @odoo-module **/

import { Component, markup, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { sprintf } from "@web/core/utils/strings";
import { SatisfactionComments } from "./satisfaction_comments/satisfaction_comments";
import { ReportFigure } from "../report_page/report_figure/report_figure";
import { SatisfactionGroups } from "./satisfaction_groups/satisfaction_groups";
import { formatDay, formatRate } from "../report_page/report_numbers/report_numbers";

const CAMPAIGN = "digiflow.satisfaction.campaign";
const ANSWER = "digiflow.satisfaction.answer";

/**
 * The results of a satisfaction campaign: the server works them out, in one call, for this user.
 */
export class SatisfactionResults extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ campaigns: [], results: false, chart: "" });
        this.titles = {
            service: _t("By service"),
            serviceHead: _t("Service"),
            executive: _t("By executive"),
            executiveHead: _t("Sales executive"),
            none: _t("No client is in this campaign yet."),
        };
        const params = this.props.action.params || {};
        onWillStart(() => this.read(params.campaign_id || false));
    }

    get results() {
        return this.state.results;
    }

    get chart() {
        return markup(this.state.chart);
    }

    get days() {
        const { date_from, date_to } = this.results.campaign;
        return sprintf(_t("From %s to %s"), formatDay(date_from), formatDay(date_to));
    }

    /** Scores in words: {"1": "Dissatisfied", ...}. */
    get words() {
        return Object.fromEntries(this.results.distribution.map((row) => [row.score, row.name]));
    }

    /** The scores from the best to the worst. */
    get scores() {
        return [...this.results.distribution].reverse();
    }

    get verdictText() {
        const { figure, target } = this.results;
        if (figure.reached === null) {
            return sprintf(_t("The target is %s"), formatRate(target));
        }
        const text = figure.reached
            ? _t("The target of %s is reached")
            : _t("Under the target of %s");
        return sprintf(text, formatRate(target));
    }

    /** The figures at the head of the screen, the official rate first. */
    get figures() {
        const { figure, official } = this.results;
        const rates = [
            {
                name: "answers",
                label: _t("Satisfied, of those who answered"),
                value: formatRate(figure.rate),
                detail: sprintf(_t("%s of %s answers"), figure.satisfied, figure.answers),
                part: figure.satisfied && "satisfied",
            },
            {
                name: "clients",
                label: _t("Satisfied, of all clients"),
                value: formatRate(figure.rate_all),
                detail: sprintf(_t("%s of %s clients"), figure.satisfied, figure.clients),
                part: figure.satisfied && "satisfied",
            },
        ];
        const [first, second] = official === "clients" ? rates.reverse() : rates;
        Object.assign(first, { verdict: figure.reached, text: this.verdictText });
        return [first, second, ...this.counts];
    }

    get counts() {
        const { figure } = this.results;
        return [
            {
                name: "response",
                label: _t("Answers"),
                value: String(figure.answers),
                detail: _t("who gave a score"),
                part: figure.answers && "answers",
            },
            {
                name: "response_rate",
                label: _t("Response rate"),
                value: formatRate(figure.response_rate),
                detail: sprintf(_t("%s of %s asked"), figure.answers, figure.sent),
                part: figure.sent && "asked",
            },
            {
                name: "coverage",
                label: _t("Coverage"),
                value: formatRate(figure.coverage),
                detail: sprintf(_t("%s asked of %s clients"), figure.sent, figure.clients),
                part: figure.sent && "asked",
            },
        ];
    }

    get segments() {
        return [
            {
                table: "industry",
                title: _t("By industry"),
                head: _t("Industry"),
                rows: this.results.industries,
            },
            { table: "size", title: _t("By size"), head: _t("Size"), rows: this.results.sizes },
            {
                table: "district",
                title: _t("By district"),
                head: _t("District"),
                rows: this.results.districts,
            },
        ];
    }

    rate(value) {
        return formatRate(value);
    }

    /** Read everything that the screen shows; the latest campaign without an id. */
    async read(campaignId) {
        Object.assign(this.state, await this.orm.call(CAMPAIGN, "get_screen", [campaignId]));
    }

    onCampaign(event) {
        return this.read(Number(event.target.value));
    }

    async open(table, key, part) {
        const params = [[this.results.campaign.id], table, key, part];
        this.action.doAction(await this.orm.call(CAMPAIGN, "open_answers", params));
    }

    openAnswer(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: ANSWER,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async run(method) {
        const ids = [this.results.campaign.id];
        this.action.doAction(await this.orm.call(CAMPAIGN, method, [ids]));
    }

    async markRead(id) {
        await this.orm.call(ANSWER, "action_mark_read", [[id]]);
        const comment = this.results.comments.find((one) => one.id === id);
        comment.is_read = true;
        this.results.unread -= 1;
    }

    openCampaigns() {
        this.action.doAction("digiflow_crm.digiflow_satisfaction_campaign_action");
    }
}

SatisfactionResults.template = "digiflow_crm.SatisfactionResults";
SatisfactionResults.components = { SatisfactionComments, ReportFigure, SatisfactionGroups };
SatisfactionResults.props = ["*"];

registry.category("actions").add("digiflow_crm.satisfaction_results", SatisfactionResults);
