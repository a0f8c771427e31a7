/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { sprintf } from "@web/core/utils/strings";
import {
    UNKNOWN,
    formatCellRate,
    formatDay,
} from "../../report_page/report_numbers/report_numbers";

// A sign, an arrow and a word for those who see neither: never colour alone.
const DIRECTIONS = {
    up: { icon: "fa-arrow-up", sign: "+", word: () => _t("more") },
    down: { icon: "fa-arrow-down", sign: "", word: () => _t("fewer") },
    same: { icon: "fa-arrows-h", sign: "", word: () => _t("the same") },
};

/** What a growth in % says: {direction, icon, text, word}, false where nobody knows. */
export function readGrowth(growth) {
    if (growth === false) {
        return false;
    }
    const direction = growth > 0 ? "up" : growth < 0 ? "down" : "same";
    const { icon, sign, word } = DIRECTIONS[direction];
    return { direction, icon, text: sign + formatCellRate(growth), word: word() };
}

/** Where the figures of a row come from, in words. */
export function originOf(row) {
    const origins = new Set(row.cells.map((cell) => cell.origin).filter(Boolean));
    if (origins.size > 1) {
        return _t("Both");
    }
    const words = { historical: _t("Historical"), computed: _t("Computed") };
    return words[[...origins][0]] || UNKNOWN;
}

/** What a period that runs says about its figures. */
export const asOf = (row) =>
    row.is_running && row.counted_on ? sprintf(_t("as of %s"), formatDay(row.counted_on)) : "";
