/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { sprintf } from "@web/core/utils/strings";
import { formatDay } from "../report_page/report_numbers/report_numbers";
import { ScoreSheet } from "./score_sheet/score_sheet";

const SCORING = "digiflow.training.scoring";

/**
 * What a trainer has to score, and the sheet of one session and evaluation.
 *
 * What is typed is saved at once, one thing after the other in the order in which it was typed.
 */
export class TrainingScoring extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ queue: { to_score: [], scored: [] }, sheet: false, saving: 0 });
        this.saved = Promise.resolve();
        const { session_id, evaluation_id } = this.props.action.params || {};
        onWillStart(() =>
            session_id && evaluation_id ? this.open(session_id, evaluation_id) : this.readQueue(),
        );
    }

    get lists() {
        const { to_score, scored } = this.state.queue;
        return [
            { name: "to_score", title: _t("To score"), rows: to_score },
            { name: "scored", title: _t("Scored in the last 60 days"), rows: scored },
        ].filter((list) => list.rows.length || list.name === "to_score");
    }

    get key() {
        return [this.state.sheet.session.id, this.state.sheet.evaluation.id];
    }

    day(row) {
        return formatDay(row.date);
    }

    leftText(row) {
        return row.left
            ? sprintf(_t("%s of %s people to score"), row.left, row.people)
            : sprintf(_t("%s of %s people scored"), row.scored, row.people);
    }

    async readQueue() {
        this.state.queue = await this.orm.call(SCORING, "get_queue", []);
        this.state.sheet = false;
    }

    async open(sessionId, evaluationId) {
        this.state.sheet = await this.orm.call(SCORING, "get_sheet", [sessionId, evaluationId]);
    }

    reload() {
        return this.open(...this.key);
    }

    /** Do one thing after what was typed before; a refusal shows again what the server has. */
    inTurn(work) {
        const turn = async () => {
            this.state.saving += 1;
            try {
                await work();
            } catch (error) {
                await this.reload();
                throw error;
            } finally {
                this.state.saving -= 1;
            }
        };
        const result = this.saved.then(turn);
        this.saved = result.catch(() => {});
        return result;
    }

    save(userId, values) {
        return this.inTurn(async () => {
            const line = await this.orm.call(SCORING, "save", [...this.key, userId, values]);
            const { people } = this.state.sheet;
            people[people.findIndex((person) => person.user_id === userId)] = line;
        });
    }

    saveGroup(group, marks) {
        return this.inTurn(async () => {
            const args = [...this.key, group, marks];
            this.state.sheet.people = await this.orm.call(SCORING, "save_group", args);
        });
    }

    finish(userIds) {
        const body = _t("The scores of %s people become final: nobody can change them any more.");
        this.dialog.add(ConfirmationDialog, {
            title: _t("Finish scoring?"),
            body: sprintf(body, userIds.length),
            confirmLabel: _t("Finish"),
            confirm: () => {
                this.inTurn(async () => {
                    const args = [...this.key, userIds];
                    this.state.sheet = await this.orm.call(SCORING, "finish", args);
                });
            },
            cancel: () => {},
        });
    }

    async cancelScore(line) {
        const method = "action_cancel_score";
        const model = "digiflow.training.attempt";
        const action = await this.orm.call(model, method, [[line.attempt_id]]);
        return this.action.doAction(action, { onClose: () => this.reload() });
    }

    openAttempt(line) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "digiflow.training.attempt",
            res_id: line.attempt_id,
            views: [[false, "form"]],
        });
    }
}

TrainingScoring.template = "digiflow_crm.TrainingScoring";
TrainingScoring.components = { ScoreSheet };
TrainingScoring.props = ["*"];

registry.category("actions").add("digiflow_crm.training_scoring", TrainingScoring);
