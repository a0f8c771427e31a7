/** @odoo-module **/

import { registry } from "@web/core/registry";

export const STAGE_GATE_ERROR = "odoo.addons.digiflow_crm.exceptions.StageGateError";

/**
 * The lead and stage that a server error refused to bring together; null when it is another
 * error, or one that a form about one lead cannot cure (a mass change, a lead not saved yet).
 *
 * @param {Error} error
 * @returns {{lead_id: number, stage_id: number}|null}
 */
export function getRefusal(error) {
    const context = error && error.data && error.data.context;
    const isGate = error && error.exceptionName === STAGE_GATE_ERROR;
    return isGate && context && context.lead_id ? context : null;
}

/**
 * Open the form that asks for what the lead still needs.
 *
 * @param {Object} env
 * @param {{lead_id: number, stage_id: number}} refusal
 * @param {Function} onClose called when the form is closed, whether the lead moved or not
 */
export async function openGate(env, refusal, onClose) {
    const { orm, action } = env.services;
    const gate = await orm.call("crm.lead", "action_open_gate", [
        [refusal.lead_id],
        refusal.stage_id,
    ]);
    return action.doAction(gate, { onClose });
}

/**
 * Move a lead, or open the gate when it may not enter the stage yet.
 *
 * @param {Object} env
 * @param {number} leadId
 * @param {number} stageId
 * @param {Function} reload reads the screen again
 */
export async function moveLead(env, leadId, stageId, reload) {
    try {
        await env.services.orm.write("crm.lead", [leadId], { stage_id: stageId });
    } catch (error) {
        const refusal = getRefusal(error);
        if (!refusal) {
            throw error;
        }
        return openGate(env, refusal, reload);
    }
    return reload();
}

/**
 * A card dropped on a column it may not enter, or any other refused change of stage, opens the
 * gate instead of an error dialog; the screen is read again afterwards.
 */
export function stageGateHandler(env, error, originalError) {
    const refusal = getRefusal(originalError);
    if (!refusal) {
        return false;
    }
    error.unhandledRejectionEvent.preventDefault();
    openGate(env, refusal, () => env.services.action.doAction("soft_reload"));
    return true;
}

registry.category("error_handlers").add("digiflowStageGate", stageGateHandler, { sequence: 90 });
