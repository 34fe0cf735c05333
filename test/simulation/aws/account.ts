import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { MessageAttributeValue, SQSClient } from "@aws-sdk/client-sqs";
import type { Process } from "../engine/process.ts";
import type { Random } from "../engine/random.ts";
import type { Scheduler } from "../engine/scheduler.ts";
import type { Service } from "../troubles.ts";
import { errorOf } from "./errors.ts";
import type { Network } from "./network.ts";
import { Queue, type QueueMessage } from "./queue.ts";
import { Table } from "./table.ts";

// biome-ignore lint/suspicious/noExplicitAny: each handler reads the input of its own command
type Handlers = Readonly<Record<string, (input: any) => unknown>>;

interface Named {
	readonly QueueUrl: string;
}

/** A call with its retry. */
const LOOKED_AT_ONCE_MS = 10_000;

/** What of AWS one sender works with. */
export class Account {
	readonly table = new Table();
	readonly source: Queue;
	readonly dead: Queue;
	/** The versions of the secret, the current one last. */
	readonly secrets: { readonly version: string; readonly value: string }[] = [];
	/** The event source mapping: whether it polls, and when it has settled. */
	readonly mapping = {
		enabled: true,
		wanted: true,
		changedAt: 0,
		settledAt: 0,
		onChange: () => {},
		/** Somebody wants to change it while it is changing. */
		onUpdateTooEarly: () => {},
	};
	readonly #scheduler: Scheduler;
	readonly #random: Random;
	readonly #network: Network;

	constructor(scheduler: Scheduler, random: Random, network: Network) {
		this.#scheduler = scheduler;
		this.#random = random;
		this.#network = network;
		const now = () => scheduler.now;
		this.source = new Queue("source", random, now);
		this.dead = new Queue("dead", random, now);
	}

	/** The SDK's clients as a process has them. */
	clientsFor(process: Process, timeoutMs: number) {
		const client = <T>(service: Service, handlers: Handlers) =>
			Object.assign(Object.create(DynamoDBClient.prototype), {
				send: (command: { readonly input: unknown }) => {
					const { name } = command.constructor;
					const handler = handlers[name];
					if (handler === undefined)
						throw new Error(`no command of the simulated AWS: ${name}`);
					const what = name.replace("Command", "");
					return this.#network.call(
						process,
						service,
						what,
						() => handler(command.input),
						timeoutMs,
					);
				},
				destroy: () => {},
			}) as T;
		return {
			dynamo: client<DynamoDBClient>("table", this.table.handlers),
			sqs: client<SQSClient>("queue", this.#queueHandlers),
			secrets: client<SecretsManagerClient>("secret", {
				GetSecretValueCommand: () => {
					const { value, version } = this.secrets.at(-1) ?? {};
					if (value === undefined) throw errorOf("ResourceNotFoundException");
					return { SecretString: value, VersionId: version };
				},
			}),
			events: client<EventBridgeClient>("events", {
				PutEventsCommand: () => ({ FailedEntryCount: 0 }),
			}),
			lambda: client<LambdaClient>("mapping", this.#mappingHandlers),
		};
	}

	readonly #mappingHandlers: Handlers = {
		GetEventSourceMappingCommand: () => ({ State: this.#mappingState() }),
		UpdateEventSourceMappingCommand: ({
			Enabled,
		}: {
			readonly Enabled: boolean;
		}) => {
			const { now } = this.#scheduler;
			if (this.mapping.settledAt > now) {
				// Of two who looked at once, the second may be too early.
				if (now - this.mapping.changedAt > LOOKED_AT_ONCE_MS)
					this.mapping.onUpdateTooEarly();
				throw errorOf("ResourceInUseException");
			}
			this.setMapping(Enabled);
			return {};
		},
	};

	/** AWS takes seconds up to a minute to carry it out. */
	setMapping(enabled: boolean): void {
		const ms = this.#random.whole(2000, 45_000);
		this.mapping.wanted = enabled;
		this.mapping.changedAt = this.#scheduler.now;
		this.mapping.settledAt = this.#scheduler.now + ms;
		this.#scheduler.in(ms, () => {
			this.mapping.enabled = this.mapping.wanted;
			this.mapping.onChange();
		});
	}

	#mappingState(): string {
		const { wanted, settledAt } = this.mapping;
		const isSettled = settledAt <= this.#scheduler.now;
		return `${wanted ? "Enabl" : "Disabl"}${isSettled ? "ed" : "ing"}`;
	}

	#queueOf({ QueueUrl }: Named): Queue {
		return QueueUrl === this.dead.name ? this.dead : this.source;
	}

	readonly #queueHandlers: Handlers = {
		SendMessageCommand: (
			input: Named & {
				readonly MessageBody: string;
				readonly MessageAttributes?: Record<string, MessageAttributeValue>;
			},
		) => ({
			MessageId: this.#queueOf(input).send(
				input.MessageBody,
				input.MessageAttributes,
				"AROAOPERATOR:ops",
			),
		}),
		ReceiveMessageCommand: (
			input: Named & {
				readonly MaxNumberOfMessages: number;
				readonly VisibilityTimeout: number;
			},
		) => ({
			Messages: this.#queueOf(input)
				.receive(input.MaxNumberOfMessages, input.VisibilityTimeout * 1000)
				.map(received),
		}),
		DeleteMessageCommand: (
			input: Named & { readonly ReceiptHandle: string },
		) => {
			this.#queueOf(input).delete(input.ReceiptHandle);
			return {};
		},
		ChangeMessageVisibilityBatchCommand: (
			input: Named & {
				readonly Entries: readonly {
					readonly ReceiptHandle: string;
					readonly VisibilityTimeout: number;
				}[];
			},
		) => {
			if (input.Entries.length > 10)
				throw errorOf("TooManyEntriesInBatchRequest");
			for (const { ReceiptHandle, VisibilityTimeout } of input.Entries)
				this.#queueOf(input).hide(ReceiptHandle, VisibilityTimeout);
			return {};
		},
		GetQueueAttributesCommand: (input: Named) => {
			const queue = this.#queueOf(input);
			return {
				Attributes: {
					ApproximateNumberOfMessages: String(queue.ready),
					ApproximateNumberOfMessagesNotVisible: String(queue.inFlight),
				},
			};
		},
	};
}

function received({
	id,
	handle,
	body,
	attributes,
	sentAt,
	receiveCount,
	senderId,
}: QueueMessage) {
	return {
		MessageId: id,
		ReceiptHandle: handle,
		Body: body,
		MessageAttributes: attributes,
		Attributes: {
			SentTimestamp: String(sentAt),
			ApproximateReceiveCount: String(receiveCount),
			SenderId: senderId,
		},
	};
}
