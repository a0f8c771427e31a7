// What a person does on a page, for browser tests: wait, click, type, choose, drag.
// Everything waits for what it needs and fails saying what it waited for.
const SECONDS = 30;
const visible = (element) => element && element.getClientRects().length > 0;
const all = (selector, root = document) => [...root.querySelectorAll(selector)].filter(visible);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function until(what, find, seconds = SECONDS) {
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) {
        const found = find();
        if (found) {
            return found;
        }
        await pause(50);
    }
    throw new Error(`Waited in vain for ${what}. The page: ${document.body.innerText.slice(0, 900)}`);
}

const see = (selector) => until(selector, () => all(selector)[0]);
const gone = (selector) => until(`no ${selector}`, () => !all(selector).length);
const seeText = (text, selector = "body") =>
    until(`«${text}» in ${selector}`, () =>
        all(selector).find((element) => element.textContent.includes(text))
    );

// The screen was read again: what stood there is gone.
const replaced = (element) => until("a new screen", () => !element.isConnected);

async function click(selector) {
    (await see(selector)).click();
    await pause(50);
}

async function clickText(selector, text) {
    const named = () => all(selector).find((element) => element.textContent.trim().includes(text));
    (await until(`${selector} «${text}»`, named)).click();
    await pause(50);
}

// An input of a form's field; a date of 19.0 becomes one when it is clicked.
async function inputOf(name, root) {
    const field = await see(`${root} .o_field_widget[name="${name}"]`);
    const find = () => field.querySelector("input, textarea");
    if (!find() || !visible(find())) {
        (field.querySelector("button, .o_input") || field).click();
    }
    return until(`an input of ${name}`, () => visible(find()) && find());
}

async function type(name, text, root = ".o_form_view") {
    const input = await inputOf(name, root);
    input.focus();
    const kind = input.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(input, text);
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.blur();
    await pause(100);
}

// A selection field: a <select> on 16.0, a menu on 19.0.
async function choose(name, label, root = ".o_form_view") {
    const field = await see(`${root} .o_field_widget[name="${name}"]`);
    const select = field.querySelector("select");
    if (select) {
        const option = [...select.options].find((item) => item.text.trim() === label);
        select.value = option.value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
        field.querySelector(".o_select_menu_toggler, input").click();
        await clickText(".o_select_menu_item", label);
    }
    await pause(100);
}

// A selection field of the line that holds `text` in an editable list.
async function chooseInRow(text, name, label) {
    const line = await seeText(text, ".o_data_row");
    line.querySelector(`td[name="${name}"]`).click();
    await seeText(text, ".o_selected_row");
    await choose(name, label, ".o_selected_row");
}

// A many2one or many2many field: type, then take the suggestion. Without a click, which would open
// a first list: 16.0 empties that one while it looks for what is typed, and a choice there fails.
async function pick(name, text, root = ".o_form_view") {
    const input = await inputOf(name, root);
    input.focus();
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    // its own suggestions: those of another field may still be open
    await clickText(
        `${root} .o_field_widget[name="${name}"] .o-autocomplete--dropdown-item`,
        text
    );
    await pause(100);
}

async function upload(selector, filename, base64) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const input = await until(selector, () => document.querySelector(selector));
    const chosen = new DataTransfer();
    chosen.items.add(new File([bytes], filename));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

const findColumn = (title) =>
    all(".o_kanban_group").find((group) =>
        group.querySelector(".o_column_title").textContent.includes(title)
    );
const column = (title) => until(`column «${title}»`, () => findColumn(title));

// The card with this text, in the column of that title when one is given.
const card = (text, title) =>
    until(`card «${text}» ${title || ""}`, () => {
        const root = title ? findColumn(title) : document;
        const cards = root ? all(".o_kanban_record:not(.o_kanban_ghost)", root) : [];
        return cards.find((record) => record.textContent.includes(text));
    });

// A mouse event as 16.0 hears it (mouse...) and as 19.0 does (pointer...).
function point(element, kind, [x, y]) {
    const pressed = kind === "up" ? 0 : 1;
    const where = { clientX: x, clientY: y, button: 0, buttons: pressed, view: window };
    const bubbles = { bubbles: !kind.endsWith("enter"), cancelable: true };
    const pointer = { pointerId: 1, pointerType: "mouse", isPrimary: true };
    element.dispatchEvent(new PointerEvent(`pointer${kind}`, { ...where, ...bubbles, ...pointer }));
    element.dispatchEvent(new MouseEvent(`mouse${kind}`, { ...where, ...bubbles }));
}

const middle = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 20)];
};

// Drag a card to a column by the mouse.
async function drag(text, title) {
    const source = await card(text);
    const target = await column(title);
    const [start, end] = [middle(source), middle(target)];
    point(source, "down", start);
    for (let step = 1; step <= 10; step++) {
        const share = step / 10;
        point(source, "move", start.map((from, axis) => from + (end[axis] - from) * share));
        await pause(30);
    }
    point(target, "enter", end);
    point(target, "move", end);
    await pause(150);
    point(target, "up", end);
    await pause(100);
}
