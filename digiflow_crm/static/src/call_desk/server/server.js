/** @odoo-module **/

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const DESK = "digiflow.call.desk";

/**
 * The root's way to the server.
 *
 * @param {Object} state of the desk; `busy` and `problem` follow what is asked
 */
export function useDeskServer(state) {
    const orm = useService("orm");
    return {
        open: () => orm.call(DESK, "open_desk", []),
        act: (method, leadId) => orm.call("crm.lead", method, [[leadId]]),
        /** Ask without a sign of it; what is to come instead of an error is `otherwise`. */
        askQuietly: (method, args, otherwise) =>
            orm.silent.call(DESK, method, args).catch(() => otherwise),
        /**
         * Ask, and tell what went wrong if anything did.
         *
         * @returns {Promise<{answer, lost: boolean}|false>} `lost` when the server could not be
         *     reached; false when it refused
         */
        async ask(method, args) {
            Object.assign(state, { busy: true, problem: "" });
            try {
                return { answer: await orm.silent.call(DESK, method, args), lost: false };
            } catch (error) {
                const refusal = error.data && error.data.message;
                state.problem = refusal || _t("The server cannot be reached. Nothing is lost.");
                return refusal ? false : { lost: true };
            } finally {
                state.busy = false;
            }
        },
        releaseLast: (leadId) => sendLast("release", [leadId]),
    };
}

/** A request that goes on when the page is gone; nobody is left to hear its answer. */
function sendLast(method, args) {
    const params = { model: DESK, method, args, kwargs: {} };
    const sent = browser.fetch(`/web/dataset/call_kw/${DESK}/${method}`, {
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
    });
    sent.catch(() => {}); // the company frees itself after a while
}
