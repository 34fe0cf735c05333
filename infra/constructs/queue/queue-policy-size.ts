import { Stack } from "aws-cdk-lib";
import { CfnQueuePolicy, type Queue } from "aws-cdk-lib/aws-sqs";
import { guessed } from "../functions/guessed-text.ts";

/** SQS's own limits of a queue's policy. */
const MOST_STATEMENTS = 20;
const MOST_BYTES = 8192;

/** Fails the synth when the queue's policy would be refused at the deployment; references are guessed. */
export function checkQueuePolicy(queue: Queue): void {
	queue.node.addValidation({
		validate: () =>
			queue.node
				.findAll()
				.filter((node) => node instanceof CfnQueuePolicy)
				.map(({ policyDocument }) => Stack.of(queue).resolve(policyDocument))
				.map((document) => guessed(document, Stack.of(queue).stackName))
				.flatMap((document) => faultsOf(document as Document)),
	});
}

interface Document {
	readonly Statement: readonly unknown[];
}

function faultsOf(document: Document): readonly string[] {
	const statements = document.Statement.length;
	const bytes = Buffer.byteLength(JSON.stringify(document));
	const size =
		statements > MOST_STATEMENTS
			? `${statements} statements; SQS takes ${MOST_STATEMENTS}`
			: bytes > MOST_BYTES
				? `about ${bytes} bytes; SQS takes ${MOST_BYTES}`
				: undefined;
	return size === undefined
		? []
		: [
				`Cannot deploy the queue's policy as it has ${size}. Each topic, rule and bucket that publishes needs one statement: let several events share a rule or a topic, or give the sender allowProducers for their account and import it there by GmailSender.fromQueueArn(…, { allowsServices: true })`,
			];
}
