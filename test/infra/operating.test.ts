import { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { AccountPrincipal, Role } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { describe, expect, test } from "vitest";
import { CHANGE, READ } from "../../infra/constructs/access/operating.ts";
import type { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import type { GmailSenderProps } from "../../infra/constructs/gmail-sender-props.ts";
import { sourcesIn } from "../support/source-tree.ts";
import { HOME, stackWith } from "../support/synth.ts";

const KEY_ARN =
	"arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** What a drill does to the local stack, which asks nobody for rights. */
const LOCAL_ONLY = /^ops\/local/;

/** Every call of a service in the operator's commands, such as `sqs:SendMessage`. */
function callsOfOps(): readonly string[] {
	const calls = sourcesIn("ops/")
		.filter(({ path }) => !LOCAL_ONLY.test(path))
		.flatMap(({ text }) => [
			...text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g),
		])
		.flatMap(([, names = "", client = ""]) =>
			[...names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].map(
				([, command, paginated]) =>
					`${client.replace("-", "")}:${command ?? paginated}`,
			),
		);
	return [...new Set(calls)].toSorted();
}

/** Each action with the last parts of its resources. */
function granted(
	grant: (sender: GmailSender, role: Role) => unknown,
	props: Partial<GmailSenderProps> = {},
): readonly string[] {
	const { stack, sender } = stackWith(props, { stack: { env: HOME } });
	const role = new Role(stack, "Someone", {
		assumedBy: new AccountPrincipal(HOME.account),
	});
	grant(sender, role);
	const [policy] = Object.entries(
		Template.fromStack(stack).findResources("AWS::IAM::Policy"),
	)
		.filter(([id]) => id.startsWith("Someone"))
		.map(([, { Properties }]) => Properties.PolicyDocument.Statement);
	return policy
		.flatMap(({ Action, Resource }: Record<string, unknown>) =>
			[Action]
				.flat()
				.map(
					(action) =>
						`${action} on ${[Resource].flat().map(lastPart).toSorted().join(" ")}`,
				),
		)
		.toSorted();
}

function lastPart(resource: unknown): string {
	return JSON.stringify(resource)
		.replace(/^.*:alarm:/, "alarm:")
		.replace(/[0-9A-F]{8}(?=")/g, "")
		.replace(/"(Fn::\w+|Ref|Arn|)"|arn:aws:[^"]*\/?|[[\]{}:,"]/g, (text) =>
			text.startsWith("arn:") ? (text.split(":").at(-1) ?? "") : "",
		);
}

/** The three with a wildcard are all that IAM lets one narrow them to. */
const OPERATES = [
	"cloudformation:DescribeStacks on AWSStackId",
	"cloudformation:ListStackResources on AWSStackId",
	"cloudwatch:DescribeAlarmHistory on alarm*",
	"cloudwatch:DescribeAlarms on alarm*",
	"cloudwatch:SetAlarmState on alarmTeam-Mail *",
	"dynamodb:BatchGetItem on MailState",
	"dynamodb:DescribeTimeToLive on MailState",
	"dynamodb:GetItem on MailState",
	"dynamodb:PutItem on MailState",
	"dynamodb:Query on MailState/index/dead-letters",
	"dynamodb:Scan on MailState",
	"dynamodb:UpdateItem on MailState",
	"lambda:GetAccountSettings on *",
	"lambda:GetEventSourceMapping on MailSendingMapping",
	"lambda:GetFunctionConcurrency on MailBreaker MailSending",
	"lambda:GetFunctionConfiguration on MailBreaker MailSending",
	"lambda:InvokeFunction on MailBreaker",
	"logs:FilterLogEvents on MailSendingLogs",
	"secretsmanager:GetSecretValue on MailCredential",
	"secretsmanager:PutSecretValue on MailCredential",
	"sns:GetTopicAttributes on MailPage MailTicket",
	"sns:ListSubscriptionsByTopic on MailPage MailTicket",
	"sns:Publish on MailTicket",
	"sqs:ChangeMessageVisibility on MailQueueDeadLetters",
	"sqs:DeleteMessage on MailQueueDeadLetters",
	"sqs:GetQueueAttributes on MailQueue MailQueueDeadLetters",
	"sqs:ReceiveMessage on MailQueueDeadLetters",
	"sqs:SendMessage on MailQueue",
];
const CHANGES =
	/:(Set|Put|Update|Delete|Change|Send|Publish|Invoke|Receive|GetSecret)/;

describe("the rights of operators", () => {
	test("are the calls of the operator's commands, and no more", () => {
		const listed = [...READ, ...CHANGE].map(({ call }) => call);
		expect(listed.toSorted()).toEqual(callsOfOps());
	});

	test("to look change nothing, and show neither the credential nor a body", () => {
		expect(granted((sender, role) => sender.grantRead(role))).toEqual(
			OPERATES.filter((right) => !CHANGES.test(right)),
		);
	});

	test("to operate are for the sender's own parts, as far as IAM knows them", () => {
		expect(granted((sender, role) => sender.grantOperate(role))).toEqual(
			OPERATES,
		);
	});

	test("to look reach the keys of the topics that encrypt the alarms", () => {
		const scope = new Stack();
		const rights = granted((sender, role) => sender.grantRead(role), {
			pageTopic: Topic.fromTopicAttributes(scope, "Imported", {
				topicArn: `arn:aws:sns:${HOME.region}:${HOME.account}:page`,
				keyArn: KEY_ARN,
			}),
		});
		expect(rights.filter((right) => right.startsWith("kms:"))).toEqual([
			expect.stringMatching(/^kms:DescribeKey on key/),
			expect.stringMatching(/^kms:GetKeyPolicy on key/),
		]);
	});

	test.each([
		["grantRead", ["kms:Decrypt", "kms:DescribeKey"]],
		[
			"grantOperate",
			[
				"kms:Decrypt",
				"kms:DescribeKey",
				"kms:Encrypt",
				"kms:GenerateDataKey",
				"kms:GenerateDataKeyWithoutPlaintext",
				"kms:ReEncryptFrom",
				"kms:ReEncryptTo",
			],
		],
	] as const)("by %s reach a customer's key", (grant, actions) => {
		const key = Key.fromKeyArn(new Stack(), "Key", KEY_ARN);
		const rights = granted((sender, role) => sender[grant](role), {
			encryptionKey: key,
		});
		const ofKey = rights
			.map((right) => right.split(" ")[0])
			.filter((action) => action?.startsWith("kms:"));
		expect(ofKey).toEqual(actions);
	});
});
