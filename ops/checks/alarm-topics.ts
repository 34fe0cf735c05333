import type { AlarmHistoryItem } from "@aws-sdk/client-cloudwatch";
import { cut } from "../../core/outside.ts";
import {
	type AlarmTopic,
	alarmTopicsOf,
	readAlarmActions,
	readTopicAccess,
	type TopicAccess,
} from "../sender/alarm-topics.ts";
import type { Mend } from "../sender/mend.ts";
import { readAlarms } from "../sender/read-alarms.ts";
import { argument } from "../terminal/argument.ts";
import { type Check, type Finding, ok, trouble } from "./check.ts";
import { allowing, allows } from "./policy.ts";

export const alarmTopics: Check = {
	id: "alarm-topics",
	title: "CloudWatch can publish to the alarm topics",
	async run({ target, mend }) {
		const topics = await Promise.all(
			alarmTopicsOf(target).map(async (topic) => ({
				...topic,
				...(await readTopicAccess(target, topic.arn)),
			})),
		);
		const refused = topics.flatMap((topic) => refusals(topic, mend))[0];
		if (refused !== undefined) return refused;
		const alarms = await readAlarms(target);
		const actions = await readAlarmActions(target, alarms);
		const isRed = (name: string) =>
			alarms.some(
				({ AlarmName, StateValue }) =>
					AlarmName === name && StateValue === "ALARM",
			);
		return (
			topics.flatMap((topic) => failure(topic, { actions, isRed, mend }))[0] ??
			ok(topics.map(({ name }) => `${name}: allowed`).join("; "))
		);
	},
};

const WHY =
	"CloudWatch turns the alarm red, but the notification never arrives";

const KEY_STATEMENT = {
	Sid: "CloudWatchAlarms",
	Effect: "Allow",
	Principal: { Service: "cloudwatch.amazonaws.com" },
	Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
	Resource: "*",
};

/** What keeps CloudWatch from publishing, by the policies. */
export function refusals(
	{ name, arn, policy, key }: AlarmTopic & TopicAccess,
	mend: Mend,
): readonly Finding[] {
	const setTopic = (attribute: string, value: string) =>
		mend.aws(
			`sns set-topic-attributes --topic-arn ${argument(arn)} --attribute-name ${attribute} --attribute-value ${argument(value)}`,
		);
	const found: Finding[] = [];
	if (key?.kind === "aws-managed")
		found.push(
			trouble(
				`the ${name} topic is encrypted with a key that AWS manages, which CloudWatch cannot use. Choose a customer managed key, or remove the encryption`,
				WHY,
				setTopic("KmsMasterKeyId", ""),
			),
		);
	if (
		key?.kind === "customer-managed" &&
		!["kms:Decrypt", "kms:GenerateDataKey"].every((action) =>
			allows(key.policy, action),
		)
	)
		found.push(
			trouble(
				`the policy of the key that encrypts the ${name} topic does not allow cloudwatch.amazonaws.com to use the key`,
				WHY,
				mend.aws(
					`kms put-key-policy --key-id ${argument(key.arn)} --policy ${argument(allowing(key.policy, KEY_STATEMENT))}`,
				),
			),
		);
	// A topic without a policy has the default one, which allows the alarms of its account.
	if (policy !== undefined && !allows(policy, "sns:Publish"))
		found.push(
			trouble(
				`the policy of the ${name} topic does not allow cloudwatch.amazonaws.com to publish`,
				WHY,
				setTopic("Policy", allowing(policy, publishStatement(arn))),
			),
		);
	return found;
}

function publishStatement(Resource: string): object {
	return {
		Sid: "CloudWatchAlarms",
		Effect: "Allow",
		Principal: { Service: "cloudwatch.amazonaws.com" },
		Action: "sns:Publish",
		Resource,
		Condition: {
			StringEquals: { "aws:SourceAccount": Resource.split(":")[4] },
		},
	};
}

/** The last notification to a topic, if it failed. Older failures are over. */
export function failure(
	{ name, arn }: AlarmTopic,
	{
		actions,
		isRed,
		mend,
	}: {
		/** Newest first. */
		readonly actions: readonly AlarmHistoryItem[];
		readonly isRed: (alarmName: string) => boolean;
		readonly mend: Mend;
	},
): readonly Finding[] {
	const last = actions.find(({ HistorySummary = "" }) =>
		cut(HistorySummary, MAX_SUMMARY)
			.split(/[\s"]+/)
			.some((word) => word.replace(/\.$/, "") === arn),
	);
	if (!last?.HistorySummary?.startsWith("Failed")) return [];
	const { AlarmName = "", HistorySummary, Timestamp } = last;
	// Only a change of its state makes an alarm act; CloudWatch sets the true state again.
	const state = isRed(AlarmName) ? "OK" : "ALARM";
	return [
		trouble(
			`the last notification to the ${name} topic failed at ${Timestamp?.toISOString()}: ${cut(HistorySummary, MAX_SUMMARY)}`,
			`${WHY}; a rehearsal of the alarm shows when this is over`,
			mend.aws(
				`cloudwatch set-alarm-state --alarm-name ${argument(AlarmName)} --state-value ${state} --state-reason '[DRILL] Nothing is wrong'`,
			),
		),
	];
}

const MAX_SUMMARY = 500;
