import type { IncomingMessage, ServerResponse } from "node:http";
import { buildApp } from "fauxqs";
import { loadFauxqsParts, type SqsStore } from "./fauxqs-parts.ts";
import { AwsError, serveQuery } from "./http.ts";
import { type Buckets, shimS3 } from "./s3/shim.ts";
import { createSnsActions } from "./sns/actions.ts";
import { createSigner, type Signer } from "./sns/signer.ts";
import { queueUrl } from "./sqs/plan.ts";
import {
	refusalOfQuery,
	speaksJson,
	speaksQuery,
} from "./sqs/query-protocol.ts";
import { SenderIds } from "./sqs/sender-ids.ts";
import { amendReceived, createSqsShims } from "./sqs/shim.ts";

/** SQS, SNS and S3: fauxqs, with what it leaves out put in front of it. */
export interface SqsSnsS3 {
	readonly store: SqsStore;
	readonly buckets: Buckets;
	/**
	 * Addresses whose e-mail subscriptions are still `PendingConfirmation`. Empty at first: locally
	 * every address counts as confirmed, until it is put here.
	 */
	readonly unconfirmedEmails: Set<string>;
	readonly signer: Signer;
	/** Those that a topic was given. */
	topicAttributes(arn: string): Readonly<Record<string, string>>;
	handle(request: IncomingMessage, response: ServerResponse): void;
	stop(): Promise<void>;
}

export async function startSqsSnsS3(region: string): Promise<SqsSnsS3> {
	const parts = await loadFauxqsParts();
	// Without the u flag the pattern refuses every character above U+FFFF, emoji among them.
	parts.bodyCharacters.test = (text) =>
		/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text);
	const store = new parts.SqsStore();
	store.region = region;
	// A team that knows a queue by its ARN alone names an account and a region that are not here.
	const getQueueByArn = store.getQueueByArn.bind(store);
	store.getQueueByArn = (arn) =>
		getQueueByArn(arn) ?? store.getQueue(queueUrl("http://127.0.0.1", arn));
	const snsStore = new parts.SnsStore();
	snsStore.region = region;
	const s3Store = new parts.S3Store();
	const app = buildApp({
		logger: false,
		stores: { sqsStore: store, snsStore, s3Store } as never,
	});
	app.addHook("preHandler", (request, reply, done) => {
		if (!speaksQuery(request)) return done();
		reply.status(400).type("text/xml").send(refusalOfQuery());
	});
	const buckets = shimS3(app, { store: s3Store, S3Error: parts.S3Error });
	// An empty host makes queue URLs name the address that was asked.
	store.host = "";
	const shims = createSqsShims(store, parts.createMessage);
	const senders = new SenderIds();
	const unconfirmedEmails = new Set<string>();
	const signer = createSigner();
	const snsActions = createSnsActions({
		topics: snsStore,
		queues: store,
		createMessage: parts.createMessage,
		unconfirmedEmails,
		signer,
	});

	app.addHook("preHandler", async (request, reply) => {
		const form = request.body as Record<string, string> | null;
		const isFifo = form?.TopicArn?.endsWith(".fifo") === true;
		if (Object.hasOwn(snsActions, form?.Action ?? "") && !isFifo) {
			reply.hijack();
			return serveQuery(
				new URLSearchParams(form ?? {}),
				reply.raw,
				"http://sns.amazonaws.com/doc/2010-03-31/",
				snsActions,
			);
		}
		const action = actionOf(request.headers["x-amz-target"]);
		if (action === "SendMessage" || action === "SendMessageBatch")
			senders.note(
				request.body as Record<string, unknown>,
				request.headers.authorization,
			);
		const shim = action === undefined ? undefined : shims[action];
		if (shim === undefined) return;
		const send = (answer: object) =>
			reply.type("application/x-amz-json-1.0").send(JSON.stringify(answer));
		try {
			const answer = shim((request.body ?? {}) as Record<string, unknown>);
			if (answer !== undefined) return send(answer);
		} catch (error) {
			if (!(error instanceof AwsError)) throw error;
			const { code, message, status } = error;
			reply.status(status).header("x-amzn-query-error", `${code};Sender`);
			return send({ __type: `com.amazonaws.sqs#${code}`, message });
		}
	});
	app.addHook("preSerialization", async (request, _reply, payload) => {
		if (actionOf(request.headers["x-amz-target"]) === "ReceiveMessage") {
			amendReceived(
				{ store, senders },
				request.body as Record<string, unknown>,
				payload as object,
			);
		}
		return payload;
	});
	await app.ready();
	return {
		store,
		buckets,
		unconfirmedEmails,
		signer,
		topicAttributes: (arn) => snsStore.getTopic(arn)?.attributes ?? {},
		handle: (request, response) => {
			// A client that hung up must not take a message along when its long poll ends.
			response.once("close", () => {
				if (response.writableFinished) return;
				for (const queue of store.allQueues()) queue.cancelWaiters();
			});
			// Whichever the path, the body names the queue.
			if (speaksJson(request.headers["x-amz-target"])) request.url = "/";
			app.routing(request, response);
		},
		stop: () => app.close(),
	};
}

function actionOf(target: string | string[] | undefined): string | undefined {
	return speaksJson(target) ? target.slice("AmazonSQS.".length) : undefined;
}
