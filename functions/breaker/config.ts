import {
	BREAKER_ENV,
	ENV,
	GOOGLE_TOKEN_URL,
	TOKEN_URL,
} from "../../core/contract.ts";
import { domainOf } from "../../core/message/address.ts";
import type { Limits } from "../../core/quota/limits.ts";
import { readEnvironment } from "../shared/read-environment.ts";

/** The breaker function's settings, read once from its environment. Times in seconds. */
export interface BreakerConfig {
	readonly sender: string;
	readonly mailbox: string;
	readonly smtpHost: string;
	readonly smtpPort: number;
	/** Where access tokens come from. */
	readonly tokenUrl: string;
	/** What it calls itself when it greets the server. */
	readonly ehloName: string;
	readonly secretArn: string;
	readonly queueUrl: string;
	readonly deadLetterQueueUrl: string;
	readonly tableName: string;
	readonly mappingId: string;
	/** Its own name. */
	readonly functionName: string;
	readonly logGroup: string;
	readonly breakerLogGroup: string;
	readonly retention: number;
	readonly deadLetterRetention: number;
	readonly limits: Limits;
}

/** @throws Error that names every variable that is missing or unreadable, all at once. */
export function readBreakerConfig(
	env: Readonly<Record<string, string | undefined>>,
): BreakerConfig {
	const { text, whole, httpsUrl, finish } = readEnvironment(env);
	const config: BreakerConfig = {
		sender: text(ENV.sender),
		mailbox: text(ENV.mailbox),
		smtpHost: text(ENV.smtpHost),
		smtpPort: whole(ENV.smtpPort),
		tokenUrl: httpsUrl(TOKEN_URL, GOOGLE_TOKEN_URL),
		ehloName: domainOf(text(ENV.mailbox)),
		secretArn: text(ENV.secretArn),
		queueUrl: text(ENV.queueUrl),
		deadLetterQueueUrl: text(ENV.deadLetterQueueUrl),
		tableName: text(ENV.tableName),
		mappingId: text(BREAKER_ENV.mappingId),
		functionName: text("AWS_LAMBDA_FUNCTION_NAME"),
		logGroup: text(BREAKER_ENV.logGroup),
		breakerLogGroup: text("AWS_LAMBDA_LOG_GROUP_NAME"),
		retention: whole(BREAKER_ENV.retention),
		deadLetterRetention: whole(BREAKER_ENV.deadLetterRetention),
		limits: {
			messages: whole(ENV.messageLimit),
			recipients: whole(ENV.recipientLimit),
		},
	};
	finish("the breaker function");
	return config;
}
