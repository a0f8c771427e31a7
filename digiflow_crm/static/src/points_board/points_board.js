/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { sprintf } from "@web/core/utils/strings";
import { ReportFigure } from "../report_page/report_figure/report_figure";
import { formatCount } from "../report_page/report_numbers/report_numbers";

/** Own points, badges and challenges, and who leads this month. */
export class PointsBoard extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ board: false });
        onWillStart(async () => {
            this.state.board = await this.orm.call("digiflow.points", "get_board", []);
        });
    }

    get board() {
        return this.state.board;
    }

    get figures() {
        const { points, total, place, to_next } = this.board;
        let detail = _t("Your first points are near: call, book, learn");
        if (place === 1) {
            detail = _t("Nobody has more this month");
        } else if (place) {
            detail = sprintf(_t("%s points to the next place"), to_next);
        }
        return [
            {
                name: "points",
                label: _t("Points this month"),
                value: formatCount(points),
                detail: sprintf(_t("%s in all"), formatCount(total)),
                onOpen: points ? () => this.open() : undefined,
            },
            { name: "place", label: _t("Your place"), value: place ? String(place) : "–", detail },
            ...this.board.kinds.map((kind) => ({
                name: kind.kind,
                label: kind.name,
                value: formatCount(kind.count),
                detail: sprintf(_t("%s points"), formatCount(kind.points)),
                onOpen: kind.count ? () => this.open(kind.kind) : undefined,
            })),
        ];
    }

    /** How much of a goal is done, in percent, for its bar. */
    share(goal) {
        return goal.target ? Math.min(100, Math.round((100 * goal.current) / goal.target)) : 0;
    }

    progress(goal) {
        return sprintf(_t("%s of %s"), formatCount(goal.current), formatCount(goal.target));
    }

    times(badge) {
        return sprintf(_t("%s times"), badge.count);
    }

    pointsOf(leader) {
        return sprintf(_t("%s points"), formatCount(leader.points));
    }

    async open(kind = false) {
        this.action.doAction(await this.orm.call("digiflow.points", "open_own", [kind]));
    }
}

PointsBoard.template = "digiflow_crm.PointsBoard";
PointsBoard.components = { ReportFigure };
PointsBoard.props = ["*"];

registry.category("actions").add("digiflow_crm.points_board", PointsBoard);
