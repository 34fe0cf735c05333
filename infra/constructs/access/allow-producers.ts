import { Stack } from "aws-cdk-lib";
import {
	AccountPrincipal,
	AnyPrincipal,
	type Conditions,
	type IPrincipal,
	PolicyStatement,
	ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { addToKey, keyStatement, viaSqs } from "./key-statements.ts";
import type { Producers } from "./producers.ts";

const SEND = ["sqs:SendMessage"];
const SEND_AND_LOOK_UP = [
	"sqs:SendMessage",
	"sqs:GetQueueUrl",
	"sqs:GetQueueAttributes",
];

/**
 * Lets accounts and organizations publish: their principals, as far as their own policies let them,
 * and the services that send in their own name. Five statements at most, since SQS takes 20.
 */
export function allowProducers(
	queue: Queue,
	producers: readonly Producers[],
): void {
	const idsOf = (kind: Producers["kind"]) => [
		...new Set(
			producers.filter((one) => one.kind === kind).map(({ id }) => id),
		),
	];
	const [accounts, organizations] = [idsOf("account"), idsOf("organization")];
	if (accounts.length > 0) allowAccounts(queue, accounts);
	if (organizations.length > 0) allowOrganizations(queue, organizations);
	if (producers.length > 0)
		addToKey(queue, keyStatement("MailOfServices", [SNS, EVENTS, S3]));
}

const SNS = new ServicePrincipal("sns.amazonaws.com");
const EVENTS = new ServicePrincipal("events.amazonaws.com");
const S3 = new ServicePrincipal("s3.amazonaws.com");

function allowAccounts(queue: Queue, accounts: readonly string[]): void {
	const { partition } = Stack.of(queue);
	const roots = accounts.map((id) => new AccountPrincipal(id));
	add(queue, "ProducersOfAccounts", roots, SEND_AND_LOOK_UP);
	// An ARN tells the account, so `*` is any topic and any rule of these accounts and no other.
	add(queue, "TopicsAndRulesOfAccounts", [SNS, EVENTS], SEND, {
		ArnLike: {
			"aws:SourceArn": accounts.flatMap((id) => [
				`arn:${partition}:sns:*:${id}:*`,
				`arn:${partition}:events:*:${id}:rule/*`,
			]),
		},
	});
	// The ARN of a bucket does not.
	add(queue, "BucketsOfAccounts", [S3], SEND, {
		StringEquals: { "aws:SourceAccount": accounts },
	});
	const StringEquals = viaSqs(queue);
	addToKey(queue, keyStatement("MailOfAccounts", roots, { StringEquals }));
}

function allowOrganizations(
	queue: Queue,
	organizations: readonly string[],
): void {
	const ofThem = { "aws:PrincipalOrgID": organizations };
	// Only who belongs to an organization has the key, so `*` is whoever is of these.
	const anyone = new AnyPrincipal();
	add(queue, "ProducersOfOrganizations", [anyone], SEND_AND_LOOK_UP, {
		StringEquals: ofThem,
	});
	// A service is of no organization; it tells the one of the resource it acts for.
	add(queue, "ServicesOfOrganizations", [SNS, EVENTS, S3], SEND, {
		StringEquals: { "aws:SourceOrgID": organizations },
	});
	const StringEquals = { ...viaSqs(queue), ...ofThem };
	addToKey(
		queue,
		keyStatement("MailOfOrganizations", [anyone], { StringEquals }),
	);
}

function add(
	queue: Queue,
	sid: string,
	principals: readonly IPrincipal[],
	actions: readonly string[],
	conditions: Conditions = {},
): void {
	queue.addToResourcePolicy(
		new PolicyStatement({
			sid,
			principals: [...principals],
			actions: [...actions],
			resources: [queue.queueArn],
			conditions,
		}),
	);
}
