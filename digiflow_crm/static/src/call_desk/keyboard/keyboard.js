/** @odoo-module **/

import { useExternalListener } from "@odoo/owl";

const FIELDS = "input, textarea, select, [contenteditable='true']";
const OWN_ENTER = "button, a, summary";

/**
 * Calls a command for each key that is pressed outside of a field.
 *
 * @param {Object} root reference to the desk; keys of dialogs and menus are not its own
 * @param {Function} getCommand from a key to a function, or nothing
 * @param {Function} onEscape what Esc does; with the field it was pressed in, if any
 */
export function useDeskKeys(root, getCommand, onEscape) {
    useExternalListener(window, "keydown", (ev) => {
        const { key, target } = ev;
        const own = target === document.body || (root.el && root.el.contains(target));
        if (!own || ev.defaultPrevented || ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        const field = target.closest(FIELDS);
        if (key === "Escape") {
            onEscape(field);
            return;
        }
        if (field || document.querySelector(".modal") || isPressed(key, target)) {
            return;
        }
        const command = getCommand(key);
        if (command) {
            ev.preventDefault();
            if (!ev.repeat) {
                command(); // a key that is held down counts once
            }
        }
    });
}

/** Whether the key belongs to the button or link that has the focus. */
const isPressed = (key, target) =>
    ["Enter", " "].includes(key) && Boolean(target.closest(OWN_ENTER));

/** Moves the focus within the desk: {press, focus, rest}; selectors are of its own parts. */
export function useFocus(root) {
    const find = (selector) => root.el && root.el.querySelector(selector);
    return {
        /** Follow a link, as a click does. */
        press(selector) {
            const link = find(selector);
            if (link) {
                link.click();
            }
        },
        focus: (selector) => find(selector).focus(),
        /** Leave the fields: keys are commands again, and the company is read out. */
        rest() {
            const title = find("#o_digiflow_company");
            if (title) {
                title.focus({ preventScroll: true });
            }
        },
    };
}
