import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { Random } from "../engine/random.ts";
import { errorOf } from "./errors.ts";

/** Id of the role that all mail comes from at first. */
export const PRODUCER = "AROAPRODUCER";

export interface QueueMessage {
	readonly id: string;
	readonly body: string;
	readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
	readonly senderId: string;
	/** Epoch ms. */
	readonly sentAt: number;
	receiveCount: number;
	visibleAt: number;
	/** Of the last receive: an older handle has no power over it. */
	handle: string;
}

/** Of a standard queue: beyond, a receive gets nothing. */
const MOST_IN_FLIGHT = 120_000;

/** As the construct sets it. */
const RETENTION_MS = 7 * 86_400_000;

/** A standard queue of SQS: at least once, in no order, batches of any size up to the limit. */
export class Queue {
	readonly name: string;
	readonly #random: Random;
	readonly #now: () => number;
	#messages: QueueMessage[] = [];
	#count = 0;
	/** Chance that a receive hides a message from nobody else. */
	twice = 0;
	/** How many messages each one stands for: 120,000 would take the simulation hours. */
	weight = 1;
	/** Called when something became, or will become, visible. */
	onChange: () => void = () => {};
	onSend: (message: QueueMessage) => void = () => {};
	onReceive: (message: QueueMessage) => void = () => {};
	onDelete: (message: QueueMessage) => void = () => {};
	onHide: (handle: string) => void = () => {};
	/** Called for what is gone as its time is over. */
	onExpiry: (message: QueueMessage) => void = () => {};

	constructor(name: string, random: Random, now: () => number) {
		this.name = name;
		this.#random = random;
		this.#now = now;
	}

	get messages(): readonly QueueMessage[] {
		return this.#messages;
	}

	get nextVisibleAt(): number {
		return this.#messages.reduce(
			(at, { visibleAt }) => Math.min(at, visibleAt),
			Number.POSITIVE_INFINITY,
		);
	}

	/** How many are in flight: received, and hidden since. */
	get inFlight(): number {
		const now = this.#now();
		const isHidden = ({ visibleAt }: QueueMessage) => visibleAt > now;
		return this.weight * this.#messages.filter(isHidden).length;
	}

	/** How many can be received. */
	get ready(): number {
		return this.weight * this.#messages.length - this.inFlight;
	}

	send(
		body: string,
		attributes: QueueMessage["attributes"] = {},
		senderId = `${PRODUCER}:session`,
	): string {
		this.#count += 1;
		const id = `${this.name}-${this.#count}`;
		const message: QueueMessage = {
			id,
			body,
			attributes,
			senderId,
			sentAt: this.#now(),
			receiveCount: 0,
			visibleAt: this.#now(),
			handle: "",
		};
		this.#messages.push(message);
		this.onSend(message);
		this.onChange();
		return id;
	}

	receive(most: number, visibilityMs: number): readonly QueueMessage[] {
		const now = this.#now();
		this.#dropExpired(now - RETENTION_MS);
		const visible = this.#messages.filter(({ visibleAt }) => visibleAt <= now);
		const room = (MOST_IN_FLIGHT - this.inFlight) / this.weight;
		const first = this.#random.whole(0, Math.max(0, visible.length - 1));
		return [...visible.slice(first), ...visible.slice(0, first)]
			.slice(0, Math.max(0, Math.min(most, room)))
			.map((message) => {
				this.#count += 1;
				message.receiveCount += 1;
				message.handle = `${message.id}/${this.#count}`;
				if (!this.#random.chance(this.twice))
					message.visibleAt = now + visibilityMs;
				this.onReceive(message);
				return { ...message };
			});
	}

	#dropExpired(before: number): void {
		const isOver = ({ sentAt }: QueueMessage) => sentAt < before;
		const gone = this.#messages.filter(isOver);
		if (gone.length === 0) return;
		this.#messages = this.#messages.filter((message) => !isOver(message));
		for (const message of gone) this.onExpiry(message);
	}

	delete(handle: string): void {
		const message = this.#byHandle(handle);
		if (message === undefined) return;
		this.#messages = this.#messages.filter((other) => other !== message);
		this.onDelete(message);
	}

	/** @throws Error for a time that SQS does not take. */
	hide(handle: string, seconds: number): void {
		if (!Number.isInteger(seconds) || seconds < 0 || seconds > 43_200)
			throw errorOf("InvalidParameterValue");
		this.onHide(handle);
		const message = this.#byHandle(handle);
		if (message === undefined) return;
		message.visibleAt = this.#now() + seconds * 1000;
		this.onChange();
	}

	#byHandle(handle: string): QueueMessage | undefined {
		return this.#messages.find((message) => message.handle === handle);
	}
}
