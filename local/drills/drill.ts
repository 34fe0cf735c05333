import type { AlarmId } from "../../core/alarm-ids.ts";
import type { SenderManifest } from "../../core/manifest.ts";
import type { Scene } from "./scene.ts";

/** How to rehearse one alarm. */
export interface Drill {
	readonly alarm: AlarmId;
	readonly title: string;
	readonly severity: "page" | "ticket";
	/** What it does to the local stack, to follow "Would". */
	readonly does: string;
	/** Minutes until the alarm is red, at most; those that wait for days depend on the sender. */
	readonly ringsAfterMinutes: number | ((sender: SenderManifest) => number);
	/** Causes it, and lays down in the scene what takes it back. @throws Refused when it cannot */
	begin(scene: Scene): Promise<Begun> | Begun;
}

export interface Begun {
	/** How on-call can mend it here: sentences. */
	readonly mend?: readonly string[];
	/** A new App Password that mends it. */
	readonly password?: string;
}
