import type { SenderManifest } from "../core/manifest.ts";
import type { LocalRun } from "./run.ts";

/** What `--json` prints when all is ready, in one line: programs read it. */
export interface ReadyLine {
	/** Addresses of the AWS endpoint and of the inbox. */
	readonly endpoint: string;
	readonly inbox: string;
	readonly region: string;
	readonly smtp: { readonly host: string; readonly port: number };
	/** Of the first sender, as is all that follows. */
	readonly queueUrl: string;
	readonly deadLetterQueueUrl: string;
	readonly secretName: string;
	readonly stackName: string;
	readonly senders: readonly SenderManifest[];
}

/** @throws Error for a run without a sender */
export function readyLine(local: LocalRun): ReadyLine {
	const { aws, inbox, gmail, senders, stackNames } = local;
	const [sender] = senders;
	if (sender === undefined)
		throw new Error("Cannot tell of the run: no stack has a sender");
	const outputs = aws.services.stacks[0]?.outputs ?? {};
	return {
		endpoint: aws.url,
		inbox: inbox.url,
		region: aws.client.region,
		smtp: { host: gmail.host, port: gmail.port },
		queueUrl: sender.queueUrl,
		deadLetterQueueUrl: sender.deadLetterQueueUrl,
		secretName: outputs.SecretName?.value ?? sender.secretArn,
		stackName: stackNames[0] ?? "",
		senders,
	};
}
