import { InvokeCommand } from "@aws-sdk/client-lambda";
import {
	SendMessageBatchCommand,
	SendMessageCommand,
} from "@aws-sdk/client-sqs";
import type { LocalFunction, SqsQueue } from "local-aws";
import { inject } from "vitest";
import { DEAD_LETTER_ATTRIBUTE, tableKey } from "../../core/contract.ts";
import { placeIn } from "../../core/delivery/space.ts";
import { type LocalRun, type RunOptions, run } from "../../local/run.ts";
import { LocalClients } from "./local-clients.ts";
import { mail } from "./mail.ts";

/** Between two looks at whether all is done: what is on its way between two processes is seen by one of them. */
const LOOK_EVERY_MS = 5;
const LOOKS = 4;
const MINUTE = 60_000;

type Json = Record<string, unknown>;

/** A running local stack with the words that end-to-end tests speak. */
export class Harness {
	readonly local: LocalRun;
	readonly lines: string[];
	readonly #clients: LocalClients;

	private constructor(local: LocalRun, lines: string[]) {
		this.local = local;
		this.lines = lines;
		this.#clients = new LocalClients(local.aws.url);
	}

	static async start(
		options: Partial<RunOptions> & {
			/** Variables of the sending function. */
			readonly environment?: Readonly<Record<string, string>>;
			readonly breakerEnvironment?: Readonly<Record<string, string>>;
		} = {},
	): Promise<Harness> {
		const lines: string[] = [];
		const local = await run({
			stacks: inject("stacks"),
			port: 0,
			inboxPort: 0,
			smtpPort: 0,
			onLine: (line) => lines.push(line),
			...options,
		});
		const stack = new Harness(local, lines);
		Object.assign(stack.sendingFunction.environment, options.environment);
		Object.assign(
			stack.breakerFunction.environment,
			options.breakerEnvironment,
		);
		return stack;
	}

	async stop(): Promise<void> {
		this.#clients.destroy();
		await this.local.stop();
	}

	get sendingFunction(): LocalFunction {
		return this.#function(this.sender.functionName);
	}

	get breakerFunction(): LocalFunction {
		return this.#function(this.sender.breakerFunctionName);
	}

	get sender() {
		const [sender] = this.local.senders;
		if (sender === undefined) throw new Error("no sender");
		return sender;
	}

	get gmail() {
		return this.local.gmail;
	}

	get mapping() {
		const [mapping] = this.local.aws.services.lambda.mappings;
		if (mapping === undefined) throw new Error("no mapping");
		return mapping;
	}

