import { Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import {
	Effect,
	PolicyStatement,
	Role,
	ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import {
	Architecture,
	EventSourceMapping,
	Function as LambdaFunction,
	LoggingFormat,
	Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { ENV } from "../../../core/contract.ts";
import { OUTCOME_SOURCE } from "../../../core/event/loop.ts";
import type { GmailSenderProps } from "../gmail-sender-props.ts";
import { readPayloads } from "../queue/payload-bucket.ts";
import type { Settings } from "../settings/settings.ts";
import { attachmentPlaces, readAttachments } from "./attachment-buckets.ts";
import { checkEnvironmentSize } from "./environment-size.ts";
import { codeWithTemplates, functionCode } from "./function-code.ts";
import { grantKey } from "./key-rights.ts";
import { networkInterfaceStatement } from "./network-interfaces.ts";
import { readTemplates } from "./read-templates.ts";

interface SendingFunctionProps {
	readonly settings: Settings;
	readonly queue: Queue;
	readonly deadLetterQueue: Queue;
	readonly table: Table;
	readonly payloadBucket: Bucket;
	readonly secret: ISecret;
	readonly options: GmailSenderProps;
	/** JSON object from SenderId to the producer's name; may hold tokens. */
	readonly producers: string;
	/** JSON array of the producers whose high priority counts. */
	readonly highPriority: string;
	/** JSON array of `MailRoute`, and one without `match`; may hold tokens. */
	readonly routes: string;
	readonly defaultRoute: string;
}

/** The function that drains the queue, with exactly the rights it uses. */
export class SendingFunction extends Construct {
	readonly fn: LambdaFunction;
	readonly role: Role;
	readonly mapping: EventSourceMapping;
	readonly logGroup: LogGroup;

	constructor(scope: Construct, id: string, props: SendingFunctionProps) {
		super(scope, id);
		const { settings, queue, options } = props;
		this.logGroup = new LogGroup(this, "Logs", {
			retention: options.logRetention ?? RetentionDays.ONE_MONTH,
			removalPolicy:
				options.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
		});
		const role = this.#createRole(props);
		this.role = role;
		this.fn = new LambdaFunction(this, "Resource", {
			description: `Sends the mail of ${settings.name} through Gmail SMTP`,
			runtime: Runtime.NODEJS_24_X,
			architecture: Architecture.ARM_64,
			handler: "index.handler",
			code:
				options.templates === undefined
					? functionCode("send-email")
					: codeWithTemplates(readTemplates(settings.name, options.templates)),
			timeout: Duration.seconds(settings.timeout),
			memorySize: options.memorySize ?? 512,
			role,
			logGroup: this.logGroup,
			loggingFormat: LoggingFormat.TEXT,
			environment: environmentOf(props),
			...(options.vpc === undefined ? {} : { vpc: options.vpc }),
			...(options.vpcSubnets === undefined
				? {}
				: { vpcSubnets: options.vpcSubnets }),
		});
		checkEnvironmentSize(this.fn);
		Validations.of(this.fn).acknowledge(
			{
				id: "Serverless-LambdaDLQ",
				reason:
					"That queue is for asynchronous invocations; this function is invoked by its event source mapping alone, and dead-letters messages itself, with their reason",
			},
			{
				id: "Serverless-LambdaTracing",
				reason:
					"X-Ray needs two permissions on every resource, and would show what the function's own log and metrics show already",
			},
		);
		this.mapping = new EventSourceMapping(this, "Mapping", {
			target: this.fn,
			eventSourceArn: queue.queueArn,
			batchSize: settings.batchSize,
			maxBatchingWindow: Duration.seconds(0),
			maxConcurrency: settings.maxConcurrency,
			reportBatchItemFailures: true,
		});
		Validations.of(this.mapping).acknowledge({
			id: "Serverless-LambdaEventSourceMappingDestination",
			reason:
				"SQS mappings have no failure destination; the queue's own dead-letter queue is the net",
		});
		this.mapping.node.addDependency(role);
	}

	#createRole({
		queue,
		deadLetterQueue,
		table,
		payloadBucket,
		secret,
		options,
	}: SendingFunctionProps): Role {
		const role = new Role(this, "Role", {
			assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
			description: "What the sending function may do",
		});
		const allow = (
			sid: string,
			actions: string[],
			resources: string[],
			conditions?: Record<string, Record<string, string>>,
		) =>
			role.addToPolicy(
				new PolicyStatement({
					...(sid === "" ? {} : { sid }),
					effect: Effect.ALLOW,
					actions,
					resources,
					...(conditions === undefined ? {} : { conditions }),
				}),
			);
		allow(
			"Drain",
			[
				"sqs:ReceiveMessage",
				"sqs:DeleteMessage",
				"sqs:ChangeMessageVisibility",
				"sqs:GetQueueAttributes",
			],
			[queue.queueArn],
		);
		allow("DeadLetter", ["sqs:SendMessage"], [deadLetterQueue.queueArn]);
		readPayloads(role, payloadBucket);
		readAttachments(role, options.attachmentBuckets);
		allow("State", ["dynamodb:GetItem", "dynamodb:PutItem"], [table.tableArn]);
		if (options.secret === undefined) {
			allow(
				"AppPassword",
				["secretsmanager:GetSecretValue"],
				[secret.secretArn],
			);
		} else {
			// An imported secret may be known by name only: CDK adds the suffix's pattern, and its key.
			options.secret.grantRead(role);
		}
		allow(
			"Log",
			["logs:CreateLogStream", "logs:PutLogEvents"],
			[this.logGroup.logGroupArn],
		);
		allow(
			"Outcomes",
			["events:PutEvents"],
			[
				Stack.of(this).formatArn({
					service: "events",
					resource: "event-bus",
					resourceName: "default",
				}),
			],
			{ StringEquals: { "events:source": OUTCOME_SOURCE } },
		);
		grantKey(options.encryptionKey, role);
		if (options.vpc !== undefined) networkInterfaceStatement(role);
		return role;
	}
}

function environmentOf({
	settings,
	queue,
	deadLetterQueue,
	table,
	payloadBucket,
	secret,
	producers,
	highPriority,
	routes,
	defaultRoute,
	options,
}: SendingFunctionProps): Record<string, string> {
	return {
		[ENV.sender]: settings.name,
		[ENV.mailbox]: settings.mailbox,
		[ENV.fromName]: settings.fromName,
		[ENV.aliases]: JSON.stringify(settings.aliases),
		[ENV.smtpHost]: settings.smtpHost,
		[ENV.smtpPort]: String(settings.smtpPort),
		[ENV.secretArn]: secret.secretArn,
		[ENV.queueUrl]: queue.queueUrl,
		[ENV.deadLetterQueueUrl]: deadLetterQueue.queueUrl,
		[ENV.tableName]: table.tableName,
		[ENV.connections]: String(settings.connections),
		[ENV.attemptBudget]: String(settings.attemptBudget),
		[ENV.onAmbiguous]: settings.onAmbiguous,
		[ENV.ledgerSeconds]: String(settings.ledgerRetention),
		[ENV.producers]: producers,
		[ENV.highPriority]: highPriority,
		[ENV.routes]: routes,
		[ENV.defaultRoute]: defaultRoute,
		[ENV.payloadBucket]: payloadBucket.bucketName,
		[ENV.attachmentBuckets]: attachmentPlaces(options.attachmentBuckets),
		[ENV.messageLimit]: String(settings.limits.messages),
		[ENV.recipientLimit]: String(settings.limits.recipients),
	};
}
