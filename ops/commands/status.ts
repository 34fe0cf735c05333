import { verdictOf } from "../../functions/send-email/domain/verdict.ts";
import { opsAdvice } from "../advice.ts";
import type { Command } from "../io.ts";
import { COMMON_USAGE, readOptions } from "../options.ts";
import { factLines, statusJson } from "../render.ts";
import { readOverview } from "../sender-state.ts";
import { closeTarget, findTarget, flagsOf } from "../target.ts";

export const status: Command = {
	usage: `status ${COMMON_USAGE} — is mail flowing, and if not, what to type`,
	async run(args, io) {
		const { target: options, json } = readOptions(args, {});
		const target = await findTarget(options);
		try {
			const { sender, stackName } = target;
			const overview = await readOverview(target, io.now());
			const flags = flagsOf(options, target);
			const verdict = verdictOf(overview, opsAdvice(target, flags));
			io.out(
				json
					? JSON.stringify({
							stack: stackName,
							sender: sender.name,
							...statusJson(verdict, overview),
						})
					: [
							verdict.say,
							"",
							`Sender        ${sender.name} (stack ${stackName})`,
							...factLines(overview),
						].join("\n"),
			);
			return verdict.sending ? 0 : 1;
		} finally {
			closeTarget(target);
		}
	},
};
