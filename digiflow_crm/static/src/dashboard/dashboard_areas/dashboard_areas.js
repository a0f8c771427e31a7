/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { sprintf } from "@web/core/utils/strings";
import { formatCount, hasValue, UNKNOWN } from "../../report_page/report_numbers/report_numbers";

/** A column of counts: each opens as many records. */
const count = (head, part) => ({
    head,
    read: ({ counts }) => ({ text: formatCount(counts[part]), part: counts[part] ? part : "" }),
});

/** A column of what is no count of records, in the words of the server. */
const text = (head, field, isWarning = () => false) => ({
    head,
    read: (row) => {
        const said = row[`${field}_text`] || row[field];
        return { text: hasValue(said) && said !== "" ? said : UNKNOWN, isWarning: isWarning(row) };
    },
});

/** A column of warnings: the words bring their sign. */
const sign = (head, field) => ({
    head,
    read: (row) => ({ text: row[field] || UNKNOWN, isSaid: Boolean(row[field]) }),
});

/** A column of words, which may be long. */
const words = (head, field) => ({ ...text(head, field), isWords: true });

/** The mark of a drawing stands for the row in its place, and for the count it is drawn of. */
const marking = (part) => () => part;

/**
 * The areas of the dashboard in their order, each with its blocks.
 *
 * A block shows a section of the server: `rows(data)` and `total(data)` are what stands in its
 * table, `head` says what they are, `columns(data)` what is told of them: `{head, isWords,
 * read(row)}`, where `read` gives `{text, part (of the row's counts, that the text opens), isWarning
 * (it gets a sign), isSaid (a warning that brings its sign)}`. `chart` names its drawing: a mark of
 * it stands for the row in its place, and `mark(row, series)` says for which part. Of a block with `namePart` a row is opened by its name. `lead(data)` is said first.
 * A block that is `extra` is not there without rows; of any other the section says what to do.
 *
 * Made when the screen is, as words are known by then.
 */
export function getAreas() {
    return [
        { key: "sales", title: _t("Sales"), blocks: [funnel(), lost()] },
        { key: "clients", title: _t("Clients"), blocks: [clients()] },
        { key: "satisfaction", title: _t("Satisfaction"), blocks: [scores(), campaigns()] },
        { key: "lists", title: _t("Prospect lists"), blocks: [lists()] },
        { key: "people", title: _t("Team"), blocks: [executives(), telemarketers()] },
        { key: "improvements", title: _t("Improvement actions"), blocks: [actions(), phases()] },
        { key: "training", title: _t("Training"), blocks: [training()] },
    ];
}

const ofSection = { rows: (data) => data.rows, total: (data) => data.total };

function funnel() {
    return {
        ...ofSection,
        key: "funnel",
        section: "funnel",
        title: _t("Funnel"),
        head: _t("Stage"),
        chart: "funnel",
        isWide: true,
        // A bar is of those who entered, what is between two bars of those who went on.
        mark: (_row, series) => (series ? "went_on" : "entered"),
        columns: (data) => [
            count(_t("Came in"), "entered"),
            count(_t("Went on"), "went_on"),
            text(_t("Conversion"), "conversion"),
            count(_t("Left the stage"), "ended"),
            text(_t("Median stay"), "days_median"),
            text(_t("Average stay"), "days_average"),
            count(data.is_over ? _t("There at the end") : _t("There now"), "now"),
            text(_t("Amount"), "amount"),
        ],
    };
}

function lost() {
    return {
        ...ofSection,
        key: "lost",
        section: "lost",
        title: _t("Lost, by reason"),
        head: _t("Reason"),
        chart: "lost",
        isWide: true,
        mark: marking("lost"),
        columns: () => [
            count(_t("Lost"), "lost"),
            text(_t("Share"), "share"),
            count(_t("With a proposal"), "offered"),
            text(_t("Amount"), "amount"),
        ],
    };
}

function clients() {
    const cell = (service, place) => ({
        head: service.code,
        read: (row) => row.cells[place],
    });
    return {
        ...ofSection,
        key: "clients",
        section: "clients",
        title: _t("Clients by service"),
        head: _t("Period"),
        chart: "clients",
        isWide: true,
        mark: (row, series) => (row.cells[series] || row).part,
        columns: (data) => [
            ...data.services.map(cell),
            { head: _t("Total"), read: (row) => row },
            text(_t("Growth"), "growth"),
        ],
    };
}

