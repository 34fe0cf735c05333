import { verdictText } from "../../core/status/overview.ts";
import { verdictOf } from "../../core/status/verdict.ts";
import { factLines, statusJson } from "../render/render.ts";
import { opsAdvice } from "../sender/mend.ts";
import { type AtSender, onSender } from "../sender/on-sender.ts";
import { valueOr } from "../sender/reading.ts";
import { readOverview } from "../sender/sender-state.ts";
import { readExtras } from "../sender/status-extras.ts";
import { Misuse } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import { jsonText } from "../terminal/json-text.ts";
import { onlyOptions } from "../terminal/options.ts";
import { wrap } from "../terminal/wrap.ts";

const USUAL_SECONDS = 15;

export const status = onSender({
	usage: "status [--watch [--every SECONDS]]",
	does: "show whether mail flows and, if not, what to type; --watch repeats until it flows",
	options: { watch: { type: "boolean" }, every: { type: "string" } },
	stray: onlyOptions("--watch"),
	read({ values: { watch = false, every } }) {
		const seconds = Number(every ?? USUAL_SECONDS);
		if (every !== undefined && !watch)
			throw new Misuse(
				"Cannot use --every without --watch: it sets how often --watch repeats",
			);
		if (!(Number.isInteger(seconds) && seconds > 0))
			throw new Misuse(
				`Cannot look every ${every} seconds: specify a whole number from 1; the default is ${USUAL_SECONDS}`,
			);
		return { watch, seconds };
	},
	async run(at, { watch, seconds }) {
		const { json, io } = at;
		let seen = await look(at);
		io.out(json ? seen.json : wrap(seen.screen, io.columns));
		while (watch && !seen.sending) {
			await io.sleep(seconds * 1000);
			seen = await look(at);
			const text = seen.sending ? `\n${seen.screen}` : seen.line;
			io.out(json ? seen.json : wrap(text, io.columns));
		}
		return seen.sending ? 0 : 1;
	},
});

async function look({ target, flags, io }: AtSender) {
	const { sender, stackName } = target;
	const now = io.now();
	const [overview, extras] = await Promise.all([
		readOverview(target, now),
		readExtras(target, now),
	]);
	const verdict = verdictOf(overview, opsAdvice(target, flags));
	const letters = overview.deadLetters;
	const doubts = valueOr(extras.doubts, 0);
	return {
		sending: verdict.sending,
		screen: [
			verdictText(verdict),
			"",
			`Sender        ${sender.name} (stack ${stackName})`,
			...factLines(overview, extras, sender.packageVersion),
			`See also      ${[...(letters === 0 ? [] : ["failed"]), ...(doubts === 0 ? [] : ["doubts"]), "doctor"].map((verb) => `${OPS} ${verb}${flags}`).join("; ")}`,
		].join("\n"),
		/** The verdict alone, for a repeat while mail does not flow. */
		line: `${new Date(now).toISOString().slice(11, 19)} UTC  ${verdict.message}`,
		json: jsonText({
			stack: stackName,
			sender: sender.name,
			...statusJson(verdict, overview, extras),
		}),
	};
}
