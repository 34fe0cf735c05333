import { ALARM_IDS } from "../../core/alarm-ids.ts";
import { nearest } from "../../core/nearest.ts";
import { findDrillAlarm, publishCopy, setRed } from "../drills/drill-alarm.ts";
import {
	beginLocalDrill,
	drillLines,
	endLocalDrills,
	readLocalDrills,
} from "../local/local-drills.ts";
import { type CommandAnswer, onSender } from "../sender/on-sender.ts";
import { readAlarmNames } from "../sender/read-alarms.ts";
import { Misuse, type Target } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import { confirm } from "../terminal/confirm.ts";
import type { Io } from "../terminal/io.ts";

type Asked =
	| { readonly kind: "list" }
	| { readonly kind: "end" }
	| { readonly kind: "drill"; readonly alarm: string };

export const drill = onSender({
	usage: "drill [ALARM] [--page] [--yes] | --end",
	does: "rehearse an alarm, or list them; --local causes the real failure, and drill --end --local undoes it",
	options: {
		page: { type: "boolean" },
		end: { type: "boolean" },
		yes: { type: "boolean" },
	},
	read({ values, positionals, target: { localPort } }) {
		const { page = false, end = false, yes = false } = values;
		const isLocal = localPort !== undefined;
		const asked = readAsked(positionals, { page, end, isLocal });
		return { asked, page, yes, isLocal };
	},
	async run({ target, io }, { asked, page, yes, isLocal }) {
		if (asked.kind === "end") return ended("end", await endLocalDrills(target));
		if (asked.kind === "list")
			return isLocal ? listLocal(target) : listDeployed(target);
		const { alarm } = asked;
		const { what, carryOut } = isLocal
			? await localAct(target, alarm)
			: await alarmAct(target, alarm, page, io);
		if (!yes && !(await confirm(what, target, io))) return 1;
		return ended(alarm, await carryOut());
	},
});

function ended(drilled: string, message: string): CommandAnswer {
	return { ok: true, message, json: { drill: drilled, message } };
}

function readAsked(
	[alarm, ...more]: readonly string[],
	{ page, end, isLocal }: Readonly<Record<string, boolean>>,
): Asked {
	if (more.length > 0 || (end && alarm !== undefined))
		throw new Misuse(
			`Cannot rehearse ${[alarm, ...more].join(" ")}${end ? " and end it" : ""}: specify one alarm, such as ${OPS} drill auth-refused`,
		);
	if (end && !isLocal)
		throw new Misuse(
			"Cannot end a drill on AWS, where it makes no lasting changes. With --local, --end undoes what a drill did to the stack of npm start",
		);
	if (page && isLocal)
		throw new Misuse(
			"Cannot use --page with --local: the failure is real there, and triggers its own alarm",
		);
	if (end) return { kind: "end" };
	return alarm === undefined ? { kind: "list" } : { kind: "drill", alarm };
}

async function listLocal(target: Target): Promise<CommandAnswer> {
	const drills = await readLocalDrills(target);
	return { ok: true, message: drillLines(drills).join("\n"), json: drills };
}

async function listDeployed(target: Target): Promise<CommandAnswer> {
	const alarms = await readAlarmNames(target, ALARM_IDS);
	const width = Math.max(0, ...alarms.map(({ id }) => id.length));
	return {
		ok: true,
		message: alarms
			.map(({ id, name }) => `${id.padEnd(width)}  ${name}`)
			.join("\n"),
		json: alarms,
	};
}

interface Act {
	/** What would happen. */
	readonly what: string;
	carryOut(): Promise<string>;
}

async function localAct(target: Target, asked: string): Promise<Act> {
	const drills = await readLocalDrills(target);
	const found = drills.find(({ alarm }) => alarm === asked);
	if (found === undefined)
		throw unknownAlarm(
			asked,
			drills.map(({ alarm }) => alarm),
		);
	return {
		what: `Would ${found.does}. Messages of the drill have the subject [DRILL] ${asked}.`,
		carryOut: () => beginLocalDrill(target, asked),
	};
}

async function alarmAct(
	target: Target,
	asked: string,
	page: boolean,
	{ user }: Io,
): Promise<Act> {
	const alarm = await findDrillAlarm(target, asked);
	if (alarm === undefined) throw unknownAlarm(asked, ALARM_IDS);
	return page
		? {
				what: `Would set the alarm "${alarm.AlarmName}" to red for a moment: it pages its subscribers, with a reason that starts with [DRILL]. Mail is not affected.`,
				carryOut: () => setRed(target, alarm, user),
			}
		: {
				what: `Would send a copy of the alarm "${alarm.AlarmName}", marked [DRILL], to the ticket topic. Mail is not affected, and nobody is paged.`,
				carryOut: () => publishCopy(target, alarm, user),
			};
}

function unknownAlarm(asked: string, known: readonly string[]): Misuse {
	const meant = nearest(asked, known);
	return new Misuse(
		`Cannot rehearse ${asked}${meant === undefined ? "" : ` (did you mean ${meant}?)`}: specify one of ${known.join(", ")}`,
	);
}
