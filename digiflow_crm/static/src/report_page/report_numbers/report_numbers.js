/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";

export const UNKNOWN = "–";

// The server says "no number" by null in an answer of its own, by false in one for any program.
export const hasValue = (value) => value !== null && value !== undefined && value !== false;

const percents = (rate) => `${formatFloat(rate, { digits: [16, 1] })} %`;

/** Percents as people read them; in words where there is nothing to divide by. */
export const formatRate = (rate) => (hasValue(rate) ? percents(rate) : _t("no data"));

/** Percents in a table: a dash where there is nothing to divide by. */
export const formatCellRate = (rate) => (hasValue(rate) ? percents(rate) : UNKNOWN);

/** The average of some scores; a dash without any. */
export const formatAverage = (average) =>
    hasValue(average) ? formatFloat(average, { digits: [16, 2] }) : UNKNOWN;

/** A count as people read it; a dash where nobody counted. */
export const formatCount = (count) => (hasValue(count) ? formatInteger(count) : UNKNOWN);

/** ISO text of a day as Peru writes it. */
export const formatDay = (day) => (day || "").split("-").reverse().join("/");
