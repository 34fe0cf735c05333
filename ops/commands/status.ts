import type { Command } from "../io.ts";
import { COMMON_USAGE, readOptions } from "../options.ts";
import { reportStatus } from "../render.ts";
import { readSenderState } from "../sender-state.ts";
import { closeTarget, findTarget, flagsOf } from "../target.ts";

export const status: Command = {
	usage: `status ${COMMON_USAGE} — is mail flowing, and if not, what to type`,
	async run(args, io) {
		const { target: options, json } = readOptions(args, {});
		const target = await findTarget(options);
		try {
			const { sender, stackName } = target;
			const state = await readSenderState(target);
			const flags = flagsOf(options, target);
			const report = reportStatus(state, {
				mailbox: sender.mailbox,
				flags,
				mappingId: sender.eventSourceMappingId,
				now: io.now(),
			});
			const { breaker: _breaker, ...counts } = state;
			if (json)
				io.out(
					JSON.stringify({
						verdict: report.verdict,
						say: report.say,
						stack: stackName,
						sender: sender.name,
						...counts,
					}),
				);
			else
				io.out(
					[
						report.say,
						"",
						`Sender        ${sender.name} (stack ${stackName})`,
						...report.lines,
					].join("\n"),
				);
			return report.sending ? 0 : 1;
		} finally {
			closeTarget(target);
		}
	},
};
