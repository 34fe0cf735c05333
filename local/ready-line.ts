import type { LocalRun } from "./run.ts";

/** What `--json` prints when all is ready, in one line: programs read it. */
export function readyLine(local: LocalRun): string {
	const { aws, inbox, gmail, senders, stackNames } = local;
	const [sender] = senders;
	const outputs = aws.services.stacks[0]?.outputs ?? {};
	return JSON.stringify({
		endpoint: aws.url,
		inbox: inbox.url,
		smtp: { host: gmail.host, port: gmail.port },
		queueUrl: sender?.queueUrl,
		deadLetterQueueUrl: sender?.deadLetterQueueUrl,
		secretName: outputs.SecretName?.value ?? sender?.secretArn,
		stackName: stackNames[0],
		senders,
	});
}
