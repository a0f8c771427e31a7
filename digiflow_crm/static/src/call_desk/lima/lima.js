/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { sprintf } from "@web/core/utils/strings";

// Everybody's clock is Lima's, wherever the browser stands.
const { DateTime } = luxon;
const ZONE = "America/Lima";
const INPUT = "yyyy-MM-dd'T'HH:mm";
const OPENS = 10;
const AFTERNOON = 16;
const FRIDAY = 5;
const MINUTES = 5;

/** The moment that the server's naive UTC text stands for, in Lima. */
export const fromServer = (text) => DateTime.fromSQL(text, { zone: "utc" }).setZone(ZONE);

export const toServer = (moment) => moment.toUTC().toFormat("yyyy-MM-dd HH:mm:ss");

/** The moment in Lima of a number of milliseconds. */
export const fromMillis = (millis) => DateTime.fromMillis(millis, { zone: ZONE });

/** What stands in an input of date and time, as a moment in Lima; invalid when it is none. */
export const fromInput = (text) => DateTime.fromISO(text || "", { zone: ZONE });

export const toInput = (moment) => moment.toFormat(INPUT);

/** A moment as one says it: the hour alone today, else with the day. */
export function say(moment, now) {
    const hour = moment.toFormat("HH:mm");
    if (moment.hasSame(now, "day")) {
        return hour;
    }
    const year = moment.hasSame(now, "year") ? "" : " yyyy";
    return moment.toFormat(`ccc d LLL${year}, HH:mm`);
}

const at = (moment, hour) => moment.startOf("day").set({ hour });

/** The next day on which people work, at an hour. */
function nextWorkingDay(now, hour) {
    const days = now.weekday >= FRIDAY ? 8 - now.weekday : 1;
    return at(now.plus({ days }), hour);
}

/** A moment rounded up to whole five minutes. */
function round(moment) {
    const minute = Math.ceil((moment.minute + moment.second / 60) / MINUTES) * MINUTES;
    return moment.startOf("hour").plus({ minutes: minute });
}

/** Times at which one often agrees to call again, the soonest first: [{key, label, value}]. */
export function quickTimes(now) {
    const day = (moment) =>
        moment.diff(now.startOf("day"), "days").days < 2 ? _t("Tomorrow") : moment.toFormat("cccc");
    const later = at(now, AFTERNOON);
    const morning = nextWorkingDay(now, OPENS);
    const afternoon = nextWorkingDay(now, AFTERNOON);
    const week = at(now.plus({ days: 7 }), OPENS);
    const times = [
        ["hour", _t("In 1 hour"), round(now.plus({ hours: 1 }))],
        ["later", sprintf(_t("Today %s"), "16:00"), later],
        ["morning", `${day(morning)} 10:00`, morning],
        ["afternoon", `${day(afternoon)} 16:00`, afternoon],
        ["week", sprintf(_t("In a week, %s"), "10:00"), week],
    ];
    return times
        .filter(([key, , moment]) => key !== "later" || moment > now.plus({ hours: 1 }))
        .map(([key, label, moment]) => ({ key, label, value: toInput(moment) }));
}
