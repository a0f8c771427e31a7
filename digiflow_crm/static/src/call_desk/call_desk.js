/** @odoo-module **/

import { Component, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Answer } from "./answer/answer";
import { describeCall, prepareCall } from "./call/call";
import { getCommand } from "./commands/commands";
import { Company } from "./company/company";
import { DayBar } from "./day_bar/day_bar";
import { keepDraft, keepUnsent, keptDraft, keptUnsent, newDraft } from "./draft/draft";
import { FollowUp } from "./follow_up/follow_up";
import { History } from "./history/history";
import { useDeskKeys, useFocus } from "./keyboard/keyboard";
import { useHold } from "./hold/hold";
import { Keys } from "./keys/keys";
import { fromMillis, fromServer, quickTimes } from "./lima/lima";
import { Objections } from "./objections/objections";
import { OutcomeForm } from "./outcome_form/outcome_form";
import { Outcomes } from "./outcomes/outcomes";
import { People } from "./people/people";
import { Phones } from "./phones/phones";
import { Script } from "./script/script";
import { useDeskServer } from "./server/server";
import {
    changedAnswers,
    leadAction,
    mergeAnswers,
    numberToCall,
    prepareQuestions,
    prepareSheet,
    usablePhones,
} from "./sheet/sheet";
import { Timer } from "./timer/timer";
import { Waiting } from "./waiting/waiting";

const EFFECTIVE = "effective";
// A second press of the same key must not fall on the company that comes next.
const GRACE = 700; // milliseconds
const LONGEST_WAIT = 24 * 3600 * 1000; // milliseconds

/**
 * The telemarketer's desk: a company at a time with everything needed to call it, by keyboard.
 *
 * Everything that is asked of the server is asked here; the parts below only show and tell.
 */
export class CallDesk extends Component {
    setup() {
        this.action = useService("action");
        this.root = useRef("root");
        this.offset = 0; // from this machine's clock to the server's, in milliseconds
        this.clock = () => Date.now() + this.offset;
        this.state = useState({
            lead: false,
            draft: false,
            day: false,
            nextAt: false,
            unsent: keptUnsent(),
            step: 0,
            busy: false,
            working: false, // whether the next call comes by itself
            asked: false, // whether the next call has been asked for, in vain
            result: false, // of an effective contact that is still on the screen
            showKeys: false,
            message: "",
            problem: "",
        });
        this.server = useDeskServer(this.state);
        onWillStart(() => this.open());
        onWillUnmount(() => clearTimeout(this.waiting));
        this.listen();
    }

    listen() {
        useHold({
            getHeld: () => this.getHeld(),
            keep: (leadId) => this.keep(leadId),
            release: (leadId) => {
                keepDraft(this.state.draft);
                this.server.releaseLast(leadId);
            },
        });
        this.focus = useFocus(this.root);
        useDeskKeys(
            this.root,
            (key) => getCommand(this, key),
            (field) => this.escape(field),
        );
        useEffect(
            () => this.focus.rest(),
            () => [this.state.lead && this.state.lead.id],
        );
    }

    // -- what is shown
    get now() {
        return fromMillis(this.clock());
    }

    get number() {
        return numberToCall(this.state.lead, this.state.draft);
    }

    get phone() {
        return this.state.lead.phones.find((phone) => phone.number === this.number);
    }

    get asking() {
        const { draft } = this.state;
        return draft && this.desk.outcomes.find(({ code }) => code === draft.asking);
    }

    // -- the server
    async open() {
        this.desk = await this.server.open();
        this.questions = prepareQuestions(this.desk);
        const kept = keptDraft();
        let { lead } = this.desk;
        if (!lead && kept) {
            // Given back when the page was left, as on a reload: most likely it still is free.
            ({ lead } = await this.server.askQuietly("take", [kept.leadId], {}));
        }
        Object.assign(this.state, { day: this.desk.day, working: Boolean(lead) });
        this.show(lead);
    }

