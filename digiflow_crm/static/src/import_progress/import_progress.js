/** @odoo-module **/

import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    onWillUpdateProps,
    useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { sprintf } from "@web/core/utils/strings";
import { formatInteger } from "@web/views/fields/formatters";
import { session } from "@web/session";

const PROSPECTS = "digiflow.prospect.import";
const CLIENTS = "digiflow.client.import";
const COMMON = ["state", "error", "progress", "done_count", "new_count", "total_count"];
const FIELDS = { [PROSPECTS]: [...COMMON, "updated_count"], [CLIENTS]: COMMON };
const BUSY = ["checking", "importing", "completing", "undoing"];
const EVERY = 2000; // milliseconds from one answer to the next question

/**
 * How far an import is; asks the server again and again while the import goes on in
 * the background, and reads the form again when it comes to another state.
 *
 * On the form of an import of prospects or of clients, or on that of a prospect list, whose
 * running_import_id it follows.
 */
export class ImportProgress extends Component {
    setup() {
        this.orm = useService("orm");
        this.run = useState({ state: false, error: false, progress: 0 });
        this.texts = {
            checking: _t("Checking: %s rows read"),
            importing: _t("Importing: %s of %s companies"),
            completing: _t("Completing: %s opportunities so far"),
            undoing: _t("Undoing: deleting the opportunities that nobody has worked on"),
            cancelled: _t("Stopped: %s of %s companies"),
            error: _t("Interrupted. Open the import to see why and to go on."),
            label: _t("Progress of the import"),
        };
        if (this.model === CLIENTS) {
            Object.assign(this.texts, {
                importing: _t("Importing: %s of %s services"),
                undoing: _t("Undoing: deleting what nobody has used"),
                cancelled: _t("Stopped: %s of %s services"),
            });
        }
        onWillStart(() => this.read(this.props));
        onMounted(() => this.schedule());
        onWillUpdateProps(async (props) => {
            await this.read(props);
            this.schedule();
        });
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get model() {
        return this.props.record.resModel === CLIENTS ? CLIENTS : PROSPECTS;
    }

    get isBusy() {
        return BUSY.includes(this.run.state) && !this.run.error;
    }

    /** Whole percents, or undefined while nobody can know how much there is to do. */
    get percent() {
        const counted = ["importing", "cancelled"].includes(this.run.state);
        return counted ? Math.round(this.run.progress) : undefined;
    }

    get text() {
        const { state, error, done_count, new_count, total_count, updated_count } = this.run;
        if (error) {
            return this.texts.error;
        }
        const counts = { checking: [total_count], completing: [updated_count] }[state] || [
            done_count,
            new_count,
        ];
        return sprintf(
            this.texts[state] || "",
            ...counts.map((count) => formatInteger(count || 0)),
        );
    }

    /** Id of the import that `props` are about; a many2one is a pair on 16.0, an object on 19.0. */
    getImportId({ record }) {
        if (record.resModel === this.model) {
            return record.resId;
        }
        const running = record.data.running_import_id;
        return running && (running.id || running[0]);
    }

    /** Read how far it is; a server that cannot be reached just now is asked again later. */
    async read(props) {
        const id = this.getImportId(props);
        if (!id) {
            return;
        }
        try {
            const [values] = await this.orm.silent.read(this.model, [id], FIELDS[this.model]);
            Object.assign(this.run, values);
        } catch (error) {
            if (error.data) {
                throw error; // the server's own refusal
            }
        }
    }

    schedule() {
        clearTimeout(this.timer);
        if (this.isBusy) {
            this.timer = setTimeout(() => this.follow(), EVERY);
        }
    }

    async follow() {
        const before = this.run.state;
        await this.read(this.props);
        if (this.run.state !== before || this.run.error) {
            await this.reload();
        }
        this.schedule();
    }

    /** Read the form again, unless somebody has begun to change it. */
    async reload() {
        const { record } = this.props;
        const changed =
            typeof record.isDirty === "function" ? await record.isDirty() : record.isDirty;
        if (!changed) {
            await record.load();
            record.model.notify();
        }
    }
}

ImportProgress.template = "digiflow_crm.ImportProgress";
ImportProgress.props = ["*"];
ImportProgress.isEmpty = () => false;

// 19.0 describes a field widget by an object, 16.0 registers its class.
const isDescribed = session.server_version_info[0] >= 17;
registry
    .category("fields")
    .add(
        "digiflow_import_progress",
        isDescribed ? { component: ImportProgress, isEmpty: () => false } : ImportProgress,
    );
