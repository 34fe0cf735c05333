import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { LocalAws, LocalFunction } from "local-aws";
import type { SenderManifest } from "../../core/manifest.ts";
import { atRun, opsCommand } from "../commands-to-type.ts";
import { Refused } from "../control/refused.ts";
import type { LookAlikeGmail } from "../gmail/server.ts";

/** The part of a run that drills are about. */
export interface DrillStack {
	readonly aws: LocalAws;
	readonly gmail: LookAlikeGmail;
	readonly senders: readonly SenderManifest[];
}

type Undo = () => void | Promise<void>;

/** One drill on one sender: what it can reach, and how to take back what it did. */
export class Scene {
	readonly stack: DrillStack;
	readonly sender: SenderManifest;
	readonly #alarm: string;
	readonly #undos: Undo[] = [];
	readonly #lastUndos: Undo[] = [];

	constructor(stack: DrillStack, sender: SenderManifest, alarm: string) {
		this.stack = stack;
		this.sender = sender;
		this.#alarm = alarm;
	}

	/** What takes back what is about to be done; the last is called first. */
	atEnd(undo: Undo): void {
		this.#undos.push(undo);
	}

	/** What takes back what may still be done by mail that is under way when the drill ends. */
	atLast(undo: Undo): void {
		this.#lastUndos.push(undo);
	}

	/** Takes everything back, but for what comes last. @throws AggregateError when some of it fails; the rest is done */
	end(): Promise<void> {
		return this.#undo(this.#undos);
	}

	/** Takes back what comes last, once nothing is at work. @throws AggregateError as end() does */
	endLast(): Promise<void> {
		return this.#undo(this.#lastUndos);
	}

	async #undo(undos: Undo[]): Promise<void> {
		const failures: unknown[] = [];
		for (const undo of undos.splice(0).toReversed()) {
			try {
				await undo();
			} catch (error) {
				failures.push(error);
			}
		}
		if (failures.length > 0)
			throw new AggregateError(failures, failures.map(String).join("; "));
	}

	get sendingFunction(): LocalFunction {
		return this.#function(this.sender.functionName);
	}

	get breakerFunction(): LocalFunction {
		return this.#function(this.sender.breakerFunctionName);
	}

	get mapping() {
		const { mappings } = this.stack.aws.services.lambda;
		return found(
			mappings.find(
				({ spec }) => spec.UUID === this.sender.eventSourceMappingId,
			),
			"event source mapping",
		);
	}

	get queue() {
		const { store } = this.stack.aws.services.queues;
		return found(store.getQueueByArn(this.sender.queueArn), "queue");
	}

	/** Sends a message that nobody has to read, to an address of its own. @returns its id */
	async send({
		to,
		delaySeconds = 0,
		as = "local",
	}: {
		readonly to?: string;
		readonly delaySeconds?: number;
		/** Access key id of who sends. */
		readonly as?: string;
	} = {}): Promise<string> {
		const id = `drill-${this.#alarm}-${crypto.randomUUID().slice(0, 8)}`;
		const client = new SQSClient({
			...this.stack.aws.client,
			credentials: { ...this.stack.aws.client.credentials, accessKeyId: as },
			useQueueUrlAsEndpoint: false,
		});
		try {
			await client.send(
				new SendMessageCommand({
					QueueUrl: this.sender.queueUrl,
					DelaySeconds: delaySeconds,
					MessageBody: JSON.stringify({
						id,
						to: to ?? `${id}@example.com`,
						subject: `[DRILL] ${this.#alarm}`,
						text: "A rehearsal: nobody has to read this.\n",
					}),
				}),
			);
		} finally {
			client.destroy();
		}
		return id;
	}

	/** Takes messages of this drill out of the queue, as far as they are still in it. */
	takeBack(ids: readonly string[]): void {
		const { queue } = this;
		const isOther = ({ body }: { readonly body: string }) =>
			!ids.some((id) => body.startsWith(`{"id":"${id}"`));
		queue.messages = queue.messages.filter(isOther);
		queue.delayedMessages = queue.delayedMessages.filter(isOther);
		for (const [handle, { message }] of queue.inflightMessages)
			if (!isOther(message)) queue.inflightMessages.delete(handle);
	}

	/** Denies some functions of the sender what AWS is asked for, as after a change of their roles. */
	deny(
		functions: readonly LocalFunction[],
		isDenied: (service: string, action: string, method: string) => boolean,
	): void {
		const { endpoint } = this.stack.aws;
		const before = endpoint.intercept;
		const keys = functions.map(
			({ environment }) => environment.AWS_ACCESS_KEY_ID,
		);
		endpoint.intercept = (service, action, by) =>
			keys.includes(by.accessKeyId) && isDenied(service, action, by.method)
				? "denied"
				: before(service, action, by);
		this.atEnd(() => {
			endpoint.intercept = before;
		});
	}

	/** Asks the breaker function. @throws Refused with what it says when it does not do it */
	async askBreaker(request: object): Promise<void> {
		const { payload, functionError } =
			await this.breakerFunction.invoke(request);
		const { ok, message } = JSON.parse(payload);
		if (functionError === undefined && ok === true) return;
		throw new Refused(
			`The breaker function does not answer: ${message ?? payload.slice(0, 300)}`,
		);
	}

	/** A command to type about this sender. */
	command(command: string): string {
		return opsCommand(this.stack, command, this.sender);
	}

	/** One of the AWS CLI, but for `aws`. */
	aws(command: string): string {
		const { aws } = this.stack;
		return atRun(`aws ${command}`, aws, aws.client.region);
	}

	#function(name: string): LocalFunction {
		const { functions } = this.stack.aws;
		return found(
			functions.find(({ spec }) => spec.name === name),
			`function ${name}`,
		);
	}
}

function found<Part>(part: Part | undefined, what: string): Part {
	if (part !== undefined) return part;
	throw new Refused(`Cannot do this as the run has no ${what} of this sender`);
}
