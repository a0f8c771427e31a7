/** @odoo-module **/

import { onMounted, onWillUnmount, useExternalListener } from "@odoo/owl";

const MINUTE = 60000; // milliseconds
const BEATS = 3; // times that a company is kept before it would free itself

/**
 * Keeps the company on the desk as long as somebody is there, and gives it back when the page is
 * closed before the call has begun. Whatever does not arrive, the company frees itself.
 *
 * @param {Object} desk
 * @param {Function} desk.getHeld the company on the desk: {id, begun, minutes}; no id without one
 * @param {Function} desk.keep keeps it; with its id
 * @param {Function} desk.release gives it back while the page goes; with its id
 */
export function useHold({ getHeld, keep, release }) {
    let active = true; // whether somebody has been there since the last beat
    let beating;
    const beat = () => {
        const held = getHeld();
        if (held.id && (active || held.begun)) {
            active = false;
            keep(held.id);
        }
        beating = setTimeout(beat, (held.minutes * MINUTE) / BEATS);
    };
    onMounted(() => {
        beating = setTimeout(beat, MINUTE);
    });
    onWillUnmount(() => clearTimeout(beating));
    for (const kind of ["keydown", "pointerdown"]) {
        useExternalListener(window, kind, () => (active = true), { capture: true });
    }
    useExternalListener(window, "pagehide", () => {
        const held = getHeld();
        if (held.id && !held.begun) {
            release(held.id);
        }
    });
}
