import type { ReadyLine } from "./ready-line.ts";
import type { LocalRun } from "./run.ts";
import { stackOf } from "./senders.ts";

/** What programs are told of a run that is ready. @throws Error for a run without a sender */
export function readyLine(local: LocalRun): ReadyLine {
	const { aws, inbox, gmail, senders } = local;
	const [sender] = senders;
	if (sender === undefined)
		throw new Error("Cannot tell of the run: no stack has a sender");
	const stack = stackOf(aws, sender);
	return {
		endpoint: aws.url,
		inbox: inbox.url,
		region: aws.client.region,
		smtp: { host: gmail.host, port: gmail.port },
		queueUrl: sender.queueUrl,
		deadLetterQueueUrl: sender.deadLetterQueueUrl,
		secretName: stack?.outputs.SecretName?.value ?? sender.secretArn,
		stackName: stack?.name ?? "",
		senders,
	};
}
