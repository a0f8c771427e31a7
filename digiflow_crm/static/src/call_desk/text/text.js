/** @odoo-module **/

/** A text without capitals and accents, to be searched. */
export const plain = (text) => (text || "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether every word that is looked for stands in the text. */
export function holds(text, search) {
    const found = plain(text);
    return plain(search)
        .split(/\s+/)
        .every((word) => found.includes(word));
}
