/** @odoo-module **/

import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

const PAGE = 5; // days side by side

/**
 * The free times of the next working days, for the people and the length that the booking form
 * says; a click on one books it, or moves the form's presentation there.
 */
export class MeetingSlots extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ days: [], page: 0, loading: true, booking: false, error: "" });
        this.texts = {
            label: _t("Free times"),
            zone: _t("Lima time"),
            before: _t("Earlier days"),
            after: _t("Later days"),
            loading: _t("Looking up free times…"),
            nobody: _t("Choose the sales executive to see the free times."),
            none: _t("No free time in these days. Look at later days, or choose somebody else."),
            full: _t("Nothing free"),
        };
        this.asked = 0;
        useEffect(
            () => {
                this.load();
            },
            () => [this.key],
        );
        onWillUnmount(() => this.asked++);
    }

    /** Id of a many2one of the form: a pair on 16.0, an object on 19.0. */
    getId(name) {
        const value = this.props.record.data[name];
        return (value && (value.id || value[0])) || false;
    }

    get executiveId() {
        return this.getId("executive_id");
    }

    /** What the server is asked for. */
    get question() {
        const { data } = this.props.record;
        return {
            executive_id: this.executiveId,
            presales_id: data.with_presales && this.getId("presales_id"),
            duration: data.duration,
            event_id: this.getId("event_id"),
        };
    }

    get key() {
        return JSON.stringify(this.question);
    }

    get days() {
        return this.state.days.slice(this.state.page * PAGE, (this.state.page + 1) * PAGE);
    }

    get isLastPage() {
        return (this.state.page + 1) * PAGE >= this.state.days.length;
    }

    get isAnyFree() {
        return this.days.some((day) => day.slots.length);
    }

    turn(pages) {
        this.state.page += pages;
    }

    /** Read the free times; an answer that comes after a newer question is passed over. */
    async load() {
        const asked = ++this.asked;
        const found = { days: [], loading: false, error: "" };
        if (this.executiveId) {
            this.state.loading = true;
            try {
                const lead = this.getId("lead_id");
                const answer = await this.orm.call("crm.lead", "meeting_slots", [
                    [lead],
                    this.question,
                ]);
                found.days = answer.days;
            } catch (error) {
                // a refusal stands where the times would be: the form is being filled in
                found.error = (error.data && error.data.message) || String(error.message);
            }
        }
        if (asked === this.asked) {
            Object.assign(this.state, found);
            this.state.page = Math.min(this.state.page, Math.max(0, this.pageCount - 1));
        }
    }

    get pageCount() {
        return Math.ceil(this.state.days.length / PAGE);
    }

    /** Save the form, book `start`, and go where the server says; a refusal is shown by Odoo. */
    async book(start) {
        const { record } = this.props;
        this.state.booking = true;
        try {
            if (await record.save({ stayInEdition: true })) {
                const next = await this.orm.call(record.resModel, "action_book", [
                    [record.resId],
                    start,
                ]);
                await this.action.doAction(next);
            }
        } catch (error) {
            await this.load();
            throw error;
        } finally {
            this.state.booking = false;
        }
    }
}

MeetingSlots.template = "digiflow_crm.MeetingSlots";
MeetingSlots.props = ["*"];
MeetingSlots.isEmpty = () => false;

// 19.0 describes a field widget by an object, 16.0 registers its class.
const isDescribed = session.server_version_info[0] >= 17;
registry
    .category("fields")
    .add(
        "digiflow_meeting_slots",
        isDescribed ? { component: MeetingSlots, isEmpty: () => false } : MeetingSlots,
    );