    /** Have the next company put on the desk. */
    async next() {
        if (this.state.busy || this.state.unsent) {
            return;
        }
        clearTimeout(this.waiting);
        this.state.working = true;
        const found = await this.server.ask("next_call", []);
        if (found && !found.lost) {
            const { lead, next_at: nextAt, day } = found.answer;
            Object.assign(this.state, { nextAt, asked: !lead, day: day || this.state.day });
            this.show(lead);
            this.waitUntil(nextAt);
        }
    }

    /** Ask again when the next company falls due. */
    waitUntil(nextAt) {
        const wait = nextAt && fromServer(nextAt).toMillis() - this.clock();
        if (nextAt && wait < LONGEST_WAIT) {
            const look = () => this.state.working && !this.state.lead && this.next();
            this.waiting = setTimeout(look, Math.max(0, wait) + 1000);
        }
    }

    /** Send a call; what cannot be sent is kept, and sent on demand with the same reference. */
    async send(call) {
        keepUnsent(call);
        let sent = { lost: false };
        if (call.cleared) {
            sent = await this.server.ask("save_lead", [call.leadId, call.cleared]);
        }
        if (sent && !sent.lost) {
            sent = await this.server.ask("log_call", call.args);
        }
        this.state.unsent = sent && sent.lost ? call : false;
        keepUnsent(this.state.unsent);
        if (sent && !sent.lost) {
            await this.afterCall(call, sent.answer);
        }
    }

    async afterCall(call, result) {
        const { lead, working } = this.state;
        const outcome = this.desk.outcomes.find(({ code }) => code === call.code);
        this.state.message = describeCall(call.company, outcome, result, this.clock());
        this.state.day = result.day || this.state.day;
        if (lead && lead.id !== call.leadId) {
            return; // it was left over from before
        }
        keepDraft(false);
        if (lead && call.code === EFFECTIVE) {
            await this.refresh(); // before the keys are those of what follows
            this.state.draft.asking = false;
            this.state.result = result;
        } else if (working) {
            await this.next();
        } else {
            this.show(false);
        }
    }

    /** Read the company again: a dialog may have changed it. */
    async refresh() {
        return (
            this.state.lead && this.saved(await this.server.ask("read_sheet", [this.state.lead.id]))
        );
    }

    async saveLead(values) {
        return this.saved(await this.server.ask("save_lead", [this.state.lead.id, values]));
    }

    async savePerson(values) {
        return this.saved(await this.server.ask("save_contact", [this.state.lead.id, values]));
    }

    /** Keep the answers without a call. */
    async saveAnswers() {
        const changed = changedAnswers(this.state.lead, this.state.draft);
        return !Object.keys(changed).length || this.saveLead(changed);
    }

    /** Show the sheet that the server answered with; return whether it did. */
    saved(done) {
        const sheet = done && !done.lost && done.answer;
        if (sheet) {
            this.update(sheet);
        }
        return Boolean(sheet);
    }

    /** Open the dialog of a method of the opportunity, with what was noted so far. */
    async follow(method) {
        if (this.state.busy || !(await this.saveAnswers())) {
            return;
        }
        try {
            const action = await this.server.act(method, this.state.lead.id);
            await this.action.doAction(action, { onClose: () => this.refresh() });
        } catch (error) {
            if (!error.data) {
                throw error;
            }
            this.state.problem = error.data.message;
        }
    }

    /** Put the company back without having called it. */
    async putBack() {
        if (!(await this.saveAnswers())) {
            return;
        }
        const released = await this.server.ask("release", [this.state.lead.id]);
        if (released && !released.lost) {
            keepDraft(false);
            Object.assign(this.state, { message: _t("Put back into the queue."), working: false });
            this.show(false);
        }
    }

    /** The company that is kept for this desk. */
    getHeld() {
        const { lead, draft, result, unsent } = this.state;
        const { minutes } = this.desk;
        const begun = Boolean(unsent || (draft && (draft.started || draft.note)));
        return { minutes, ...(lead && !result ? { id: lead.id, begun } : {}) };
    }

