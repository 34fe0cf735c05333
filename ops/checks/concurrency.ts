import { GetAccountSettingsCommand } from "@aws-sdk/client-lambda";
import { readMapping, readReserved } from "../sender/readings.ts";
import { argument } from "../terminal/argument.ts";
import { counted } from "../terminal/counted.ts";
import { type Check, ok, trouble, troubles } from "./check.ts";

export const concurrency: Check = {
	id: "concurrency",
	title: "Lambda has enough concurrency for both functions",
	async run({ target, mend }) {
		const { lambda, sender } = target;
		const [sending, looking, polls, account] = await Promise.all([
			readReserved(target, sender.functionName),
			readReserved(target, sender.breakerFunctionName),
			readMapping(target),
			lambda.send(new GetAccountSettingsCommand({})),
		]);
		const needed = polls.ScalingConfig?.MaximumConcurrency ?? 2;
		const release = (name: string) =>
			mend.aws(
				`lambda delete-function-concurrency --function-name ${argument(name)}`,
			);
		const faults = [
			{
				is: sending !== undefined && sending < needed,
				what: `the reserved concurrency of the sending function is ${sending}, but its mapping needs ${needed}`,
				why: "it is throttled, and mail is late or waits",
				type: release(sender.functionName),
			},
			{
				is: looking === 0,
				what: "the breaker function cannot run because its reserved concurrency is 0",
				why: "after an outage nothing resumes automatically, and alarms keep their state",
				type: release(sender.breakerFunctionName),
			},
		].filter(({ is }) => is);
		if (faults.length > 0)
			return troubles(faults, faults.map(({ type }) => type).join(" && "));
		const { UnreservedConcurrentExecutions: left = needed + 1 } =
			account.AccountLimit ?? {};
		const shared = (sending === undefined ? needed : 0) + 1;
		return left >= shared
			? ok(`room for ${left} more in this account`)
			: trouble(
					`this account has room for ${counted(left, "concurrent Lambda execution", "concurrent Lambda executions")}; ${shared} are needed`,
					"functions are throttled, and mail is late",
					// The Lambda quota of concurrent executions.
					mend.aws(
						"service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000",
					),
				);
	},
};
