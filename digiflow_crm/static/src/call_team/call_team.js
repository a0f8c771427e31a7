/** @odoo-module **/

import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useState,
} from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatCellRate } from "../report_page/report_numbers/report_numbers";
import { Goal } from "./goal/goal";
import { Member } from "./member/member";
import { arrange, orderChoices, stateChoices } from "./team/team";

const TEAM = "digiflow.call.team";
const EVERY = 15000; // milliseconds from one answer to the next question

/**
 * The telemarketers at work, live: asks the server again and again while somebody looks at it.
 */
export class CallTeam extends Component {
    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.states = stateChoices();
        this.orders = orderChoices();
        this.state = useState({
            team: false,
            text: "",
            state: "",
            order: "name",
            isStale: false,
        });
        onWillStart(() => this.read());
        onMounted(() => this.schedule());
        onWillUnmount(() => this.leave());
        useExternalListener(document, "visibilitychange", () => this.onVisibilityChange());
    }

    get members() {
        return arrange(this.state.team.members, this.state);
    }

    get rate() {
        return formatCellRate(this.state.team.totals.effective_rate);
    }

    /** Read how everybody is doing; a server that cannot be reached just now is asked later. */
    async read() {
        try {
            this.state.team = await this.orm.silent.call(TEAM, "get_team", []);
            this.state.isStale = false;
        } catch (error) {
            if (error.data || !this.state.team) {
                throw error; // the server's own refusal, or nothing to show at all
            }
            this.state.isStale = true;
        }
    }

    schedule() {
        this.stop();
        if (!document.hidden) {
            this.timer = setTimeout(() => this.refresh(), EVERY);
        }
    }

    stop() {
        clearTimeout(this.timer);
    }

    leave() {
        this.isLeft = true;
        this.stop();
    }

    async refresh() {
        this.stop();
        await this.read();
        if (!this.isLeft) {
            this.schedule();
        }
    }

    /** Nobody looks at a hidden tab; who comes back to it is told at once. */
    onVisibilityChange() {
        if (document.hidden) {
            this.stop();
        } else {
            this.refresh();
        }
    }

    async open(userId) {
        this.action.doAction(await this.orm.call(TEAM, "open_calls", [userId]));
    }

    showAll() {
        Object.assign(this.state, { text: "", state: "" });
    }
}

CallTeam.template = "digiflow_crm.CallTeam";
CallTeam.components = { Goal, Member };
CallTeam.props = ["*"];

registry.category("actions").add("digiflow_crm.call_team", CallTeam);
