/** @odoo-module **/

/** What the keys of the desk do: a function for a key, or nothing. */
export function getCommand(desk, key) {
    const { lead, result } = desk.state;
    const outcome = desk.desk.outcomes.find(({ shortcut }) => shortcut === key);
    if (lead && outcome && !result) {
        return () => desk.choose(outcome); // the key that the manager gave it comes first
    }
    const commands = {
        "?": () => (desk.state.showKeys = !desk.state.showKeys),
        p: () => desk.toggleWorking(),
        ...(lead ? getLeadCommands(desk) : { enter: () => desk.next() }),
        ...(result ? { enter: () => desk.goOn() } : {}),
    };
    return commands[key.toLowerCase()];
}

function getLeadCommands(desk) {
    const { step } = desk.state;
    const back = () => desk.goToStep(step - 1);
    const forth = () => desk.goToStep(step + 1);
    return {
        arrowdown: forth,
        pagedown: forth,
        arrowup: back,
        pageup: back,
        n: () => desk.nextNumber(),
        t: () => desk.focus.press(`.o_digiflow_phones a[data-number="${desk.number}"]`),
        "/": () => desk.focus.focus(".o_digiflow_objection_search"),
        w: () => desk.focus.focus(".o_digiflow_note"),
        s: () => desk.follow("action_send_info_pack"),
        m: () => desk.follow("action_book_meeting"),
    };
}
