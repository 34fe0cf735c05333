import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import {
	DeleteMessageBatchCommand,
	type Message,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { LOCAL_CREDENTIALS } from "../http.ts";
import { queueUrl } from "../sqs/plan.ts";
import { failedMessageIds } from "./batch-response.ts";
import type { LocalFunction } from "./local-function.ts";
import type { MappingSpec } from "./plan.ts";
import { splitByPayload, sqsEvent } from "./sqs-event.ts";

export type MappingState = "Enabling" | "Enabled" | "Disabling" | "Disabled";

const LONG_POLL_SECONDS = 20;
const MOST_PER_RECEIVE = 10;
const CUT_OFF_LOOK_MS = 50;
/** Without a limit of the mapping. */
const USUAL_POLLERS = 5;

interface MappingOptions {
	readonly fn: Pick<LocalFunction, "invoke" | "stop">;
	readonly endpoint: string;
	readonly region: string;
	/** Lets every waiting receive return empty: an aborted one could still take a message along. */
	readonly endLongPolls: () => void;
}

/** An event source mapping from SQS: pollers that receive, invoke, and delete what did not fail. */
export class EventSourceMapping {
	#spec: MappingSpec;
	readonly #queueUrl: string;
	readonly #options: MappingOptions;
	readonly #client: SQSClient;
	#stop: AbortController | undefined;
	#pollers: Promise<void>[] = [];
	/** While the pollers start or stop. */
	#change: Promise<void> | undefined;
	#batchesInHand = 0;
	/** For tests: Lambda's API is not allowed to change this mapping. */
	refuseUpdates = false;
	#isCutOff = false;

	constructor(spec: MappingSpec, options: MappingOptions) {
		const { endpoint, region } = options;
		this.#spec = spec;
		this.#queueUrl = queueUrl(endpoint, spec.EventSourceArn);
		this.#options = options;
		this.#client = new SQSClient({
			endpoint,
			region,
			useQueueUrlAsEndpoint: false,
			credentials: LOCAL_CREDENTIALS,
		});
	}

	get spec(): MappingSpec {
		return this.#spec;
	}

	/** Changes how it polls; another number of pollers needs a new start. */
	change(changes: Partial<MappingSpec>): void {
		const before = pollersOf(this.spec);
		this.#spec = { ...this.spec, ...changes };
		if (this.enabled && pollersOf(this.spec) !== before)
			void this.disable().then(() => this.enable());
	}

	/** For drills: Lambda is not allowed to read the queue. */
	get isCutOff(): boolean {
		return this.#isCutOff;
	}

	set isCutOff(isCutOff: boolean) {
		this.#isCutOff = isCutOff;
		this.#options.endLongPolls();
	}

	/** Whether it polls, or is about to. */
	get enabled(): boolean {
		return this.#stop !== undefined;
	}

	get state(): MappingState {
		if (this.enabled)
			return this.#change === undefined ? "Enabled" : "Enabling";
		return this.#change === undefined ? "Disabled" : "Disabling";
	}

	/** Whether it holds messages that it has received and not yet done with. */
	get busy(): boolean {
		return this.#batchesInHand > 0;
	}

	/** Starts polling. Like disable(), by hand: whatever state it is in. */
	enable(): void {
		if (this.#stop !== undefined) return;
		const stop = new AbortController();
		this.#stop = stop;
		this.#pollers = Array.from({ length: pollersOf(this.spec) }, () =>
			this.#poll(stop.signal),
		);
		void this.#settle(setImmediate());
	}

	/** Stops polling; kept when what is at work is finished. */
	disable(): Promise<void> {
		if (this.#stop === undefined) return this.#change ?? Promise.resolve();
		this.#stop.abort();
		this.#stop = undefined;
		return this.#settle(this.#ended(this.#pollers.splice(0)));
	}

	async stop(): Promise<void> {
		const disabled = this.disable();
		this.#options.fn.stop();
		await disabled;
		this.#client.destroy();
	}

	async #settle(change: Promise<void>): Promise<void> {
		this.#change = change;
		await change;
		// Unless it has been changed again meanwhile.
		if (this.#change === change) this.#change = undefined;
	}

	async #ended(pollers: readonly Promise<void>[]): Promise<void> {
		const { endLongPolls } = this.#options;
		endLongPolls();
		// One that was just being asked for begins to wait a moment later.
		const again = setInterval(endLongPolls, 10);
		await Promise.all(pollers);
		clearInterval(again);
	}

	async #poll(stop: AbortSignal): Promise<void> {
		let deleted = Promise.resolve();
		while (!stop.aborted) {
			if (this.#isCutOff) {
				await sleep(CUT_OFF_LOOK_MS);
				continue;
			}
			const first = await this.#receive(LONG_POLL_SECONDS, stop);
			if (first.length === 0) continue;
			this.#batchesInHand += 1;
			const batch = await this.#gather(first, stop);
			const done: Message[] = [];
			for (const part of splitByPayload(batch))
				done.push(...(await this.#deliver(part)));
			// Deleting does not hold up the next batch.
			await deleted;
			deleted = this.#delete(done);
		}
		await deleted;
	}

	/** Adds to what came first until the batch is full, or its window over. */
	async #gather(
		first: readonly Message[],
		stop: AbortSignal,
	): Promise<readonly Message[]> {
		const { BatchSize, MaximumBatchingWindowInSeconds } = this.spec;
		const batch = [...first];
		const windowEnds = Date.now() + MaximumBatchingWindowInSeconds * 1000;
		while (
			batch.length < BatchSize &&
			Date.now() < windowEnds &&
			!stop.aborted
		) {
			const left = Math.round((windowEnds - Date.now()) / 1000);
			const wait = Math.min(LONG_POLL_SECONDS, Math.max(1, left));
			batch.push(...(await this.#receive(wait, stop, batch.length)));
		}
		return batch;
	}

	/** `have`: how many of the batch are there already. */
	async #receive(
		waitSeconds: number,
		stop: AbortSignal,
		have = 0,
	): Promise<readonly Message[]> {
		const most = Math.min(this.spec.BatchSize - have, MOST_PER_RECEIVE);
		try {
			const { Messages = [] } = await this.#client.send(
				new ReceiveMessageCommand({
					QueueUrl: this.#queueUrl,
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
			await sleep(500);
			return [];
		}
	}

	/** @returns the messages that the function is done with. */
	async #deliver(batch: readonly Message[]): Promise<readonly Message[]> {
		const { EventSourceArn, FunctionResponseTypes = [] } = this.spec;
		const { fn, region } = this.#options;
		const { payload, functionError, throttled } = await fn.invoke(
			sqsEvent(batch, { queueArn: EventSourceArn, region }),
		);
		// What failed or was throttled comes back after the visibility timeout.
		if (functionError !== undefined || throttled) return [];
		const ids = batch.map(({ MessageId }) => MessageId ?? "");
		const failed = failedMessageIds(
			payload,
			ids,
			FunctionResponseTypes.includes("ReportBatchItemFailures"),
		);
		return batch.filter(({ MessageId }) => !failed.has(MessageId ?? ""));
	}

	/** What could not be deleted comes back after the visibility timeout. */
	async #delete(done: readonly Message[]): Promise<void> {
		const entries = done.map(({ ReceiptHandle }, index) => ({
			Id: String(index),
			ReceiptHandle,
		}));
		try {
			for (let from = 0; from < done.length; from += 10)
				await this.#client.send(
					new DeleteMessageBatchCommand({
						QueueUrl: this.#queueUrl,
						Entries: entries.slice(from, from + 10),
					}),
				);
		} catch (error) {
			console.error(`event source mapping: ${error}`);
		}
		this.#batchesInHand -= 1;
	}
}

function pollersOf({ ScalingConfig }: MappingSpec): number {
	return ScalingConfig?.MaximumConcurrency ?? USUAL_POLLERS;
}
