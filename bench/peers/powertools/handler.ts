/**
 * The best that is built of parts: Powertools' batch processing and idempotency, one nodemailer pool.
 *
 * @see https://docs.aws.amazon.com/powertools/typescript/latest/features/batch/
 * @see https://docs.aws.amazon.com/powertools/typescript/latest/features/idempotency/
 */
import {
	BatchProcessor,
	EventType,
	processPartialResponse,
} from "@aws-lambda-powertools/batch";
import {
	IdempotencyConfig,
	makeIdempotent,
} from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type {
	Context,
	SQSBatchResponse,
	SQSEvent,
	SQSRecord,
} from "aws-lambda";
import { forgetPool, openPool } from "./pool.ts";

const { MAILBOX = "", TABLE_NAME = "" } = process.env;
/** As long as the queue and its dead-letter queue may keep a message. */
const EXPIRES_SECONDS = 14 * 86_400;

const processor = new BatchProcessor(EventType.SQS);
const config = new IdempotencyConfig({
	// Of the mail, not of SQS's message: a producer may send it twice.
	eventKeyJmesPath: "powertools_json(body).id",
	throwOnNoIdempotencyKey: true,
	expiresAfterSeconds: EXPIRES_SECONDS,
});
const sendOnce = makeIdempotent(send, {
	persistenceStore: new DynamoDBPersistenceLayer({ tableName: TABLE_NAME }),
	config,
});

export async function handler(
	event: SQSEvent,
	context: Context,
): Promise<SQSBatchResponse> {
	// So that a claim of a function that timed out or died ends.
	config.registerLambdaContext(context);
	return processPartialResponse(event, sendOnce, processor, {
		context,
		processInParallel: true,
		throwOnFullBatchFailure: false,
	});
}

async function send({ body }: SQSRecord): Promise<{ reply: string }> {
	const { id, to, subject, text } = JSON.parse(body);
	try {
		const pool = await openPool();
		const { response } = await pool.sendMail({
			messageId: `<${id}@bench.example.com>`,
			from: MAILBOX,
			to,
			subject,
			text,
		});
		return { reply: response };
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EAUTH")
			forgetPool();
		throw error;
	}
}
