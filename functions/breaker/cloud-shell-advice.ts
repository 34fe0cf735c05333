import type { Advice } from "../../core/status/overview.ts";
import type { BreakerConfig } from "./config.ts";

/** Commands for somebody who has nothing but CloudShell. */
export function cloudShellAdvice({
	secretArn,
	functionName,
	logGroup,
	breakerLogGroup,
}: BreakerConfig): Advice {
	const invoke = (payload: string) =>
		`aws lambda invoke --function-name ${functionName} --cli-binary-format raw-in-base64-out --payload '${payload}' answer.json >/dev/null && jq -r .message answer.json`;
	const log = (group: string) => `aws logs tail ${group} --since 30m`;
	return {
		status: invoke('{"action":"status"}'),
		// Without its spaces it is one word, and needs no quotation marks, which JSON would escape.
		setPassword: `echo App Password: && read -rs P && aws secretsmanager put-secret-value --secret-id ${secretArn} --secret-string \${P// }`,
		setOauth: `aws secretsmanager put-secret-value --secret-id ${secretArn} --secret-string file://FILE`,
		resume: invoke('{"action":"resume","who":"me"}'),
		resumeRule: (rule) =>
			invoke(JSON.stringify({ action: "resume", who: "me", rule })),
		deadLetters: invoke('{"action":"failed"}'),
		quota: "quota.buckets in this answer, by producer",
		unthrottle:
			"aws lambda delete-function-concurrency --function-name SENDING_FUNCTION",
		functionLog: log(logGroup),
		breakerLog: log(breakerLogGroup),
	};
}
