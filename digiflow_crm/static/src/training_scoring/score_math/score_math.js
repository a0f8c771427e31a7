/** @odoo-module **/

/** Points as a number from 0 to 100; null for an empty text, undefined for anything else. */
export function parsePoints(text) {
    const clean = String(text).trim().replace(",", ".");
    if (!clean) {
        return null;
    }
    const points = Number(clean);
    return Number.isFinite(points) && points >= 0 && points <= 100 ? points : undefined;
}

/** The score of some marks so far, as the server works it out; null while points are missing. */
export function weighScore(criteria, marks) {
    if (criteria.some((criterion) => !marks[criterion.id])) {
        return null;
    }
    const total = criteria.reduce((sum, criterion) => sum + criterion.weight, 0);
    const points = (criterion) => criterion.weight * marks[criterion.id].points;
    const sum = criteria.reduce((so_far, criterion) => so_far + points(criterion), 0);
    return Math.round((sum / total) * 100 + 1e-7) / 100;
}

/** Whether somebody has other points than the group. */
export const isAdjusted = (marks) =>
    Object.values(marks).some(
        (mark) => mark.group_points !== false && mark.points !== mark.group_points,
    );

/** The marks of a group: those that its members got as a group. */
export function groupMarks(people) {
    const marks = {};
    for (const person of people) {
        for (const [id, mark] of Object.entries(person.marks)) {
            if (mark.group_points !== false && !marks[id]) {
                marks[id] = { points: mark.group_points, group_points: false };
            }
        }
    }
    return marks;
}
