import {
	CloudFormationClient,
	paginateDescribeStacks,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { readManifest, type SenderManifest } from "../../core/manifest.ts";
import { argument } from "../terminal/argument.ts";

/** A sender as a stack's output tells of it. */
export interface FoundSender {
	readonly stackName: string;
	readonly sender: SenderManifest;
}

/** Where a command works: one sender, on AWS or on the local stack. */
export interface Target extends FoundSender {
	readonly sqs: SQSClient;
	readonly dynamo: DynamoDBClient;
	readonly secrets: SecretsManagerClient;
	readonly lambda: LambdaClient;
	readonly sns: SNSClient;
	/** For the keys of alarm topics. */
	readonly kms: KMSClient;
	readonly cloudwatch: CloudWatchClient;
	readonly logs: CloudWatchLogsClient;
	readonly cloudFormation: CloudFormationClient;
}

/** Of the local stack's AWS endpoint. */
export const USUAL_PORT = 4566;

export interface TargetOptions {
	readonly stack?: string | undefined;
	readonly sender?: string | undefined;
	readonly region?: string | undefined;
	/** Port of the local stack's AWS endpoint. */
	readonly localPort?: number | undefined;
}

/** A request that can't be carried out as it is: its message says what to type instead. */
export class Misuse extends Error {}

/** Finds a sender by its stack's outputs. @throws Misuse when there is none, or more than one fits. */
export async function findTarget(options: TargetOptions): Promise<Target> {
	const found = await findSenders(options);
	const fitting = found.filter(
		({ sender }) =>
			options.sender === undefined || sender.name === options.sender,
	);
	const [only] = fitting;
	if (only === undefined) {
		const known = found.map(({ sender }) => sender.name).join(", ");
		throw new Misuse(
			`Cannot find ${options.sender === undefined ? "a sender" : `the sender ${options.sender}`}${options.stack === undefined ? "" : ` in the stack ${options.stack}`}${found.length === 0 ? "" : `: there ${found.length === 1 ? "is only" : "are only"} ${known}`}. Name the stack with --stack, or use --local for the stack of npm start`,
		);
	}
	if (fitting.length > 1) {
		throw new Misuse(
			`Cannot tell which sender is meant; found here: ${fitting.map(({ stackName, sender }) => senderFlags(stackName, sender.name)).join("; ")}`,
		);
	}
	return openTarget(only, options);
}

/** Every sender of the stack named, or of all stacks of the account and region. */
export async function findSenders(
	options: TargetOptions,
): Promise<readonly FoundSender[]> {
	const client = new CloudFormationClient(clientOptions(options));
	const found: FoundSender[] = [];
	try {
		for await (const { Stacks = [] } of paginateDescribeStacks(
			{ client },
			options.stack === undefined ? {} : { StackName: options.stack },
		)) {
			for (const { StackName = "", Outputs = [] } of Stacks) {
				for (const { OutputValue = "" } of Outputs) {
					const sender = readManifest(OutputValue);
					if (sender !== undefined)
						found.push({ stackName: StackName, sender });
				}
			}
		}
	} catch (error) {
		throw unreachable(error, options);
	} finally {
		client.destroy();
	}
	return found;
}

export function openTarget(found: FoundSender, options: TargetOptions): Target {
	const { localPort, region = found.sender.region } = options;
	const client = clientOptions(
		localPort === undefined ? options : { localPort, region },
	);
	return {
		...found,
		sqs: new SQSClient({ ...client, useQueueUrlAsEndpoint: false }),
		dynamo: new DynamoDBClient(client),
		secrets: new SecretsManagerClient(client),
		lambda: new LambdaClient(client),
		sns: new SNSClient(client),
		kms: new KMSClient(client),
		cloudwatch: new CloudWatchClient(client),
		logs: new CloudWatchLogsClient(client),
		cloudFormation: new CloudFormationClient(client),
	};
}

/** The options that name this sender again, for a command to type next. */
export function flagsOf(
	{ localPort, sender }: TargetOptions,
	target: Target,
): string {
	const which =
		localPort === undefined
			? ` ${senderFlags(target.stackName, target.sender.name)}`
			: ` --local${localPort === USUAL_PORT ? "" : ` --port ${localPort}`}`;
	return localPort !== undefined && sender !== undefined
		? `${which} --sender=${argument(sender)}`
		: which;
}

function senderFlags(stack: string, sender: string): string {
	return `--stack=${argument(stack)} --sender=${argument(sender)}`;
}

export function closeTarget({
	stackName: _name,
	sender: _sender,
	...clients
}: Target): void {
	for (const client of Object.values(clients)) client.destroy();
}

function clientOptions({ localPort, region }: TargetOptions) {
	// A part that cannot be reached must not keep the others waiting for minutes.
	const requestHandler = { connectionTimeout: 3000 };
	if (localPort === undefined)
		return { requestHandler, ...(region === undefined ? {} : { region }) };
	return {
		requestHandler,
		endpoint: `http://127.0.0.1:${localPort}`,
		region: region ?? "us-east-1",
		credentials: { accessKeyId: "local", secretAccessKey: "local" },
	};
}

function unreachable(
	error: unknown,
	{ localPort, stack }: TargetOptions,
): Error {
	const why =
		error instanceof Error ? error.message || error.name : String(error);
	if (
		localPort !== undefined &&
		/ECONNREFUSED|AggregateError/.test(
			`${why} ${error instanceof Error ? error.name : ""}`,
		)
	) {
		return new Misuse(
			`Cannot reach the local stack on port ${localPort}: type npm start in another terminal, or name the port it printed with --local --port`,
		);
	}
	if (/does not exist/.test(why))
		return new Misuse(
			`Cannot find the stack ${stack}: ${why}. Look it up with: aws cloudformation describe-stacks --query 'Stacks[].StackName'`,
		);
	if (/credentials|region is missing/i.test(why)) {
		return new Misuse(
			`Cannot talk to AWS: ${why}. Sign in (aws sso login), name a region with --region, or use --local for the stack of npm start`,
		);
	}
	return new Error(`Cannot read the stacks: ${why}`);
}
