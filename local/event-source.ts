import {
	DeleteMessageBatchCommand,
	type Message,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { failedMessageIds } from "./batch-response.ts";
import type { LocalFunction } from "./lambda/local-function.ts";

export interface MappingSpec {
	readonly id: string;
	readonly queueUrl: string;
	readonly queueArn: string;
	readonly functionName: string;
	readonly functionArn: string;
	readonly batchSize: number;
	readonly windowSeconds: number;
	readonly maxConcurrency: number;
	readonly reportsItemFailures: boolean;
}

const LONG_POLL_SECONDS = 20;
const MOST_PER_RECEIVE = 10;

/** An event source mapping from SQS: pollers that receive, invoke, and delete what did not fail. */
export class EventSourceMapping {
	readonly spec: MappingSpec;
	readonly #fn: LocalFunction;
	readonly #client: SQSClient;
	readonly #region: string;
	readonly #endLongPolls: () => void;
	#stop: AbortController | undefined;
	#pollers: Promise<void>[] = [];

	constructor(
		spec: MappingSpec,
		options: {
			readonly fn: LocalFunction;
			readonly endpoint: string;
			readonly region: string;
			/** Lets every waiting receive return empty: an aborted one could still take a message along. */
			readonly endLongPolls: () => void;
		},
	) {
		this.spec = spec;
		this.#fn = options.fn;
		this.#region = options.region;
		this.#endLongPolls = options.endLongPolls;
		this.#client = new SQSClient({
			endpoint: options.endpoint,
			region: options.region,
			useQueueUrlAsEndpoint: false,
			credentials: { accessKeyId: "local", secretAccessKey: "local" },
		});
	}

	get enabled(): boolean {
		return this.#stop !== undefined;
	}

	enable(): void {
		if (this.#stop !== undefined) return;
		const stop = new AbortController();
		this.#stop = stop;
		this.#pollers = Array.from({ length: this.spec.maxConcurrency }, () =>
			this.#poll(stop.signal),
		);
	}

	/** Stops polling; what is at work is finished. */
	async disable(): Promise<void> {
		const pollers = this.#pollers;
		this.#stop?.abort();
		this.#stop = undefined;
		this.#pollers = [];
		this.#endLongPolls();
		// One that was just being asked for begins to wait a moment later.
		const again = setInterval(this.#endLongPolls, 50);
		await Promise.all(pollers);
		clearInterval(again);
	}

	async stop(): Promise<void> {
		const disabled = this.disable();
		this.#fn.stop();
		await disabled;
		this.#client.destroy();
	}

	async #poll(stop: AbortSignal): Promise<void> {
		while (!stop.aborted) {
			const batch = await this.#gather(stop);
			if (batch.length === 0) continue;
			// What could not be deleted comes back after the visibility timeout.
			for (const part of splitByPayload(batch)) {
				await this.#deliver(part).catch((error) =>
					console.error(`event source mapping: ${error}`),
				);
			}
		}
	}

	async #gather(stop: AbortSignal): Promise<readonly Message[]> {
		const { batchSize, windowSeconds } = this.spec;
		const batch = [
			...(await this.#receive(
				Math.min(batchSize, MOST_PER_RECEIVE),
				LONG_POLL_SECONDS,
				stop,
			)),
		];
		const windowEnds = Date.now() + windowSeconds * 1000;
		while (
			batch.length > 0 &&
			batch.length < batchSize &&
			Date.now() < windowEnds &&
			!stop.aborted
		) {
			const wait = Math.min(
				LONG_POLL_SECONDS,
				Math.max(1, Math.round((windowEnds - Date.now()) / 1000)),
			);
			batch.push(
				...(await this.#receive(
					Math.min(batchSize - batch.length, MOST_PER_RECEIVE),
					wait,
					stop,
				)),
			);
		}
		return batch;
	}

	async #receive(
		most: number,
		waitSeconds: number,
		stop: AbortSignal,
	): Promise<readonly Message[]> {
		try {
			const { Messages = [] } = await this.#client.send(
				new ReceiveMessageCommand({
					QueueUrl: this.spec.queueUrl,
					MaxNumberOfMessages: most,
					WaitTimeSeconds: waitSeconds,
					MessageSystemAttributeNames: ["All"],
					MessageAttributeNames: ["All"],
				}),
			);
			return Messages;
		} catch (error) {
			if (stop.aborted) return [];
			console.error(`event source mapping: ${error}`);
			await new Promise((resolve) => setTimeout(resolve, 500));
			return [];
		}
	}

	async #deliver(batch: readonly Message[]): Promise<void> {
		const { payload, functionError } = await this.#fn.invoke({
			Records: batch.map((message) => this.#record(message)),
		});
		if (functionError !== undefined) return;
		const ids = batch.map(({ MessageId }) => MessageId ?? "");
		const failed = failedMessageIds(
			payload,
			ids,
			this.spec.reportsItemFailures,
		);
		const done = batch.filter(({ MessageId }) => !failed.has(MessageId ?? ""));
		for (let from = 0; from < done.length; from += 10) {
			await this.#client.send(
				new DeleteMessageBatchCommand({
					QueueUrl: this.spec.queueUrl,
					Entries: done
						.slice(from, from + 10)
						.map(({ ReceiptHandle }, index) => ({
							Id: String(index),
							ReceiptHandle,
						})),
				}),
			);
		}
	}

	#record({
		MessageId,
		ReceiptHandle,
		Body,
		Attributes,
		MessageAttributes,
		MD5OfBody,
	}: Message): object {
		return {
			messageId: MessageId,
			receiptHandle: ReceiptHandle,
			body: Body,
			attributes: Attributes,
			messageAttributes: Object.fromEntries(
				Object.entries(MessageAttributes ?? {}).map(
					([name, { DataType, StringValue, BinaryValue }]) => [
						name,
						{
							dataType: DataType,
							stringListValues: [],
							binaryListValues: [],
							...(StringValue === undefined
								? {}
								: { stringValue: StringValue }),
							...(BinaryValue === undefined
								? {}
								: { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
						},
					],
				),
			),
			md5OfBody: MD5OfBody,
			eventSource: "aws:sqs",
			eventSourceARN: this.spec.queueArn,
			awsRegion: this.#region,
		};
	}
}

/** Lambda takes 6 MB in one invocation; a larger batch is delivered in parts. */
const MOST_BYTES = 6_000_000;

function splitByPayload(batch: readonly Message[]): Message[][] {
	const parts: Message[][] = [];
	let room = 0;
	for (const message of batch) {
		const size = Buffer.byteLength(JSON.stringify(message));
		if (size > room) {
			parts.push([]);
			room = MOST_BYTES;
		}
		parts.at(-1)?.push(message);
		room -= size;
	}
	return parts;
}
