import { MAX_MESSAGE_BYTES } from "../../core/contract.ts";
import { recipientsOf } from "../../core/message/message.ts";
import { parseMessage } from "../../core/message/parse.ts";
import type { Problem } from "../../core/message/problem.ts";
import { Misuse } from "../sender/target.ts";
import type { Command } from "../terminal/io.ts";
import { readOptions } from "../terminal/options.ts";

export const validate: Command = {
	usage:
		"validate FILE… [--json] — check messages offline, with the sentences that the function reports (- reads standard input)",
	async run(args, io) {
		const { positionals: files, json } = readOptions(args, {});
		if (files.length === 0)
			throw new Misuse(
				"Cannot validate without a file: name a file with a message, or - for standard input",
			);
		let valid = true;
		for (const file of files) {
			const body = await io.readFile(file).catch(() => {
				throw new Misuse(
					`Cannot read ${file}: name a file with one JSON message`,
				);
			});
			const result = check(body);
			valid &&= result.valid;
			if (json) io.out(JSON.stringify({ file, ...result }));
			else if (result.valid)
				io.out(
					`${file}: valid, ${result.recipients} recipient${result.recipients === 1 ? "" : "s"}`,
				);
			else
				for (const { sentence } of result.problems)
					io.out(`${file}: ${sentence}`);
		}
		return valid ? 0 : 1;
	},
};

function check(body: string) {
	const size = Buffer.byteLength(body);
	if (size > MAX_MESSAGE_BYTES) {
		const sentence = `Cannot send the message as its body is not allowed: it is ${size} bytes; allowed are at most ${MAX_MESSAGE_BYTES}, the queue's limit.`;
		return invalid([{ pointer: "", sentence }]);
	}
	const parsed = parseMessage(body);
	if (parsed.kind === "invalid") return invalid(parsed.problems);
	const recipients = recipientsOf(parsed.message).length;
	return { valid: true, recipients, problems: [] };
}

function invalid(problems: readonly Problem[]) {
	return { valid: false, recipients: 0, problems };
}
