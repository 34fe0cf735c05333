import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { PUBLISHER_ENV } from "../../../core/contract.ts";
import type { ConnectOptions, IGmailSender } from "../i-gmail-sender.ts";
import type { Parts } from "./producer-grants.ts";
import { Scheduling } from "./scheduling.ts";

/** The library's variables name one sender. */
const connected = new WeakMap<LambdaFunction, IGmailSender>();

/** Gives a function the rights that the publisher library needs, and the variables by which it finds the sender. */
export function connect(
	sender: IGmailSender,
	parts: Parts,
	fn: LambdaFunction,
	options: ConnectOptions = {},
): void {
	const other = connected.get(fn);
	if (other !== undefined && other !== sender) {
		throw new Error(
			`Cannot connect ${fn.node.path} to ${sender.node.path} as it is connected to ${other.node.path} already, and the library's variables name one sender: use grantSend, and give the functions of the library this sender's queueUrl in their options`,
		);
	}
	connected.set(fn, sender);
	const { outcomes = false, schedule = false, ...grantOptions } = options;
	sender.grantSend(fn, grantOptions);
	const { queueUrl, queueArn } = sender.queue;
	set(fn, { queueUrl });
	if (options.largeMessages === true) {
		set(fn, { payloadBucket: parts.payloadBucket().name });
	}
	if (outcomes !== false) {
		const producer = outcomes === true ? parts.spaceOf(fn) : outcomes.producer;
		sender.grantReadOutcomes(fn, { producer });
		set(fn, { tableName: parts.table().name, producer });
	}
	if (schedule) {
		sender.grantSchedule(fn);
		const scheduling = Scheduling.of(sender);
		set(fn, {
			queueArn,
			scheduleGroup: scheduling.groupName,
			schedulerRoleArn: scheduling.roleOf(fn, parts).roleArn,
		});
	}
}

function set(
	fn: LambdaFunction,
	values: Partial<Record<keyof typeof PUBLISHER_ENV, string>>,
): void {
	for (const [key, name] of Object.entries(PUBLISHER_ENV)) {
		const value = values[key as keyof typeof PUBLISHER_ENV];
		if (value !== undefined) fn.addEnvironment(name, value);
	}
}
