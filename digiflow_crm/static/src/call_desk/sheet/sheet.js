/** @odoo-module **/

import { markup } from "@odoo/owl";

/** The questions as fields: code -> {name: how it is asked, label, options}. */
export function prepareQuestions({ questions, selections }) {
    return Object.fromEntries(
        questions.map(({ code, name, label }) => [
            code,
            { name, label, options: selections[code] },
        ]),
    );
}

/** A sheet of the server's with its texts ready to be shown; the server made them safe. */
export function prepareSheet(sheet) {
    const { script } = sheet;
    const steps = script.steps.map((step) => ({ ...step, body: markup(step.body) }));
    const objections = script.objections.map((one) => ({
        ...one,
        text: one.answer.replace(/<[^>]*>/g, " "),
        answer: markup(one.answer),
    }));
    return { ...sheet, script: { ...script, steps, objections } };
}

export const usablePhones = (lead) => lead.phones.filter((phone) => !phone.wrong && !phone.blocked);

/** The number to call: the chosen one, else the first that may be called; false without one. */
export function numberToCall(lead, draft) {
    const usable = usablePhones(lead);
    const chosen = usable.find((phone) => phone.number === draft.number);
    return (chosen || usable[0] || { number: false }).number;
}

/** The answers that are not those of the server any more. */
export function changedAnswers(lead, draft) {
    const changed = Object.entries(draft.answers).filter(
        ([name, value]) => value !== lead.answers[name],
    );
    return Object.fromEntries(changed);
}

/** Take over what has changed on the server, unless it is being typed here. */
export function mergeAnswers(draft, before, after) {
    for (const name of Object.keys(after)) {
        if (draft.answers[name] === before[name]) {
            draft.answers[name] = after[name];
        }
    }
}

/** The form of the opportunity. */
export const leadAction = (lead) => ({
    type: "ir.actions.act_window",
    res_model: "crm.lead",
    res_id: lead.id,
    views: [[false, "form"]],
});
