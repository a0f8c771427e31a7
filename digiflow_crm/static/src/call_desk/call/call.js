/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { sprintf } from "@web/core/utils/strings";
import { fromInput, fromMillis, fromServer, say, toServer } from "../lima/lima";
import { changedAnswers, numberToCall } from "../sheet/sheet";

const MINUTE = 60000; // milliseconds
const LONGEST = 12 * 60; // minutes that a call may last

/**
 * A call as it is sent, again and again if need be.
 *
 * @param {number} now milliseconds, by the server's clock
 * @returns {{leadId, company, code, cleared, args}} `cleared`: answers to empty first, or false
 */
export function prepareCall(lead, draft, outcome, now) {
    const empty = Object.entries(changedAnswers(lead, draft)).filter(([, value]) => value === "");
    return {
        leadId: lead.id,
        company: lead.company,
        code: outcome.code,
        cleared: empty.length ? Object.fromEntries(empty) : false,
        args: [lead.id, prepareValues(lead, draft, outcome, now)],
    };
}

/** What `log_call` is told. */
function prepareValues(lead, draft, outcome, now) {
    const asks = (name) => outcome.asked.includes(name);
    const asked = Object.entries(draft.answers).filter(([name]) => asks(name));
    const values = {
        ...changedAnswers(lead, draft),
        ...Object.fromEntries(asked),
        outcome: outcome.code,
        reference: draft.reference,
        phone: numberToCall(lead, draft),
        note: draft.note.trim(),
        script_id: lead.script.id,
    };
    if (draft.started) {
        values.start = toServer(fromMillis(draft.started));
        values.duration = Math.min(LONGEST, (now - draft.started) / MINUTE);
    }
    if (asks("callback_at")) {
        values.callback_at = toServer(fromInput(draft.callbackAt));
    }
    if (asks("lost_reason_id")) {
        values.lost_reason_id = draft.lostReason;
    }
    return values;
}

/** What became of a call, in words. */
export function describeCall(company, outcome, { active, queue, due, stage }, now) {
    let then = sprintf(_t("now in «%s»"), stage);
    if (!active) {
        then = _t("the opportunity is lost");
    } else if (queue !== "out" && due) {
        then = sprintf(_t("to call again %s"), say(fromServer(due), fromMillis(now)));
    }
    return `${company}: ${outcome.name}, ${then}.`;
}
