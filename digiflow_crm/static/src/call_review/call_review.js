/** @odoo-module **/

import { Component, onWillStart, onWillUpdateProps, useEffect, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { useDeskKeys } from "../call_desk/keyboard/keyboard";
import { Criterion } from "./criterion/criterion";
import { Player } from "./player/player";
import { Talk } from "./talk/talk";

const REVIEW = "digiflow.call.review";
const JUMP = 5; // seconds
const STEPS = [0, 25, 50, 75, 100]; // points of the keys 1 to 5

/**
 * A review of a call: the recording beside the scorecard, and what is said of it afterwards.
 *
 * On a field of the review's form. Everything is asked of the server here; the parts below only show
 * and tell. Each answer is kept at once; the server reckons the score.
 */
export class CallReview extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.root = useRef("root");
        this.state = useState({ sheet: false, current: 0, busy: false, showKeys: false });
        this.steps = STEPS;
        this.player = {};
        this.sending = Promise.resolve();
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((props) => props.record.resId !== this.id && this.load(props));
        useDeskKeys(
            this.root,
            (key) => this.getCommand(key),
            (field) => this.leave(field),
        );
        useEffect(
            (current) => this.reveal(current),
            () => [this.state.current],
        );
    }

    get sheet() {
        return this.state.sheet;
    }

    get current() {
        return this.sheet.lines[this.state.current];
    }

    get scoredCount() {
        return this.sheet.lines.filter((line) => line.scored).length;
    }

    /** Whether every criterion has its points, or does not apply: the score is the call's. */
    get isWhole() {
        return this.sheet.has_score && this.scoredCount === this.sheet.lines.length;
    }

    // -- the server
    async load(props) {
        this.id = props.record.resId;
        await this.read();
        const open = this.sheet.lines.findIndex((line) => !line.scored);
        this.state.current = Math.max(open, 0);
    }

    async read() {
        this.state.sheet = await this.orm.call(REVIEW, "get_sheet", [[this.id]]);
    }

    /** Keep what was entered: one request after the other, in the order of the keys. */
    keep(values) {
        this.sending = this.sending.then(() => this.send("write", [values]));
        return this.sending;
    }

    /** Ask the server for something, and read again what became of the review. */
    async send(method, args = []) {
        this.state.busy = true;
        try {
            return await this.orm.call(REVIEW, method, [[this.id], ...args]);
        } finally {
            await this.read();
            this.state.busy = false;
        }
    }

    // -- what is done
    rate(line, points) {
        this.say(line, { points }, { points, scored: true, not_applicable: false });
        this.goTo(line);
        this.move(1);
    }

    skip(line) {
        const off = !line.not_applicable;
        this.say(line, { not_applicable: off }, { not_applicable: off, scored: off });
        this.goTo(line);
    }

    comment(line, comment) {
        this.say(line, { comment }, { comment });
    }

    commentAll(comment) {
        return this.keep({ comment });
    }

    answer(text) {
        return this.send("answer_review", [text]);
    }

    close(note) {
        return this.send("close_review", [note]);
    }

    /** Show at once what the server will answer. */
    say(line, values, shown) {
        Object.assign(line, shown);
        return this.keep({ line_ids: [[1, line.id, values]] });
    }

    sign() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Sign the review"),
            body: this.sheet.sign_note,
            confirm: () => this.send("action_sign"),
            cancel: () => {},
        });
    }

    discard() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Discard the review"),
            body: _t("Everything entered in it is deleted."),
            confirm: () => this.leaveFor("unlink"),
            cancel: () => {},
        });
    }

    async leaveFor(method) {
        await this.orm.call(REVIEW, method, [[this.id]]);
        this.env.config.historyBack();
    }

    async open(method) {
        this.action.doAction(await this.orm.call(REVIEW, method, [[this.id]]));
    }

    // -- the keyboard
    getCommand(key) {
        const listening = {
            " ": () => this.player.toggle(),
            p: () => this.player.toggle(),
            ArrowLeft: () => this.player.jump(-JUMP),
            ArrowRight: () => this.player.jump(JUMP),
            ArrowDown: () => this.move(1),
            ArrowUp: () => this.move(-1),
            "?": () => (this.state.showKeys = !this.state.showKeys),
        };
        return listening[key.length > 1 ? key : key.toLowerCase()] || this.getScoring(key);
    }

    getScoring(key) {
        if (!this.sheet.can_score) {
            return undefined;
        }
        const step = STEPS[Number(key) - 1];
        if (key !== " " && step !== undefined) {
            return () => this.rate(this.current, step);
        }
        return {
            n: () => this.skip(this.current),
            c: () => this.row(this.state.current).querySelector("input[type=text]").focus(),
        }[key.toLowerCase()];
    }

    leave(field) {
        if (field) {
            field.blur();
        }
        this.state.showKeys = false;
    }

    move(by) {
        const last = this.sheet.lines.length - 1;
        this.state.current = Math.min(Math.max(this.state.current + by, 0), last);
    }

    goTo(line) {
        this.state.current = this.sheet.lines.findIndex((other) => other.id === line.id);
    }

    row(index) {
        return this.root.el.querySelectorAll(".o_digiflow_criterion")[index];
    }

    reveal(index) {
        const row = this.root.el && this.row(index);
        if (row && this.sheet.can_score) {
            row.scrollIntoView({ block: "nearest" });
        }
    }
}

CallReview.template = "digiflow_crm.CallReview";
CallReview.components = { Criterion, Player, Talk };
CallReview.props = ["*"];
CallReview.isEmpty = () => false;

// 19.0 describes a field widget by an object, 16.0 registers its class.
const isDescribed = session.server_version_info[0] >= 17;
registry
    .category("fields")
    .add(
        "digiflow_call_review",
        isDescribed ? { component: CallReview, isEmpty: () => false } : CallReview,
    );
