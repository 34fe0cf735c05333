import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	DeleteMessageCommand,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import type { LocalFunction } from "../../lambda/local-function.ts";
import { type LocalAws, startLocalAws } from "../../start.ts";

type Resource = {
	readonly Type: string;
	readonly Properties: Readonly<Record<string, unknown>>;
};

/** A local stack of a few resources written by hand. */
export interface TinyStack {
	readonly aws: LocalAws;
	readonly client: LocalAws["client"];
	fn(name: string): LocalFunction;
	stop(): Promise<void>;
}

/** Starts the given resources; `sources` are the functions' modules (index.mjs) by code key. */
export async function startTinyStack(
	resources: Readonly<Record<string, Resource>>,
	sources: Readonly<Record<string, string>> = {},
	outputs: Readonly<Record<string, { readonly Value: unknown }>> = {},
): Promise<TinyStack> {
	const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-tiny-"));
	const templateFile = join(folder, "tiny.template.json");
	await writeFile(
		templateFile,
		JSON.stringify({ Resources: resources, Outputs: outputs }),
	);
	for (const [key, source] of Object.entries(sources)) {
		await mkdir(join(folder, `asset.${key}`));
		await writeFile(join(folder, `asset.${key}`, "index.mjs"), source);
	}
	const tidy = () => rm(folder, { recursive: true, force: true });
	const aws = await startLocalAws();
	try {
		await aws.deploy({
			stackName: "tiny",
			templateFile,
			assemblyFolder: folder,
		});
	} catch (error) {
		await aws.stop();
		await tidy();
		throw error;
	}
	return {
		aws,
		client: aws.client,
		fn(name) {
			const found = aws.functions.find(({ spec }) => spec.name === name);
			if (found === undefined) throw new Error(`no function ${name}`);
			return found;
		},
		async stop() {
			await aws.stop();
			await tidy();
		},
	};
}

/** A function whose code is the source of that key. */
export function lambda(name: string, properties: object = {}): Resource {
	return {
		Type: "AWS::Lambda::Function",
		Properties: {
			FunctionName: name,
			Code: { S3Key: `${name}.zip` },
			Handler: "index.handler",
			Timeout: 10,
			...properties,
		},
	};
}

export function queue(name: string, properties: object = {}): Resource {
	return {
		Type: "AWS::SQS::Queue",
		Properties: { QueueName: name, ...properties },
	};
}

/** Waits until it is so, looking every few milliseconds. */
export async function until(
	isSo: () => boolean | Promise<boolean>,
): Promise<void> {
	while (!(await isSo()))
		await new Promise((resolve) => setTimeout(resolve, 10));
}

/** The next messages of a queue, as soon as there are that many; they are taken out of it. */
export async function messages(
	{ client, aws }: TinyStack,
	queueName: string,
	count: number,
): Promise<readonly { readonly body: string; readonly senderId: string }[]> {
	const sqs = new SQSClient(client);
	const QueueUrl = `${aws.url}/000000000000/${queueName}`;
	const found: { body: string; senderId: string }[] = [];
	try {
		while (found.length < count) {
			const { Messages = [] } = await sqs.send(
				new ReceiveMessageCommand({
					QueueUrl,
					MaxNumberOfMessages: 10,
					WaitTimeSeconds: 1,
					MessageSystemAttributeNames: ["SenderId"],
				}),
			);
			for (const { Body = "", Attributes = {}, ReceiptHandle } of Messages) {
				found.push({ body: Body, senderId: Attributes.SenderId ?? "" });
				await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
			}
		}
	} finally {
		sqs.destroy();
	}
	return found;
}
