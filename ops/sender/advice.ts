import type { Advice } from "../../core/status/overview.ts";
import type { Target } from "./target.ts";

/** Commands of this tool, with the options that name the sender. */
export function opsAdvice({ sender }: Target, flags: string): Advice {
	const ops = (verb: string) => `npm run ops -- ${verb}${flags}`;
	const log = (group: string) => `aws logs tail ${group} --since 30m`;
	return {
		status: ops("status --watch"),
		setPassword: ops("set-password"),
		setOauth: `${ops("set-oauth")} < FILE`,
		resume: ops("resume"),
		resumeRule: (id) => ops(`resume --rule ${id}`),
		deadLetters: ops("failed"),
		quota: ops("status"),
		unthrottle: `aws lambda delete-function-concurrency --function-name ${sender.functionName}`,
		functionLog: log(sender.logGroupName),
		breakerLog: log(sender.breakerLogGroupName),
	};
}
