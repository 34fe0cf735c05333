import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Target } from "../sender/target.ts";
import { ageText } from "../terminal/duration-text.ts";
import { type Check, ok, trouble, unknown } from "./check.ts";

const MOST_MS = 60_000;

export const clock: Check = {
	id: "clock",
	title: "the clock of this machine is correct",
	async run({ target, now }) {
		const date = await readDate(target);
		if (Number.isNaN(date))
			return unknown("the response from AWS contains no time");
		const apart = Math.abs(now - date);
		if (apart < MOST_MS) return ok(`within ${ageText(apart)} of AWS`);
		return trouble(
			`the clock of this machine is ${ageText(apart)} ${now > date ? "ahead of" : "behind"} AWS`,
			"ages and times shown here are wrong, and beyond five minutes AWS may reject requests",
			syncCommand(process.platform),
		);
	},
};

/** @returns epoch ms of the answer's Date header; NaN without one. */
async function readDate({ sqs, sender }: Target): Promise<number> {
	const command = new GetQueueAttributesCommand({
		QueueUrl: sender.queueUrl,
		AttributeNames: ["QueueArn"],
	});
	let date = "";
	command.middlewareStack.add(
		(next) => async (args) => {
			const result = await next(args);
			const { headers } = result.response as {
				readonly headers?: Readonly<Record<string, string>>;
			};
			date = headers?.date ?? "";
			return result;
		},
		{ step: "deserialize" },
	);
	await sqs.send(command);
	return Date.parse(date);
}

export function syncCommand(platform: NodeJS.Platform): string {
	switch (platform) {
		case "darwin":
			return "sudo sntp -sS time.apple.com";
		case "win32":
			return "w32tm /resync";
		default:
			return "sudo timedatectl set-ntp true";
	}
}
