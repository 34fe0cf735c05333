import { findDrillAlarm, publishCopy, setRed } from "../drills/drill-alarm.ts";
import { endLocalDrill } from "../drills/drill-end.ts";
import { startLocalDrill } from "../drills/drill-local.ts";
import { DRILLS, type DrillName, isDrill } from "../drills/drills.ts";
import { onSender } from "../sender/on-sender.ts";
import { Misuse, type Target } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import { confirm } from "../terminal/confirm.ts";
import type { Io } from "../terminal/io.ts";

const NAMES = Object.keys(DRILLS).join("|");

export const drill = onSender({
	usage: `drill ${NAMES} [--page] [--yes] | --end`,
	does: "rehearse an alarm; --local causes the real failure, and drill --end --local undoes it",
	options: {
		page: { type: "boolean" },
		end: { type: "boolean" },
		yes: { type: "boolean" },
	},
	read({ values, positionals, target: { localPort } }) {
		const { page = false, end = false, yes = false } = values;
		const isLocal = localPort !== undefined;
		const asked = readDrill(positionals, { page, end, isLocal });
		return { asked, page, yes, isLocal };
	},
	async run({ target, flags, io }, { asked, page, yes, isLocal }) {
		if (asked === "end") return ended(asked, await endLocalDrill(target));
		const { what, carryOut } = isLocal
			? localAct(target, asked, flags)
			: await alarmAct(target, asked, page, io);
		if (!yes && !(await confirm(what, target, io))) return 1;
		return ended(asked, await carryOut());
	},
});

function ended(drilled: DrillName | "end", message: string) {
	return { ok: true, message, json: { drill: drilled, message } };
}

interface Act {
	/** What would happen. */
	readonly what: string;
	carryOut(): Promise<string>;
}

function readDrill(
	[name, ...more]: readonly string[],
	{ page, end, isLocal }: Readonly<Record<string, boolean>>,
): DrillName | "end" {
	if (end) {
		if (!isLocal)
			throw new Misuse(
				"Cannot end a drill on AWS, where it makes no lasting changes. With --local, --end undoes what a drill did to the stack of npm start",
			);
		return "end";
	}
	if (!isDrill(name) || more.length > 0)
		throw new Misuse(
			`Cannot rehearse ${[name, ...more].join(" ") || "nothing"}: specify one of ${NAMES}, such as ${OPS} drill auth`,
		);
	if (page && isLocal)
		throw new Misuse(
			"Cannot use --page with --local: the failure is real there, and triggers its own alarm",
		);
	return name;
}

function localAct(target: Target, asked: DrillName, flags: string): Act {
	return {
		what: `Would ${DRILLS[asked].locally}, and send ${DRILLS[asked].delays === undefined ? "one message" : "messages"} with the subject [DRILL] to encounter it.`,
		carryOut: () => startLocalDrill(target, asked, flags),
	};
}

async function alarmAct(
	target: Target,
	asked: DrillName,
	page: boolean,
	{ user }: Io,
): Promise<Act> {
	const alarm = await findDrillAlarm(target, asked);
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
