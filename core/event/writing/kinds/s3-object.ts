import { isObject } from "../../../json.ts";
import { decodeS3Key } from "../../reading/s3-notification.ts";
import type { ServiceEvent } from "../../service-event.ts";
import { at, entryOf, listAt, textAt } from "../at.ts";
import { consoleLink, part } from "../console-link.ts";
import {
	type Content,
	type Fact,
	factsOf,
	linksOf,
	placeFacts,
} from "../content.ts";
import { fieldRows } from "../fields-table.ts";
import { placeAfter, shortenMiddle, subjectLine } from "../subject.ts";
import { toneOfWords, wordsOf } from "../told/tone-of-words.ts";

interface S3Object {
	readonly key: string;
	readonly size: string | undefined;
	readonly version: string | undefined;
	readonly by: string | undefined;
	readonly reason: string | undefined;
	/** What it says besides of a replication, a restore, a transition: `replicationEventData`. */
	readonly more: readonly Fact[];
}

/** What S3 calls by codes; a name that is not here is read as its words. */
const WORDS: Readonly<Record<string, string>> = {
	"Replication:OperationFailedReplication": "replication failed",
	"Replication:OperationMissedThreshold": "replication missed its threshold",
	"Replication:OperationReplicatedAfterThreshold":
		"replicated after the threshold",
	"Replication:OperationNotTracked": "replication untracked",
	ReducedRedundancyLostObject: "lost",
};

/** Objects of a bucket, told by the bucket itself or by EventBridge. */
export function writeS3(event: ServiceEvent): Content | undefined {
	const objects = objectsOf(event.detail);
	const [first] = objects;
	const { bucket } = event;
	if (first === undefined || bucket === undefined) return undefined;
	const what = whatOf(event.detailType, objects);
	const isOne = objects.length === 1;
	const name = isOne ? first.key : `${objects.length} objects`;
	return {
		subject: subjectLine(
			"S3:",
			isOne ? name.replace(/^.*\/(?=.)/s, "") : name,
			`${what} in ${shortenMiddle(bucket, 24)}${placeAfter(event)}`,
		),
		tone: toneOfWords(what),
		label: `S3 object${isOne ? "" : "s"} ${what}`,
		headline: name,
		sentence: sentenceOf(what, isOne),
		facts: [
			...factsOf([["Bucket", bucket]]),
			...(isOne ? factsOfOne(first) : listed(objects)),
			...placeFacts(event),
		],
		links: linksOf([
			["Open it in S3", linkOf(event, bucket, isOne ? first : undefined)],
		]),
		filename: `s3-${bucket}-${isOne ? first.key : "objects"}`,
	};
}

function sentenceOf(what: string, isOne: boolean): string {
	const subject = isOne ? "An object" : "Objects";
	if (what === "created")
		return `${subject} of the bucket ${isOne ? "was" : "were"} created or written anew.`;
	if (what === "deleted")
		return `${subject} of the bucket ${isOne ? "was" : "were"} deleted.`;
	return `${subject} of the bucket: ${what}.`;
}

/** `created`; `changed` when not the same happened to all. */
function whatOf(detailType: string, objects: readonly S3Object[]): string {
	const kinds = new Set(
		objects.map(({ reason = "" }) =>
			entryOf(WORDS, reason) === undefined ? reason.split(":")[0] : reason,
		),
	);
	if (kinds.size > 1) return "changed";
	const words = wordsOf(detailType.replace(/^Object /, "")).join(" ");
	return entryOf(WORDS, detailType) ?? (words || "changed");
}

function objectsOf(detail: unknown): readonly S3Object[] {
	const records = listAt(detail, "Records");
	const all = (records.length > 0 ? records : [detail]).slice(0, 1000);
	return all.flatMap((record) => {
		const encoded = textAt(record, "s3", "object", "key");
		// EventBridge's event has the key as it is, the bucket's own notification escaped.
		const key =
			encoded === undefined
				? textAt(record, "object", "key")
				: decodeS3Key(encoded);
		if (key === undefined) return [];
		const path = encoded === undefined ? ["object"] : ["s3", "object"];
		return {
			key,
			size: sizeOf(textAt(record, ...path, "size")),
			version:
				textAt(record, ...path, "versionId") ??
				textAt(record, ...path, "version-id"),
			by:
				textAt(record, "userIdentity", "principalId") ??
				textAt(record, "requester"),
			reason: textAt(record, "eventName") ?? textAt(record, "reason"),
			more: isObject(record)
				? Object.keys(record)
						.filter((name) => name.endsWith("EventData"))
						.flatMap((name) => fieldRows(at(record, name)))
				: [],
		};
	});
}

function factsOfOne(object: S3Object): readonly Fact[] {
	return [
		...factsOf([
			["Key", object.key],
			["Size", object.size],
			["Version", object.version],
			["By", object.by],
			["Action", object.reason],
		]),
		...object.more,
	];
}

function listed(objects: readonly S3Object[]): readonly Fact[] {
	const rows = objects.slice(0, 50).map(({ key, reason, more }) => {
		const why = more.find(({ name }) => name === "failureReason")?.value;
		return {
			name: reason ?? "Object",
			value: why === undefined ? key : `${key} (${why})`,
		};
	});
	const more = objects.length - rows.length;
	return more > 0
		? [...rows, { name: "…", value: `${more} more, see the attachment` }]
		: rows;
}

function sizeOf(bytes: string | undefined): string | undefined {
	if (bytes === undefined || !/^\d{1,16}$/.test(bytes)) return undefined;
	const grouped = bytes.replace(/\B(?=(\d{3})+$)/g, ",");
	return `${grouped} bytes`;
}

function linkOf(
	event: ServiceEvent,
	bucket: string,
	object: S3Object | undefined,
): string | undefined {
	if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return undefined;
	return consoleLink(event, (region) =>
		object === undefined
			? `/s3/buckets/${bucket}?region=${region}`
			: `/s3/object/${bucket}?region=${region}&prefix=${part(object.key)}`,
	);
}
