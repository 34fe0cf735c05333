import { Token } from "aws-cdk-lib";
import {
	MANIFEST_KIND,
	readManifest,
	type SenderManifest,
} from "../../../core/manifest.ts";

const QUEUE_ARN = /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]{1,80}$/;
const KEY_ARN = /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/;
const EXAMPLE =
	"arn:aws:sqs:eu-west-1:123456789012:GmailSender-mail-SenderQueue";
const WHERE =
	"allowed is the value of the stack output with Manifest in its name, as `aws cloudformation describe-stacks` prints it";

/** @throws Error unless it may be the ARN of a sender's queue. */
export function checkQueueArn(id: string, queueArn: string): void {
	if (Token.isUnresolved(queueArn) || QUEUE_ARN.test(queueArn)) return;
	const why = queueArn.endsWith(".fifo")
		? "it is a FIFO queue, and a sender's never is"
		: "it is no ARN of an SQS queue";
	throw new Error(
		`Cannot import the sender ${id} by its queue as ${why}: current value is ${queueArn}; allowed is the output QueueArn of its stack, such as ${EXAMPLE}`,
	);
}

/** @throws Error unless it may be the ARN of a key. */
export function checkKeyArn(id: string, keyArn: string | undefined): void {
	if (keyArn === undefined || Token.isUnresolved(keyArn)) return;
	if (KEY_ARN.test(keyArn)) return;
	throw new Error(
		`Cannot import the sender ${id} as encryptionKeyArn is no ARN of a key: current value is ${keyArn}; allowed is an ARN such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, not an alias`,
	);
}

/** @throws Error that says what was given instead of a manifest. */
export function manifestOf(id: string, text: string): SenderManifest {
	const cannot = (why: string) =>
		new Error(`Cannot read the manifest of ${id} as ${why}; ${WHERE}`);
	if (Token.isUnresolved(text)) {
		throw cannot(
			"its value is known at the deployment only: import the sender by GmailSender.fromQueueArn instead, which takes such values",
		);
	}
	const manifest = readManifest(text);
	if (manifest === undefined) throw cannot(describe(text));
	const version: unknown = manifest.version;
	if (version !== 1) {
		throw cannot(
			`it is of version ${version}, made by a newer sqs-gmail-sender: update this package`,
		);
	}
	const queueArn: unknown = manifest.queueArn;
	if (typeof queueArn !== "string") throw cannot("it names no queueArn");
	return manifest;
}

function describe(text: string): string {
	try {
		const value: unknown = JSON.parse(text);
		const kind =
			typeof value === "object" && value !== null && "kind" in value
				? value.kind
				: undefined;
		return kind === undefined
			? `it is JSON without "kind": "${MANIFEST_KIND}"`
			: `it is the JSON of something else: its kind is ${JSON.stringify(kind)}, not "${MANIFEST_KIND}"`;
	} catch {
		return `it is no JSON: current value has ${text.length} characters`;
	}
}
