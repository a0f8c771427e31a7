/** @odoo-module **/

import { browser } from "@web/core/browser/browser";

// What was typed during a call survives a reload, a crash of the page and a lost connection.
const DRAFT = "digiflow_call_desk_draft";
const UNSENT = "digiflow_call_desk_unsent";

/** What is noted about a company while it is called. */
export function newDraft(lead) {
    return {
        leadId: lead.id,
        reference: newReference(),
        started: false, // milliseconds, by the server's clock
        number: false, // the number that was chosen or dialled
        note: "",
        answers: { ...lead.answers },
        asking: false, // the outcome whose questions are open
        callbackAt: "",
        lostReason: false,
    };
}

/** An id for one call: sent again with it, a call is logged once. */
function newReference() {
    if (browser.crypto && browser.crypto.randomUUID) {
        return browser.crypto.randomUUID();
    }
    // Pages without https have no randomUUID.
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read(key) {
    try {
        return JSON.parse(browser.sessionStorage.getItem(key)) || false;
    } catch {
        return false; // somebody else's, or cut off
    }
}

function write(key, value) {
    try {
        if (value) {
            browser.sessionStorage.setItem(key, JSON.stringify(value));
        } else {
            browser.sessionStorage.removeItem(key);
        }
    } catch {
        // A full or forbidden storage takes away the safety net only, not the call.
    }
}

export const keptDraft = () => read(DRAFT);
export const keepDraft = (draft) => write(DRAFT, draft);
export const keptUnsent = () => read(UNSENT);
export const keepUnsent = (call) => write(UNSENT, call);
