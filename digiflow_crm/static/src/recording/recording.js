/** @odoo-module **/

import { Component, onPatched, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

/**
 * Plays the recording of a call in its place: nothing is read of it before somebody asks to hear it.
 *
 * On a field that has its address, of a record with the call's `duration` in minutes. In a list each
 * row has a button, which becomes the player.
 */
export class Recording extends Component {
    setup() {
        this.player = useRef("player");
        this.state = useState({ asked: false, failed: false });
        this.texts = {
            play: _t("Play the recording"),
            player: _t("Recording of the call"),
            open: _t("Open the link"),
            failed: _t("It cannot be played here."),
        };
        onPatched(() => this.begin());
    }

    get source() {
        return this.props.record.data[this.props.name] || "";
    }

    get isLink() {
        return !this.source.startsWith("/");
    }

    get isPlayer() {
        return this.state.asked || this.env.config.viewType !== "list";
    }

    /** How long the call was, as 3:05: known before anything is read of the recording. */
    get length() {
        const seconds = Math.round((this.props.record.data.duration || 0) * 60);
        return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }

    ask() {
        this.state.asked = true;
    }

    /** The player that a button became: it has the focus, and plays. */
    begin() {
        const audio = this.player.el;
        if (this.state.asked && audio && !audio.dataset.begun) {
            audio.dataset.begun = "1";
            audio.focus();
            audio.play().catch(() => this.fail());
        }
    }

    fail() {
        this.state.failed = true;
    }
}

Recording.template = "digiflow_crm.Recording";
Recording.props = ["*"];

// 19.0 describes a field widget by an object, 16.0 registers its class.
const isDescribed = session.server_version_info[0] >= 17;
registry
    .category("fields")
    .add("digiflow_recording", isDescribed ? { component: Recording } : Recording);
