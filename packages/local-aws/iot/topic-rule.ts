import type { Statement } from "./sql.ts";
import { parseSql } from "./sql-parser.ts";

/** An IoT rule with actions on queues. */
export interface TopicRuleSpec {
	readonly name: string;
	readonly statement: Statement;
	readonly enabled: boolean;
	readonly actions: readonly {
		readonly queueUrl: string;
		readonly roleArn: string;
		readonly useBase64: boolean;
	}[];
}

/** Reads an AWS::IoT::TopicRule. @throws Error for what a local run cannot do. */
export function topicRuleSpec(
	name: string,
	properties: Readonly<Record<string, unknown>>,
): TopicRuleSpec {
	const { Sql, Actions, RuleDisabled } =
		properties.TopicRulePayload as Readonly<Record<string, unknown>>;
	const actions = (Actions ?? []) as readonly Record<string, Action>[];
	return {
		name,
		statement: parseSql(name, String(Sql)),
		enabled: RuleDisabled !== true,
		actions: actions.map(({ Sqs, ...others }) => {
			if (Sqs === undefined)
				throw new Error(
					`Cannot run the IoT rule ${name} as it has the action ${Object.keys(others).join(", ")}: allowed here is Sqs`,
				);
			return {
				queueUrl: String(Sqs.QueueUrl),
				roleArn: String(Sqs.RoleArn),
				useBase64: Sqs.UseBase64 === true,
			};
		}),
	};
}

interface Action {
	readonly QueueUrl?: unknown;
	readonly RoleArn?: unknown;
	readonly UseBase64?: unknown;
}
