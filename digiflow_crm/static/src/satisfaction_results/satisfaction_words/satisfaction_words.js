/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";

const hasValue = (value) => value !== null && value !== undefined && value !== false;

/** Percents as people read them; without anything to divide by there are none. */
export const formatRate = (rate) =>
    hasValue(rate) ? `${formatFloat(rate, { digits: [16, 1] })} %` : _t("no data");

/** The average of some scores; a dash without any. */
export const formatAverage = (average) =>
    hasValue(average) ? formatFloat(average, { digits: [16, 2] }) : "–";

/** ISO text of a day as Peru writes it. */
export const formatDay = (day) => (day || "").split("-").reverse().join("/");
