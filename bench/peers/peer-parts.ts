import { join } from "node:path";
import { Duration, SecretValue } from "aws-cdk-lib";
import { Architecture, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { MAILBOX } from "../parts/mail.ts";

export interface PeerOptions {
	/** Folder of its handler. */
	readonly name: string;
	readonly timeoutSeconds: number;
	readonly maxReceiveCount: number;
	readonly environment?: Readonly<Record<string, string>>;
}

/** What both peers have: queue, dead-letter queue, secret and function. */
export function createPeer(scope: Construct, options: PeerOptions) {
	const timeout = Duration.seconds(options.timeoutSeconds);
	const queue = new Queue(scope, "Queue", {
		// What AWS asks for.
		visibilityTimeout: Duration.seconds(6 * options.timeoutSeconds),
		retentionPeriod: Duration.days(7),
		deadLetterQueue: {
			queue: new Queue(scope, "DeadLetters", {
				retentionPeriod: Duration.days(14),
			}),
			maxReceiveCount: options.maxReceiveCount,
		},
	});
	const secret = new Secret(scope, "Password", {
		// A run puts its App Password there, as an operator would.
		secretObjectValue: { appPassword: SecretValue.unsafePlainText("") },
	});
	const fn = new NodejsFunction(scope, "Function", {
		entry: join(import.meta.dirname, options.name, "handler.ts"),
		runtime: Runtime.NODEJS_24_X,
		architecture: Architecture.ARM_64,
		memorySize: 512,
		timeout,
		environment: {
			MAILBOX,
			SECRET_ARN: secret.secretArn,
			...options.environment,
		},
		// The SDK inside and minified, as the repository's own functions have it: a fair cold start.
		bundling: {
			format: OutputFormat.ESM,
			bundleAwsSDK: true,
			minify: true,
			mainFields: ["module", "main"],
			banner: BANNER,
		},
	});
	secret.grantRead(fn);
	return { queue, fn };
}

/** Some dependencies call require() for Node's own modules. */
const BANNER =
	'import{createRequire}from"node:module";const require=createRequire(import.meta.url);';
