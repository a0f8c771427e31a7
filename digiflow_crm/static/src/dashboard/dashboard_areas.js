/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";

/** The series of a section as columns of counts: one for each service, or whatever it tells of. */
const series = (data) => (data.series || []).map((one) => ({ head: one.name, part: one.key }));

/** The mark of a drawing stands for a row, and for the count that the drawing is of. */
const byRow = (part) => (data, _chart, index) => {
    const row = data.rows[index];
    return row && { key: row.key, part };
};

/**
 * The areas of the dashboard in their order, each with its blocks.
 *
 * A block shows a section of the server: `head` names what its rows are, `columns(data)` says what
 * stands in them (see DashboardTable), `charts` names the drawings of it, and `mark(data, chart,
 * index, series)` says which figure a mark of a drawing stands for: `{key, part}`.
 *
 * Made when the screen is, as words are known by then.
 */
export function getAreas() {
    return [
        { key: "sales", title: _t("Sales"), blocks: [funnel(), lost()] },
        { key: "clients", title: _t("Clients"), blocks: [clients()] },
        { key: "satisfaction", title: _t("Satisfaction"), blocks: [satisfaction()] },
        { key: "lists", title: _t("Prospect lists"), blocks: [lists()] },
        { key: "people", title: _t("People"), blocks: [executives(), telemarketers()] },
        { key: "improvements", title: _t("Improvement actions"), blocks: [improvements()] },
        { key: "training", title: _t("Training"), blocks: [training()] },
    ];
}

function funnel() {
    return {
        section: "funnel",
        title: _t("Funnel"),
        head: _t("Stage"),
        charts: ["funnel"],
        isWide: true,
        mark: byRow("entered"),
        columns: () => [
            { head: _t("Entered"), part: "entered" },
            { head: _t("Went on"), part: "went_on" },
            { head: _t("Conversion"), field: "conversion" },
            { head: _t("Days, median"), field: "days_median" },
            { head: _t("Days, average"), field: "days_average" },
            { head: _t("Now in the stage"), part: "now" },
            { head: _t("Amount"), field: "amount" },
        ],
    };
}

function lost() {
    return {
        section: "lost",
        title: _t("Lost, by reason"),
        head: _t("Reason"),
        charts: ["lost"],
        mark: byRow("lost"),
        columns: () => [
            { head: _t("Lost"), part: "lost" },
            { head: _t("Amount"), field: "amount" },
        ],
    };
}

function clients() {
    return {
        section: "clients",
        title: _t("Clients by service"),
        head: _t("Year"),
        charts: ["clients"],
        isWide: true,
        mark: (data, _chart, index, place) => {
            const row = data.rows[index];
            const service = (data.series || [])[place];
            return row && { key: row.key, part: service ? service.key : "total" };
        },
        columns: (data) => [
            ...series(data),
            { head: _t("Total"), part: "total" },
            { head: _t("Growth"), field: "growth" },
        ],
    };
}

function satisfaction() {
    return {
        section: "satisfaction",
        title: _t("Satisfaction"),
        head: _t("Score"),
        charts: ["satisfaction", "satisfaction_trend"],
        isWide: true,
        mark: byRow("answers"),
        columns: () => [
            { head: _t("Answers"), part: "answers" },
            { head: _t("Share"), field: "share" },
        ],
    };
}

function lists() {
    return {
        section: "lists",
        title: _t("Lists at work"),
        head: _t("List"),
        isWide: true,
        mark: byRow("total"),
        columns: () => [
            { head: _t("Companies"), part: "total" },
            { head: _t("Contacted"), part: "contacted" },
            { head: _t("Effective contacts"), part: "effective" },
            { head: _t("Booked"), part: "booked" },
            { head: _t("Held"), part: "held" },
            { head: _t("Proposals"), part: "proposals" },
            { head: _t("Won"), part: "won" },
            { head: _t("Lost"), part: "lost" },
        ],
    };
}

function executives() {
    return {
        section: "executives",
        title: _t("Sales executives"),
        head: _t("Sales executive"),
        isWide: true,
        mark: byRow("won"),
        columns: () => [
            { head: _t("Won"), part: "won" },
            { head: _t("Amount sold"), field: "amount" },
            { head: _t("Of the target"), field: "target" },
            { head: _t("Proposals sent"), part: "sent" },
            { head: _t("Presentations held"), part: "held" },
            { head: _t("Win rate"), field: "win_rate" },
        ],
    };
}

function telemarketers() {
    return {
        section: "telemarketers",
        title: _t("Telemarketers"),
        head: _t("Telemarketer"),
        isWide: true,
        mark: byRow("calls"),
        columns: () => [
            { head: _t("Calls"), part: "calls" },
            { head: _t("Effective calls"), part: "effective" },
            { head: _t("Effective contact rate"), field: "effective_rate" },
            { head: _t("Presentations booked"), part: "booked" },
            { head: _t("Presentations held"), part: "held" },
            { head: _t("Call quality"), field: "quality" },
        ],
    };
}

function improvements() {
    return {
        section: "improvements",
        title: _t("Improvement actions"),
        head: _t("Phase"),
        isWide: true,
        mark: byRow("open"),
        columns: () => [
            { head: _t("Overdue"), part: "overdue" },
            { head: _t("Open"), part: "open" },
        ],
    };
}

function training() {
    return {
        section: "training",
        title: _t("Training by question"),
        head: _t("Question"),
        charts: ["training"],
        isWide: true,
        mark: byRow("right"),
        columns: () => [
            { head: _t("Right"), part: "right" },
            { head: _t("Wrong"), part: "wrong" },
            { head: _t("Share right"), field: "rate" },
        ],
    };
}
