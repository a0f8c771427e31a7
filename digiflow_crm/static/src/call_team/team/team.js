/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";

// In the order of the process of a call; it is also the order of sorting by it.
const ICONS = {
    calling: "fa-phone",
    desk: "fa-desktop",
    idle: "fa-pause-circle-o",
    away: "fa-circle-o",
};

export const stateIcon = (state) => ICONS[state];

/** What the choice of states says: [{key, label}]. */
export const stateChoices = () => [
    { key: "", label: _t("Everybody") },
    { key: "calling", label: _t("With a company") },
    { key: "desk", label: _t("At the desk") },
    { key: "idle", label: _t("Idle") },
    { key: "away", label: _t("Not started today") },
];

/** What the choice of orders says: [{key, label}]. */
export const orderChoices = () => [
    { key: "name", label: _t("Name") },
    { key: "state", label: _t("What they are doing") },
    { key: "calls", label: _t("Calls") },
    { key: "effective", label: _t("Effective contacts") },
    { key: "effective_rate", label: _t("Effective rate") },
    { key: "meetings", label: _t("Meetings") },
    { key: "callbacks_overdue", label: _t("Callbacks overdue") },
];

const plain = (text) =>
    text
        .normalize("NFD")
        .replace(/\p{Diacritic}/gu, "")
        .toLowerCase();

/** The members to show, in order: numbers from the highest, who has none last. */
export function arrange(members, { text, state, order }) {
    const states = Object.keys(ICONS);
    const rank = (member) =>
        order === "state" ? -states.indexOf(member.state) : Number(member[order]);
    const wanted = plain(text.trim());
    const shown = members.filter(
        (member) => (!state || member.state === state) && plain(member.name).includes(wanted),
    );
    const byName = (one, other) => one.name.localeCompare(other.name);
    return shown.sort((one, other) =>
        order === "name" ? byName(one, other) : rank(other) - rank(one) || byName(one, other),
    );
}
