import { findDrillAlarm, publishCopy, setRed } from "../drills/drill-alarm.ts";
import { endLocalDrill } from "../drills/drill-end.ts";
import { startLocalDrill } from "../drills/drill-local.ts";
import { DRILLS, type DrillName, isDrill } from "../drills/drills.ts";
import {
	closeTarget,
	findTarget,
	flagsOf,
	Misuse,
	type Target,
} from "../sender/target.ts";
import { confirm } from "../terminal/confirm.ts";
import type { Command, Io } from "../terminal/io.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

const NAMES = Object.keys(DRILLS).join("|");

export const drill: Command = {
	usage: `drill ${NAMES} [--page] [--yes] ${COMMON_USAGE} — rehearse an alarm; --local really causes its failure, drill --end --local takes that back`,
	async run(args, io) {
		const {
			values: { page = false, end = false, yes = false },
			positionals,
			target: options,
			json,
		} = readOptions(args, {
			page: { type: "boolean" },
			end: { type: "boolean" },
			yes: { type: "boolean" },
		});
		const isLocal = options.localPort !== undefined;
		const asked = readDrill(positionals, { page, end, isLocal });
		const target = await findTarget(options);
		const rehearse = async ({ what, carryOut }: Act) =>
			yes || (await confirm(what, target, io)) ? carryOut() : undefined;
		try {
			const say =
				asked === "end"
					? await endLocalDrill(target)
					: await rehearse(
							isLocal
								? localAct(target, asked, flagsOf(options, target))
								: await alarmAct(target, asked, page, io),
						);
			if (say === undefined) return 1;
			io.out(json ? JSON.stringify({ drill: asked, say }) : say);
			return 0;
		} finally {
			closeTarget(target);
		}
	},
};

interface Act {
	/** What would happen. */
	readonly what: string;
	carryOut(): Promise<string>;
}

function readDrill(
	[name, ...more]: readonly string[],
	{
		page,
		end,
		isLocal,
	}: {
		readonly page: boolean;
		readonly end: boolean;
		readonly isLocal: boolean;
	},
): DrillName | "end" {
	if (end) {
		if (!isLocal)
			throw new Misuse(
				"Cannot end a drill on AWS, and need not: it changes nothing that lasts. With --local it takes back what a drill did to the stack of npm start",
			);
		return "end";
	}
	if (!isDrill(name) || more.length > 0)
		throw new Misuse(
			`Cannot rehearse ${[name, ...more].join(" ") || "nothing"}: allowed is one of ${NAMES}, such as npm run ops -- drill auth`,
		);
	if (page && isLocal)
		throw new Misuse(
			"Cannot use --page with --local: there the failure is caused for real, and its own alarm rings",
		);
	return name;
}

function localAct(target: Target, asked: DrillName, flags: string): Act {
	return {
		what: `Would ${DRILLS[asked].locally}, and send ${DRILLS[asked].delays.length === 1 ? "one message" : "messages"} with the subject [DRILL] to meet it.`,
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
				what: `Would set the alarm "${alarm.AlarmName}" red for a moment: whoever it pages is paged, with a reason that starts with [DRILL]. Mail is not touched.`,
				carryOut: () => setRed(target, alarm, user),
			}
		: {
				what: `Would send a copy of the alarm "${alarm.AlarmName}", marked [DRILL], to the topic of tickets. Mail is not touched, nobody is paged.`,
				carryOut: () => publishCopy(target, alarm, user),
			};
}
