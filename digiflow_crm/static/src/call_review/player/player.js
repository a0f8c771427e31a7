/** @odoo-module **/

import { Component, useRef, useState } from "@odoo/owl";

/**
 * The recording of the call that is judged; `commands` is given {toggle, jump} for the keyboard.
 */
export class Player extends Component {
    setup() {
        this.audio = useRef("audio");
        this.state = useState({ failed: false });
        Object.assign(this.props.commands, {
            toggle: () => this.toggle(),
            jump: (seconds) => this.jump(seconds),
        });
    }

    async toggle() {
        const audio = this.audio.el;
        if (!audio) {
            return;
        }
        if (!audio.paused) {
            audio.pause();
            return;
        }
        try {
            await audio.play();
        } catch (error) {
            // A pause before it began is no failure.
            this.state.failed = error.name !== "AbortError";
        }
    }

    jump(seconds) {
        const audio = this.audio.el;
        if (audio) {
            const end = Number.isFinite(audio.duration) ? audio.duration : Infinity;
            audio.currentTime = Math.min(Math.max(audio.currentTime + seconds, 0), end);
        }
    }
}

Player.template = "digiflow_crm.ReviewPlayer";
Player.props = ["recording", "commands"];
