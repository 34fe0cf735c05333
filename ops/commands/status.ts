import { verdictOf } from "../../core/status/verdict.ts";
import { factLines, statusJson } from "../render/render.ts";
import { opsAdvice } from "../sender/advice.ts";
import { readOverview } from "../sender/sender-state.ts";
import { readExtras } from "../sender/status-extras.ts";
import {
	closeTarget,
	findTarget,
	flagsOf,
	Misuse,
	type Target,
} from "../sender/target.ts";
import type { Command, Io } from "../terminal/io.ts";
import { takeOptionalNumber } from "../terminal/optional-number.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

const USUAL_SECONDS = 15;

export const status: Command = {
	usage: `status [--watch [SECONDS]] ${COMMON_USAGE} — is mail flowing, and if not, what to type; --watch looks again until it flows`,
	async run(args, io) {
		const { rest, text } = takeOptionalNumber(args, "--watch");
		const seconds = text === "" ? USUAL_SECONDS : Number(text);
		if (text !== undefined && !(Number.isInteger(seconds) && seconds > 0))
			throw new Misuse(
				`Cannot look every ${text} seconds: allowed is --watch with a whole number from 1, or without one for every ${USUAL_SECONDS}`,
			);
		const { target: options, json } = readOptions(rest, {});
		const target = await findTarget(options);
		const flags = flagsOf(options, target);
		try {
			let seen = await look(target, flags, io);
			io.out(json ? seen.json : seen.screen);
			while (text !== undefined && !seen.sending) {
				await io.sleep(seconds * 1000);
				seen = await look(target, flags, io);
				io.out(
					json ? seen.json : seen.sending ? `\n${seen.screen}` : seen.line,
				);
			}
			return seen.sending ? 0 : 1;
		} finally {
			closeTarget(target);
		}
	},
};

interface Seen {
	readonly sending: boolean;
	readonly screen: string;
	/** The verdict alone, for a look that shows it is not over. */
	readonly line: string;
	readonly json: string;
}

async function look(target: Target, flags: string, io: Io): Promise<Seen> {
	const { sender, stackName } = target;
	const now = io.now();
	const [overview, extras] = await Promise.all([
		readOverview(target, now),
		readExtras(target, now),
	]);
	const verdict = verdictOf(overview, opsAdvice(target, flags));
	const letters = overview.deadLetters;
	return {
		sending: verdict.sending,
		screen: [
			verdict.say,
			"",
			`Sender        ${sender.name} (stack ${stackName})`,
			...factLines(overview, extras, sender.packageVersion),
			`See also      ${letters === 0 ? "" : `npm run ops -- failed${flags}; `}npm run ops -- doctor${flags}`,
		].join("\n"),
		line: `${new Date(now).toISOString().slice(11, 19)} UTC  ${verdict.say}`,
		json: JSON.stringify({
			stack: stackName,
			sender: sender.name,
			...statusJson(verdict, overview, extras),
		}),
	};
}
