import type { ReadyLine } from "./ready-line.ts";
import type { LocalRun } from "./run.ts";

/** What programs are told of a run that is ready. @throws Error for a run without a sender */
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
