import type { buildApp } from "fauxqs";
import type { S3ErrorClass, S3Store } from "../fauxqs-parts.ts";
import { ACCOUNT } from "../http.ts";
import {
	currentS3Request,
	type HttpRequest,
	readS3Request,
	type S3Request,
} from "./request.ts";
import { extendS3Store, type ObjectChange } from "./store.ts";
import { Versions } from "./versions.ts";

/** The buckets, as the rest of the local stack sees them. */
export interface Buckets {
	/** Makes a bucket; one that exists stays. */
	create(name: string, options: { readonly versioned: boolean }): void;
	/** Tells of every object of the bucket that is written or deleted. */
	watch(name: string, tell: (change: ObjectChange) => void): void;
}

/** More than the largest mail; Fastify would take 11 MiB. */
const BODY_LIMIT = 256 * 1024 * 1024;

/** Puts in front of fauxqs's S3 what it leaves out. */
export function shimS3(
	app: ReturnType<typeof buildApp>,
	parts: { readonly store: S3Store; readonly S3Error: S3ErrorClass },
): Buckets {
	const { store, S3Error } = parts;
	const versions = new Versions();
	const watchers = new Map<string, ((change: ObjectChange) => void)[]>();
	extendS3Store(store, {
		versions,
		S3Error,
		onChange: (change) => {
			for (const tell of watchers.get(change.bucket) ?? []) tell(change);
		},
	});

	app.removeContentTypeParser("*");
	app.addContentTypeParser(
		"*",
		{ parseAs: "buffer", bodyLimit: BODY_LIMIT },
		(_request, body, done) => done(null, body),
	);
	const requests = new WeakMap<object, S3Request>();
	app.addHook("preHandler", (request, reply, done) => {
		if (!isS3(request)) return done();
		const refused = unknownPart(request.query);
		if (refused !== undefined)
			return void reply
				.status(501)
				.type("application/xml")
				.send(
					`<Error><Code>NotImplemented</Code><Message>The local S3 has no ${refused}.</Message></Error>`,
				);
		const owner = request.headers["x-amz-expected-bucket-owner"];
		if (owner !== undefined && owner !== ACCOUNT)
			return void reply
				.status(403)
				.type("application/xml")
				.send(
					"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
				);
		const s3Request = readS3Request(request as HttpRequest);
		requests.set(request, s3Request);
		currentS3Request.run(s3Request, done);
	});
	app.addHook("onSend", (request, reply, _payload, done) => {
		const s3Request = requests.get(request);
		if (s3Request !== undefined)
			reply.headers({
				...s3Request.answer,
				"x-amz-request-id": s3Request.id,
				"x-amz-id-2": s3Request.hostId,
			});
		done();
	});
	return {
		create(name, { versioned }) {
			store.createBucket(name);
			if (versioned) versions.enable(name);
		},
		watch(name, tell) {
			watchers.set(name, [...(watchers.get(name) ?? []), tell]);
		},
	};
}

function isS3({
	params,
	headers,
}: {
	readonly params: unknown;
	readonly headers: Readonly<Record<string, unknown>>;
}): boolean {
	return (
		headers["x-amz-target"] === undefined &&
		typeof params === "object" &&
		params !== null &&
		"bucket" in params
	);
}

// fauxqs takes a request for one of these as one for the bucket or the object itself.
const UNKNOWN = [
	"acl",
	"cors",
	"encryption",
	"location",
	"notification",
	"object-lock",
	"policy",
	"publicAccessBlock",
	"retention",
	"tagging",
	"versioning",
	"versions",
	"website",
];

function unknownPart(query: unknown): string | undefined {
	return UNKNOWN.find((part) => part in ((query ?? {}) as object));
}
