import { randomBytes } from "node:crypto";
import { ACCOUNT } from "../http.ts";
import type { ObjectChange } from "./store.ts";

/**
 * A change of an object as S3 tells queues, topics and functions.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function notificationOf(
	change: ObjectChange,
	about: {
		readonly region: string;
		readonly configurationId: string;
		readonly sequencer: string;
	},
): object {
	const { bucket, key, event, object, versionId, request } = change;
	const eTag = eTagOf(change);
	return {
		Records: [
			{
				// Later ones add fields to these.
				eventVersion: "2.1",
				eventSource: "aws:s3",
				awsRegion: about.region,
				eventTime: new Date().toISOString(),
				eventName: event,
				userIdentity: { principalId: request.principalId },
				requestParameters: { sourceIPAddress: request.sourceIp },
				responseElements: {
					"x-amz-request-id": request.id,
					"x-amz-id-2": request.hostId,
				},
				s3: {
					s3SchemaVersion: "1.0",
					configurationId: about.configurationId,
					bucket: {
						name: bucket,
						ownerIdentity: { principalId: OWNER },
						arn: `arn:aws:s3:::${bucket}`,
					},
					object: {
						key: encodeKey(key),
						size: object?.contentLength,
						eTag,
						versionId,
						sequencer: about.sequencer,
					},
				},
			},
		],
	};
}

/**
 * The same as an event of EventBridge.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function bridgeEventOf(
	change: ObjectChange,
	sequencer: string,
): { readonly detailType: string; readonly detail: object } {
	const { bucket, key, event, object, versionId, request } = change;
	const detail = {
		version: "0",
		bucket: { name: bucket },
		object: {
			key,
			size: object?.contentLength,
			etag: eTagOf(change),
			"version-id": versionId,
			sequencer: sequencer.toLowerCase(),
		},
		"request-id": request.id,
		requester: ACCOUNT,
		"source-ip-address": request.sourceIp,
		reason: REASONS[event],
	};
	if (object !== undefined) return { detailType: "Object Created", detail };
	return {
		detailType: "Object Deleted",
		detail: {
			...detail,
			"deletion-type":
				event === "ObjectRemoved:Delete"
					? "Permanently Deleted"
					: "Delete Marker Created",
		},
	};
}

/** What S3 sends to a queue or topic when a notification is set up. */
export function testEvent(bucket: string): object {
	return {
		Service: "Amazon S3",
		Event: "s3:TestEvent",
		Time: new Date().toISOString(),
		Bucket: bucket,
		RequestId: randomBytes(8).toString("hex").toUpperCase(),
		HostId: randomBytes(48).toString("base64"),
	};
}

const OWNER = "A3NL1KOZZKLOCAL";
const ETAG_OF_NOTHING = "d41d8cd98f00b204e9800998ecf8427e";

const REASONS: Readonly<Record<ObjectChange["event"], string>> = {
	"ObjectCreated:Put": "PutObject",
	"ObjectCreated:Post": "POST Object",
	"ObjectCreated:Copy": "CopyObject",
	"ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
	"ObjectRemoved:Delete": "DeleteObject",
	"ObjectRemoved:DeleteMarkerCreated": "DeleteObject",
};

/** Without the quotes of the header; a delete marker has that of nothing. */
function eTagOf({ event, object }: ObjectChange): string | undefined {
	if (object !== undefined) return object.etag.replaceAll('"', "");
	return event === "ObjectRemoved:DeleteMarkerCreated"
		? ETAG_OF_NOTHING
		: undefined;
}

/** As a form is encoded, but for slashes. */
function encodeKey(key: string): string {
	return encodeURIComponent(key)
		.replaceAll("%20", "+")
		.replaceAll("%2F", "/")
		.replace(
			/[!'()~]/g,
			(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
		);
}