    /** Keep the company; a request that does not arrive is made again soon. */
    async keep(leadId) {
        const kept = await this.server.askQuietly("keep", [leadId], true);
        if (!kept && this.state.lead && this.state.lead.id === leadId) {
            this.state.problem = _t("Somebody else has this company on the desk by now.");
        }
    }

    openLead() {
        return this.action.doAction(leadAction(this.state.lead));
    }

    // -- the company on the desk
    /** Put a company on the screen, or none. */
    show(sheet) {
        const kept = keptDraft();
        const same = sheet && kept && kept.leadId === sheet.id;
        const draft = sheet && (same ? kept : newDraft(sheet));
        Object.assign(this.state, { lead: false, draft: draft || false, step: 0, result: false });
        this.since = browser.performance.now();
        if (sheet) {
            this.update(sheet);
        }
    }

    update(sheet) {
        this.offset = fromServer(sheet.now).toMillis() - Date.now();
        const { lead, draft } = this.state;
        if (lead) {
            mergeAnswers(draft, lead.answers, sheet.answers);
        }
        this.state.lead = prepareSheet(sheet);
    }

    edit(values) {
        Object.assign(this.state.draft, values);
        keepDraft(this.state.draft);
    }

    answer(code, value) {
        this.state.draft.answers[code] = value;
        keepDraft(this.state.draft);
    }

    startClock() {
        this.edit({ started: this.state.draft.started || this.clock() });
    }

    dial(phone) {
        this.edit({ number: phone.number });
        this.startClock();
    }

    nextNumber() {
        const numbers = usablePhones(this.state.lead).map((phone) => phone.number);
        const following = numbers.indexOf(this.number) + 1;
        this.edit({ number: numbers[following % numbers.length] || false });
    }

    goToStep(step) {
        const { steps } = this.state.lead.script;
        this.state.step = Math.max(0, Math.min(step, steps.length - 1));
    }

    // -- what came of the call
    choose(outcome) {
        const { busy, result, unsent, draft } = this.state;
        if (busy || result || unsent || browser.performance.now() - this.since < GRACE) {
            return;
        }
        if (!outcome.asked.length && !outcome.confirm) {
            this.save(outcome);
            return;
        }
        this.edit({
            asking: outcome.code,
            callbackAt: draft.callbackAt || quickTimes(this.now)[0].value,
            lostReason: outcome.lost_reason_id || this.desk.lost_reasons[0][0],
        });
    }

    save(outcome) {
        const { busy, lead, draft, unsent } = this.state;
        if (busy || unsent) {
            return;
        }
        this.send(prepareCall(lead, draft, outcome, this.clock()));
    }

    cancel() {
        this.edit({ asking: false });
        this.focus.rest();
    }

    /** Go on after an effective contact, or stop there when a break was asked for. */
    async goOn() {
        if (!this.state.busy && (await this.saveAnswers())) {
            await (this.state.working ? this.next() : this.show(false));
        }
    }

    toggleWorking() {
        this.state.working = !this.state.working;
        if (this.state.working && !this.state.lead) {
            this.next();
        }
    }

    // -- the focus
    /** Leave what is open: a form, the list of keys, a field. */
    escape(field) {
        if (this.asking) {
            this.cancel();
        } else if (this.state.showKeys) {
            this.state.showKeys = false;
        } else if (field) {
            this.focus.rest();
        }
    }
}

CallDesk.template = "digiflow_crm.CallDesk";
CallDesk.components = {
    Answer,
    Company,
    DayBar,
    FollowUp,
    History,
    Keys,
    Objections,
    OutcomeForm,
    Outcomes,
    People,
    Phones,
    Script,
    Timer,
    Waiting,
};
CallDesk.props = ["*"];

registry.category("actions").add("digiflow_crm.call_desk", CallDesk);