function scores() {
    return {
        ...ofSection,
        key: "scores",
        section: "satisfaction",
        title: _t("Answers by score"),
        head: _t("Score"),
        chart: "satisfaction",
        mark: marking("answers"),
        lead: (data) => data.figure && `${data.figure.official_text}. ${data.figure.verdict_text}`,
        columns: () => [count(_t("Answers"), "answers"), text(_t("Share"), "share")],
    };
}

function campaigns() {
    return {
        rows: (data) => data.trend,
        total: () => false,
        key: "campaigns",
        section: "satisfaction",
        title: _t("Satisfaction over time"),
        head: _t("Quarter"),
        chart: "satisfaction_trend",
        extra: true,
        mark: marking("answers"),
        columns: () => [
            count(_t("Asked"), "asked"),
            count(_t("Answers"), "answers"),
            count(_t("Satisfied (4-5)"), "satisfied"),
            text(_t("Satisfaction"), "text", (row) => row.official < row.target),
        ],
    };
}

function lists() {
    return {
        ...ofSection,
        key: "lists",
        section: "lists",
        title: _t("Lists at work"),
        head: _t("List"),
        isWide: true,
        columns: () => [
            count(_t("Companies"), "total"),
            count(_t("Contacted"), "contacted"),
            text(_t("Progress"), "progress"),
            count(_t("Effective contacts"), "effective"),
            count(_t("Meetings booked"), "meetings_booked"),
            count(_t("Meetings held"), "meetings_held"),
            count(_t("Proposals"), "proposals"),
            count(_t("Won"), "won"),
            count(_t("Lost"), "lost"),
        ],
    };
}

function executives() {
    return {
        ...ofSection,
        key: "executives",
        section: "executives",
        title: _t("Sales executives"),
        head: _t("Sales executive"),
        isWide: true,
        columns: () => [
            text(_t("Amount sold"), "amount"),
            text(_t("Target"), "target_amount"),
            text(_t("Of the target"), "target", (row) => row.is_under_target),
            count(_t("Proposals confirmed"), "sold"),
            count(_t("Proposals sent"), "sent"),
            count(_t("Presentations held"), "held"),
            count(_t("Won"), "won"),
            count(_t("Lost"), "lost"),
            text(_t("Win rate"), "win_rate"),
        ],
    };
}

function telemarketers() {
    return {
        ...ofSection,
        key: "telemarketers",
        section: "telemarketers",
        title: _t("Telemarketers"),
        head: _t("Telemarketer"),
        isWide: true,
        columns: () => [
            count(_t("Calls"), "calls"),
            count(_t("Effective contacts"), "effective"),
            text(_t("Effective contact rate"), "effective_rate"),
            count(_t("Presentations booked"), "booked"),
            count(_t("Presentations held"), "held"),
            count(_t("Calls reviewed"), "reviews"),
            text(_t("Call quality"), "quality"),
        ],
    };
}

function actions() {
    return {
        rows: (data) => data.actions,
        total: () => false,
        key: "actions",
        section: "improvements",
        title: _t("Overdue first"),
        head: _t("Action"),
        extra: true,
        namePart: "action",
        columns: () => [
            words(_t("Indicator"), "indicator"),
            words(_t("Phase"), "phase_name"),
            words(_t("Responsible"), "responsible"),
            text(_t("Deadline"), "deadline"),
            sign(_t("Late"), "sign"),
        ],
    };
}

function phases() {
    return {
        ...ofSection,
        key: "phases",
        section: "improvements",
        title: _t("Open actions by phase"),
        head: _t("Phase"),
        columns: () => [count(_t("Overdue"), "overdue"), count(_t("Open"), "open")],
    };
}

function training() {
    return {
        ...ofSection,
        key: "training",
        section: "training",
        title: _t("Answers by question"),
        head: _t("Question"),
        chart: "training",
        isWide: true,
        mark: marking("right"),
        lead: (data) => sprintf(_t("Under %s a question asks for reinforcement."), data.mark_text),
        columns: () => [
            words(_t("Module"), "module"),
            count(_t("Right"), "right"),
            count(_t("Wrong"), "wrong"),
            text(_t("Share right"), "percent", (row) => row.is_under),
        ],
    };
}
