import type { Target } from "../sender/target.ts";
import { ageText } from "../terminal/duration-text.ts";
import { askLocal } from "./ask-local.ts";

const MINUTE_MS = 60_000;

/** A drill that a local stack can begin. */
export interface LocalDrill {
	readonly alarm: string;
	/** To follow "Would". */
	readonly does: string;
	/** At most. */
	readonly ringsAfterMinutes: number;
	readonly isOn: boolean;
}

interface DrillAnswer {
	readonly sentences: readonly string[];
}

export async function readLocalDrills(
	target: Target,
): Promise<readonly LocalDrill[]> {
	const drills = await askLocal(target, "GET", "/local/drills");
	return drills as readonly LocalDrill[];
}

/** Causes the failure that an alarm is for. @returns sentences */
export async function beginLocalDrill(
	target: Target,
	alarm: string,
): Promise<string> {
	const asked = { alarm, sender: target.sender.name };
	return textOf(await askLocal(target, "POST", "/local/drills", asked));
}

/** Ends every drill on a local stack. @returns sentences */
export async function endLocalDrills(target: Target): Promise<string> {
	return textOf(await askLocal(target, "DELETE", "/local/drills"));
}

/** The drills, a line each: what they do, and when their alarms ring. */
export function drillLines(drills: readonly LocalDrill[]): readonly string[] {
	const width = Math.max(...drills.map(({ alarm }) => alarm.length));
	return drills.map(({ alarm, does, ringsAfterMinutes, isOn }) => {
		const when = `rings within ${ageText(ringsAfterMinutes * MINUTE_MS)}`;
		return `${alarm.padEnd(width)}  ${does}; ${when}${isOn ? " (on)" : ""}`;
	});
}

function textOf(answer: unknown): string {
	return (answer as DrillAnswer).sentences.join("\n");
}