	/** `as`: access key id of who sends; one such as `AROABILLING` is reported as SenderId. */
	async send(
		message: Json | string,
		attributes: Readonly<Record<string, string>> = {},
		queueUrl = this.sender.queueUrl,
		as?: string,
	): Promise<string> {
		const { MessageId = "" } = await this.#clients.sqs(as).send(
			new SendMessageCommand({
				QueueUrl: queueUrl,
				MessageBody:
					typeof message === "string" ? message : JSON.stringify(message),
				MessageAttributes: Object.fromEntries(
					Object.entries(attributes).map(([name, StringValue]) => [
						name,
						{ DataType: "String", StringValue },
					]),
				),
			}),
		);
		return MessageId;
	}

	/** Sends many plain mails with the ids `prefix-0` and so on. */
	async sendMany(
		count: number,
		prefix = "mail",
		options: { readonly as?: string; readonly fields?: object } = {},
	): Promise<void> {
		const { as, fields = {} } = options;
		const all = Array.from({ length: count }, (_, index) =>
			mail({
				id: `${prefix}-${index}`,
				subject: `${prefix} ${index}`,
				...fields,
			}),
		);
		for (let from = 0; from < count; from += 10) {
			const Entries = all.slice(from, from + 10).map((message, index) => ({
				Id: String(index),
				MessageBody: JSON.stringify(message),
			}));
			await this.#clients.sqs(as).send(
				new SendMessageBatchCommand({
					QueueUrl: this.sender.queueUrl,
					Entries,
				}),
			);
		}
	}

	/** Knocks at the breaker function's door. */
	async ask(request: object): Promise<Json> {
		const { Payload } = await this.#clients.lambda.send(
			new InvokeCommand({
				FunctionName: this.sender.breakerFunctionName,
				Payload: JSON.stringify(request),
			}),
		);
		return JSON.parse(Buffer.from(Payload ?? []).toString());
	}

	/** Moves every message of the dead-letter queue back, the way AWS's own redrive does. */
	redriveNatively(): void {
		const dead = this.#queue(this.sender.deadLetterQueueArn);
		const source = this.#queue(this.sender.queueArn);
		dead.processTimers();
		for (const message of dead.messages.splice(0)) {
			source.enqueue({
				...message,
				messageId: crypto.randomUUID(),
				sentTimestamp: Date.now(),
				approximateReceiveCount: 0,
			});
		}
	}

	/** Waits until nothing is ready in the queue and nothing is at work. */
	async settle(): Promise<void> {
		const queue = this.#queue(this.sender.queueArn);
		for (let quiet = 0; quiet < LOOKS; ) {
			queue.processTimers();
			const idle =
				(!this.mapping.enabled || queue.messages.length === 0) &&
				!this.local.aws.busy;
			quiet = idle ? quiet + 1 : 0;
			await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
		}
	}

	/** Lets simulated time pass, a step at a time, with all work done in between. */
	async pass(minutes: number, stepMinutes = 1): Promise<void> {
		for (let passed = 0; passed < minutes; passed += stepMinutes) {
			this.local.aws.advance(stepMinutes * MINUTE);
			await this.settle();
		}
	}

	/** Lets simulated time pass until it is so. @throws Error when it is not after so many minutes. */
	async passUntil(
		isSo: () => boolean,
		{ within, step = 1 }: { readonly within: number; readonly step?: number },
	): Promise<void> {
		for (let passed = 0; !isSo(); passed += step) {
			if (passed >= within) throw new Error(`not so after ${within} minutes`);
			await this.pass(step, step);
		}
	}

	/** Messages in the source queue: ready, waiting or at work. */
	waiting(): number {
		const queue = this.#queue(this.sender.queueArn);
		return (
			queue.messages.length +
			queue.inflightMessages.size +
			queue.delayedMessages.length
		);
	}

	/** As if there were so many of the message that is hidden, for good. @returns what lets them go. */
	multiplyHidden(count: number): () => void {
		const { inflightMessages } = this.#queue(this.sender.queueArn);
		const [one] = inflightMessages.values();
		if (one === undefined) throw new Error("nothing is hidden");
		const handles = Array.from({ length: count }, (_, index) => `${index}`);
		for (const receiptHandle of handles)
			inflightMessages.set(receiptHandle, {
				...one,
				receiptHandle,
				visibilityDeadline: Number.POSITIVE_INFINITY,
			});
		return () => {
			for (const handle of handles) inflightMessages.delete(handle);
		};
	}

	deadLetters(): readonly { readonly body: string; readonly facts: Json }[] {
		const queue = this.#queue(this.sender.deadLetterQueueArn);
		return queue.messages.map(({ body, messageAttributes }) => {
			const attribute = messageAttributes[DEAD_LETTER_ATTRIBUTE] as
				| { readonly StringValue: string }
				| undefined;
			return {
				body,
				facts: attribute === undefined ? {} : JSON.parse(attribute.StringValue),
			};
		});
	}

	/** How often each recipient address was accepted by Google's look-alike. */
	acceptedBy(): Record<string, number> {
		const counts: Record<string, number> = {};
		for (const address of this.gmail.log.accepted.flatMap(
			({ recipients }) => recipients,
		))
			counts[address] = (counts[address] ?? 0) + 1;
		return counts;
	}

	get accepted() {
		return this.gmail.log.accepted;
	}

	get logins() {
		return this.gmail.log.logins;
	}

	receiveCounts(): readonly number[] {
		const queue = this.#queue(this.sender.queueArn);
		return [
			...queue.messages,
			...[...queue.inflightMessages.values()].map(({ message }) => message),
		].map(({ approximateReceiveCount }) => approximateReceiveCount);
	}

	/** The row of an id, whoever's it is. */
	async row(id: string): Promise<Json | undefined> {
		const rows = await this.rows();
		return rows.find(({ pk }) => placeIn(String(pk))?.id === id);
	}

	async breaker(): Promise<Json | undefined> {
		return this.#item(tableKey.breaker(this.sender.mailbox));
	}

	async quota(): Promise<Json | undefined> {
		return this.#item(tableKey.quota(this.sender.mailbox));
	}

	async rows(): Promise<readonly Json[]> {
		return this.#clients.items(this.sender.tableName);
	}

	#item(key: string): Promise<Json | undefined> {
		return this.#clients.item(this.sender.tableName, key);
	}

	/** Outcome events so far. */
	outcomes(): readonly Json[] {
		return this.local.aws.services.events.events
			.filter(({ source }) => source === "sqs-gmail-sender")
			.map(({ detail }) => detail as Json);
	}

	setPassword(password: string): void {
		this.local.aws.services.secrets.put(
			this.sender.secretArn,
			JSON.stringify({ appPassword: password }),
		);
	}

	log(event: string): readonly Json[] {
		return this.lines
			.filter((line) => line.startsWith("{"))
			.map((line) => JSON.parse(line) as Json)
			.filter((entry) => entry.event === event);
	}

	#function(name: string): LocalFunction {
		const fn = this.local.aws.functions.find(({ spec }) => spec.name === name);
		if (fn === undefined) throw new Error(`no function ${name}`);
		return fn;
	}

	#queue(arn: string): SqsQueue {
		const queue = this.local.aws.services.queues.store.getQueueByArn(arn);
		if (queue === undefined) throw new Error(`no queue ${arn}`);
		return queue;
	}
}
