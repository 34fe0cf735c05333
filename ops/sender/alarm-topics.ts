import {
	type AlarmHistoryItem,
	DescribeAlarmHistoryCommand,
	type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { DescribeKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import type { Target } from "./target.ts";

/** A topic that alarms publish to. */
export interface AlarmTopic {
	readonly name: "page" | "ticket";
	readonly arn: string;
}

/** One topic where pages and tickets go to the same one. */
export function alarmTopicsOf({ sender }: Target): readonly AlarmTopic[] {
	const page: AlarmTopic = { name: "page", arn: sender.pageTopicArn };
	const ticket: AlarmTopic = { name: "ticket", arn: sender.ticketTopicArn };
	return page.arn === ticket.arn ? [page] : [page, ticket];
}

/** Who may publish to a topic, and who may use the key that encrypts it; policies are JSON texts. */
export interface TopicAccess {
	readonly policy: string | undefined;
	readonly key: TopicKey | undefined;
}

export type TopicKey =
	| { readonly kind: "aws-managed" }
	| {
			readonly kind: "customer-managed";
			readonly arn: string;
			readonly policy: string;
	  };

export async function readTopicAccess(
	{ sns, kms }: Target,
	TopicArn: string,
): Promise<TopicAccess> {
	const { Attributes: { Policy: policy, KmsMasterKeyId: KeyId } = {} } =
		await sns.send(new GetTopicAttributesCommand({ TopicArn }));
	if (!KeyId) return { policy, key: undefined };
	const { KeyMetadata: { KeyManager, Arn: arn = KeyId } = {} } = await kms.send(
		new DescribeKeyCommand({ KeyId }),
	);
	if (KeyManager === "AWS") return { policy, key: { kind: "aws-managed" } };
	const { Policy = "{}" } = await kms.send(
		new GetKeyPolicyCommand({ KeyId: arn }),
	);
	return { policy, key: { kind: "customer-managed", arn, policy: Policy } };
}

/** The newest actions of each alarm, newest first. CloudWatch keeps them for two weeks. */
export async function readAlarmActions(
	{ cloudwatch }: Target,
	alarms: readonly MetricAlarm[],
): Promise<readonly AlarmHistoryItem[]> {
	const found: AlarmHistoryItem[] = [];
	// One after another: CloudWatch answers a few of these requests a second for a whole account.
	for (const { AlarmName } of alarms) {
		const { AlarmHistoryItems = [] } = await cloudwatch.send(
			new DescribeAlarmHistoryCommand({
				AlarmName,
				HistoryItemType: "Action",
				MaxRecords: 10,
			}),
		);
		found.push(...AlarmHistoryItems);
	}
	const at = ({ Timestamp }: AlarmHistoryItem) => Timestamp?.getTime() ?? 0;
	return found.toSorted((a, b) => at(b) - at(a));
}
