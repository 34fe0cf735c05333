import { Duration, Stack, Validations } from "aws-cdk-lib";
import type { Role } from "aws-cdk-lib/aws-iam";
import {
	EventSourceMapping,
	Function as LambdaFunction,
} from "aws-cdk-lib/aws-lambda";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct, type IConstruct } from "constructs";
import { ENV } from "../../../core/contract.ts";
import { OUTCOME_SOURCE } from "../../../core/event/loop.ts";
import type { ProducerNames } from "../access/producer-names.ts";
import { readPayloads } from "../queue/payload-bucket.ts";
import { eventWord } from "../routes/event-word.ts";
import type { Routes } from "../routes/routes.ts";
import {
	attachmentPlaces,
	foreignOwners,
	placeProducers,
	readAttachments,
	warnOfStrangers,
} from "./attachment-buckets.ts";
import { checkEnvironmentSize } from "./environment-size.ts";
import { bundleCode, bundleCodeWithTemplates } from "./function-code.ts";
import {
	createLogGroup,
	type FunctionParts,
	platform,
	sharedEnvironment,
	WITHOUT_TRACING,
} from "./function-parts.ts";
import { readTemplates } from "./read-templates.ts";
import {
	allow,
	allowKeyAndNetwork,
	allowSecretAndLog,
	allowState,
	createRole,
} from "./rights.ts";

interface SendingFunctionProps extends FunctionParts {
	readonly payloadBucket: Bucket;
	readonly producers: ProducerNames;
	readonly routes: Routes;
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
		this.logGroup = createLogGroup(this, options);
		this.role = this.#createRole(props);
		this.fn = new LambdaFunction(this, "Resource", {
			...platform(options),
			description: `Sends the mail of ${settings.name} through Gmail SMTP`,
			code:
				options.templates === undefined
					? bundleCode("send-email")
					: bundleCodeWithTemplates(
							readTemplates(settings.name, options.templates),
						),
			timeout: Duration.seconds(settings.timeout),
			memorySize: options.memorySize ?? 512,
			role: this.role,
			logGroup: this.logGroup,
			environment: environmentOf(this, props),
		});
		checkEnvironmentSize(this.fn);
		Validations.of(this.fn).acknowledge(
			{
				id: "Serverless-LambdaDLQ",
				reason:
					"That queue is for asynchronous invocations; this function is invoked by its event source mapping alone, and dead-letters messages itself, with their reason",
			},
			WITHOUT_TRACING,
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
		this.mapping.node.addDependency(this.role);
	}

	#createRole(props: SendingFunctionProps): Role {
		const { queue, deadLetterQueue, table, payloadBucket, options } = props;
		const role = createRole(this, "What the sending function may do");
		allow(role, {
			sid: "Drain",
			actions: [
				"sqs:ReceiveMessage",
				"sqs:DeleteMessage",
				"sqs:ChangeMessageVisibility",
				"sqs:GetQueueAttributes",
			],
			resources: [queue.queueArn],
		});
		allow(role, {
			sid: "DeadLetter",
			actions: ["sqs:SendMessage"],
			resources: [deadLetterQueue.queueArn],
		});
		readPayloads(role, payloadBucket);
		readAttachments(role, options.attachmentBuckets);
		warnOfStrangers(this, options.attachmentBuckets, options.allowProducers);
		allowState(role, table);
		allowSecretAndLog(role, { ...props, logGroup: this.logGroup });
		allow(role, {
			sid: "Outcomes",
			actions: ["events:PutEvents"],
			resources: [
				Stack.of(this).formatArn({
					service: "events",
					resource: "event-bus",
					resourceName: "default",
				}),
			],
			// The key has a value for each event of a request.
			conditions: {
				"ForAllValues:StringEquals": { "events:source": OUTCOME_SOURCE },
			},
		});
		allowKeyAndNetwork(role, options);
		return role;
	}
}

function environmentOf(
	scope: IConstruct,
	props: SendingFunctionProps,
): Readonly<Record<string, string>> {
	const { settings, payloadBucket, producers, routes, options } = props;
	const owners = foreignOwners(scope, options.attachmentBuckets);
	return {
		...sharedEnvironment(props),
		[ENV.fromName]: settings.fromName,
		[ENV.aliases]: JSON.stringify(settings.aliases),
		[ENV.connections]: String(settings.connections),
		[ENV.attemptBudget]: String(settings.attemptBudget),
		[ENV.onAmbiguous]: settings.onAmbiguous,
		[ENV.ledgerSeconds]: String(settings.ledgerRetention),
		[ENV.producers]: producers.json,
		[ENV.ids]: settings.ids,
		[ENV.highPriority]: producers.highPriorityJson,
		[ENV.shares]: producers.sharesJson,
		[ENV.routes]: routes.json,
		[ENV.defaultRoute]: routes.defaultJson,
		[ENV.eventWord]: eventWord(payloadBucket),
		[ENV.unverifiedEvents]: settings.unverifiedEvents,
		[ENV.payloadBucket]: payloadBucket.bucketName,
		[ENV.attachmentBuckets]: attachmentPlaces(options.attachmentBuckets),
		[ENV.onlyFor]: JSON.stringify({
			...settings.aliasProducers,
			...placeProducers(options.attachmentBuckets),
		}),
		...(Object.keys(owners).length === 0
			? {}
			: { [ENV.bucketOwners]: JSON.stringify(owners) }),
	};
}
