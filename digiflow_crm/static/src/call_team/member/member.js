/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { sprintf } from "@web/core/utils/strings";
import { Goal } from "../goal/goal";
import { formatCellRate } from "../../report_page/report_numbers/report_numbers";
import { stateIcon } from "../team/team";

/** One telemarketer: what they are doing now, and how far their day has come. */
export class Member extends Component {
    get state() {
        const { state, since, lead } = this.props.member;
        const texts = {
            calling: sprintf(_t("With %s since %s"), lead, since),
            desk: sprintf(_t("At the desk since %s"), since),
            idle: sprintf(_t("Idle since %s"), since),
            away: _t("Not started today"),
        };
        return texts[state];
    }

    get icon() {
        return stateIcon(this.props.member.state);
    }

    get rate() {
        return formatCellRate(this.props.member.effective_rate);
    }

    get title() {
        return sprintf(_t("Open the calls of %s today"), this.props.member.name);
    }
}

Member.template = "digiflow_crm.CallTeamMember";
Member.components = { Goal };
Member.props = ["member", "onOpen"];
