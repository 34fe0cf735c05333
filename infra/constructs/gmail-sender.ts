import { RemovalPolicy, Stack, Tags } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import {
	type Grant,
	type IGrantable,
	type IRole,
	Policy,
	ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { SPACE } from "../../core/delivery/space.ts";
import type { MailRoute } from "../../core/event/route.ts";
import { allowProducers } from "./access/allow-producers.ts";
import { connect } from "./access/connect.ts";
import { grantOperate, grantRead } from "./access/operating.ts";
import type { Parts } from "./access/producer-grants.ts";
import {
	combined,
	grantOutcomes,
	grantPayloads,
} from "./access/producer-grants.ts";
import { ProducerNames, refuseNameless } from "./access/producer-names.ts";
import { Scheduling } from "./access/scheduling.ts";
import { taskResponses } from "./access/task-responses.ts";
import { MeasuredSender } from "./alarms/measured-sender.ts";
import { SenderAlarms } from "./alarms/sender-alarms.ts";
import { SenderDashboard } from "./alarms/sender-dashboard.ts";
import { findOrCreateTopic, refuseLoop } from "./alarms/topics.ts";
import { BreakerFunction } from "./functions/breaker-function.ts";
import { SendingFunction } from "./functions/sending-function.ts";
import type { GmailSenderProps } from "./gmail-sender-props.ts";
import type {
	ConnectOptions,
	GrantSendOptions,
	IGmailSender,
	ReadOutcomesOptions,
} from "./i-gmail-sender.ts";
import {
	ImportedGmailSender,
	type ImportOptions,
} from "./imported/imported-gmail-sender.ts";
import { manifestOf } from "./imported/read-import.ts";
import { type SenderParts, writeManifest } from "./manifest-output.ts";
import { createCredentialSecret } from "./queue/credential-secret.ts";
import { DeliveryQueue } from "./queue/delivery-queue.ts";
import { PayloadBucket } from "./queue/payload-bucket.ts";
import { checkQueuePolicy } from "./queue/queue-policy-size.ts";
import { StateTable } from "./queue/state-table.ts";
import { refuseEventLoops } from "./routes/refuse-event-loops.ts";
import { Routes } from "./routes/routes.ts";
import { refuseTwins } from "./settings/refuse-twins.ts";
import { settingsOf, usualName } from "./settings/settings.ts";
import { validateSettings } from "./settings/validate-props.ts";

/** Mail for any AWS workload through a Google mailbox: a queue, a function that drains it, and its alarms. */
export class GmailSender extends MeasuredSender implements IGmailSender {
	/**
	 * A sender of another stack or account, of which only the queue is known.
	 *
	 * @param queueArn ARN of its queue, the output `QueueArn` of its stack.
	 */
	static fromQueueArn(
		scope: Construct,
		id: string,
		queueArn: string,
		options: ImportOptions = {},
	): IGmailSender {
		return new ImportedGmailSender(scope, id, { queueArn, ...options });
	}

	/**
	 * A sender of another stack or account, with all that its manifest tells.
	 *
	 * @param manifest The JSON of its stack's manifest output.
	 * @throws Error when it is no manifest.
	 */
	static fromManifest(
		scope: Construct,
		id: string,
		manifest: string,
		options: ImportOptions = {},
	): IGmailSender {
		const read = manifestOf(id, manifest);
		return new ImportedGmailSender(scope, id, {
			queueArn: read.queueArn,
			manifest: read,
			...options,
		});
	}

	/** Name of the sender in metrics, alarms, logs and events. */
	readonly senderName: string;
	/** The queue that takes messages of format version 1. */
	readonly queue: IQueue;
	readonly deadLetterQueue: IQueue;
	readonly table: ITable;
	/** Bodies that are too long for the queue. */
	readonly payloadBucket: IBucket;
	/** Holds the App Password or OAuth credential. */
	readonly secret: ISecret;
	readonly function: LambdaFunction;
	/** Looks after the sender every minute; invoke it with `{"action":"status"}`. */
	readonly breakerFunction: LambdaFunction;
	readonly pageTopic: ITopic;
	readonly ticketTopic: ITopic;
	readonly refusesUnverified: boolean;
	readonly #producers = new ProducerNames();
	readonly #parts: Parts = {
		table: () => ({ name: this.table.tableName, arn: this.table.tableArn }),
		payloadBucket: () => ({
			name: this.payloadBucket.bucketName,
			arn: this.payloadBucket.bucketArn,
		}),
		spaceOf: (grantee) =>
			this.#ids === "shared"
				? SPACE.shared
				: this.#producers.spaceOf(this, grantee),
		nameAlike: (role, grantee) => {
			if (this.#ids === "own") this.#producers.addAlike(this, role, grantee);
		},
	};
	readonly #routes: Routes;
	readonly #ids: GmailSenderProps["ids"];
	readonly #role: IRole;
	readonly #alarms: SenderAlarms;
	readonly #all: SenderParts;

	constructor(scope: Construct, id: string, props: GmailSenderProps) {
		super(scope, id);
		const settings = settingsOf(props, usualName(this));
		validateSettings(settings);
		refuseTwins(this, settings);
		this.#ids = settings.ids;
		this.refusesUnverified = settings.unverifiedEvents === "refuse";
		this.#routes = new Routes(this, settings, props);
		const removalPolicy =
			props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
		const stateful = { removalPolicy, encryptionKey: props.encryptionKey };

		const { queue, deadLetterQueue } = new DeliveryQueue(this, "Queue", {
			...stateful,
			settings,
		});
		allowProducers(queue, props.allowProducers ?? []);
		checkQueuePolicy(queue);
		const { table } = new StateTable(this, "State", stateful);
		const { bucket } = new PayloadBucket(this, "Payloads", {
			...stateful,
			settings,
		});
		const secret =
			props.secret ?? createCredentialSecret(this, "Credential", stateful);
		const parts = {
			settings,
			queue,
			deadLetterQueue,
			table,
			payloadBucket: bucket,
			secret,
			options: props,
		};
		const sending = new SendingFunction(this, "Sending", {
			...parts,
			producers: this.#producers,
			routes: this.#routes,
		});
		const breaker = new BreakerFunction(this, "Breaker", {
			...parts,
			mapping: sending.mapping,
			sendingLogGroup: sending.logGroup,
		});
		this.pageTopic = findOrCreateTopic(this, "Page", props.pageTopic);
		this.ticketTopic = findOrCreateTopic(this, "Ticket", props.ticketTopic);
		const senderAlarms = new SenderAlarms(this, "Alarms", {
			settings,
			fn: sending.fn,
			place: {
				breakerName: breaker.fn.functionName,
				logGroupName: sending.logGroup.logGroupName,
				breakerLogGroupName: breaker.logGroup.logGroupName,
			},
			pageTopic: this.pageTopic,
			ticketTopic: this.ticketTopic,
		});
		const { alarms } = senderAlarms;
		refuseLoop(this, [this.pageTopic, this.ticketTopic], queue);
		refuseEventLoops(this, { name: settings.name, queue, alarms });
		if (props.dashboard ?? false) {
			new SenderDashboard(this, "Dashboard", {
				name: settings.name,
				queue,
				deadLetterQueue,
				fn: sending.fn,
				alarms,
			});
		}
		Tags.of(this).add("sqs-gmail-sender", settings.name, {
			// Its resource is to be the same whatever the props are.
			excludeResourceTypes: ["AWS::SecretsManager::Secret"],
		});

		this.#role = sending.role;
		this.#alarms = senderAlarms;
		this.senderName = settings.name;
		this.queue = queue;
		this.deadLetterQueue = deadLetterQueue;
		this.table = table;
		this.payloadBucket = bucket;
		this.secret = secret;
		this.function = sending.fn;
		this.breakerFunction = breaker.fn;
		const { pageTopic, ticketTopic } = this;
		this.#all = { ...parts, sending, breaker, pageTopic, ticketTopic };
		writeManifest(this, this.#all);
	}

	grantSend(grantee: IGrantable, options: GrantSendOptions = {}): Grant {
		const { producer } = options;
		refuseNameless(options);
		if (producer !== undefined) {
			this.#producers.add(this, grantee, producer, options);
			this.#alarms.addProducer(producer);
		}
		const { grantPrincipal } = grantee;
		if (!(grantPrincipal instanceof ServicePrincipal)) {
			return combined([
				this.queue.grantSendMessages(grantee),
				options.largeMessages === true
					? grantPayloads(this.#parts.payloadBucket(), grantee)
					: undefined,
			]);
		}
		// A service acts for every account; only what this account has it do may send.
		return this.queue.grantSendMessages(
			grantPrincipal.withConditions({
				StringEquals: { "aws:SourceAccount": Stack.of(this).account },
			}),
		);
	}

	grantReadOutcomes(
		grantee: IGrantable,
		{ producer = this.#parts.spaceOf(grantee) }: ReadOutcomesOptions = {},
	): Grant {
		return grantOutcomes(this, this.#parts.table(), grantee, producer);
	}

	grantSchedule(grantee: IGrantable): Grant {
		return Scheduling.of(this).grantSchedule(grantee, this.#parts);
	}

	connect(fn: LambdaFunction, options?: ConnectOptions): void {
		connect(this, this.#parts, fn, options);
	}

	/**
	 * Lets somebody look at the sender with the operator's commands: status, doctor, find, failed, report. Neither
	 * the credential nor a message's body is among it. Commands need `--stack`.
	 */
	grantRead(grantee: IGrantable): Grant {
		return grantRead(this, this.#all, grantee);
	}

	/** Lets somebody use every command of the operator's, on this sender alone. Commands need `--stack`. */
	grantOperate(grantee: IGrantable): Grant {
		return grantOperate(this, this.#all, grantee);
	}

	/** Turns events of a service into mail, besides the routes of the props. */
	addRoute(route: MailRoute): void {
		this.#routes.add(route);
	}

	/** The queue is this app's own: its policy can be added to. */
	requireQueuePolicy(): void {}

	/** Lets the sender answer the task tokens of a state machine; the right lies in `scope`'s stack, once a `scope`. */
	grantTaskResponses(stateMachineArn: string, scope: Construct): void {
		const id = `TaskResponses${this.node.addr.slice(-8)}`;
		if (scope.node.tryFindChild(id) !== undefined) return;
		new Policy(scope, id, {
			statements: [taskResponses(stateMachineArn)],
			// The role's own policy would make its stack depend on the state machine's, which depends on the queue.
			roles: [this.#role],
		});
	}
}
