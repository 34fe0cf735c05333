import type { Advice } from "../../core/status/overview.ts";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { flagsOf, type Target, type TargetOptions } from "./target.ts";

export type Mend = ReturnType<typeof mendFor>;

/**
 * Command lines that fix what a check found, for this sender.
 * @param mayDropMail Whether a deployment that reverts manual changes would shorten the retention of the queue.
 */
export function mendFor(
	options: TargetOptions,
	target: Target,
	mayDropMail = false,
) {
	const { localPort } = options;
	const flags = flagsOf(options, target);
	const where =
		localPort === undefined
			? ""
			: ` --endpoint-url http://127.0.0.1:${localPort}`;
	return {
		/** A command of this tool: `set-password`. */
		ops: opsWith(flags),
		/** A command of the AWS CLI: `sqs set-queue-attributes …`. */
		aws: (command: string) =>
			`aws ${command} --region ${argument(target.sender.region)}${where}`,
		/** Restores the template after manual changes; or shows the changes, when restoring it may drop mail. */
		redeploy: () => {
			if (localPort !== undefined) return "npm start";
			const stack = argument(target.stackName);
			return mayDropMail
				? `npx cdk drift ${stack}`
				: `npx cdk deploy ${stack} --revert-drift`;
		},
	};
}

function opsWith(flags: string): (verb: string) => string {
	return (verb) => `${OPS} ${verb}${flags}`;
}

/** Commands of this tool, with the options that identify the sender. */
export function opsAdvice({ sender }: Target, flags: string): Advice {
	const ops = opsWith(flags);
	const log = (group: string) => `aws logs tail ${argument(group)} --since 30m`;
	return {
		status: ops("status --watch"),
		setPassword: ops("set-password"),
		setOauth: `${ops("set-oauth")} < FILE`,
		resume: ops("resume"),
		resumeRule: (id) => ops(`resume --rule=${argument(id)}`),
		deadLetters: ops("failed"),
		quota: ops("status"),
		unthrottle: `aws lambda delete-function-concurrency --function-name ${argument(sender.functionName)}`,
		functionLog: log(sender.logGroupName),
		breakerLog: log(sender.breakerLogGroupName),
	};
}
