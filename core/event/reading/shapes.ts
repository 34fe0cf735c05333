import { ALARM_NOTIFICATION } from "./alarm-notification.ts";
import { EVENT_BRIDGE_EVENT } from "./event-bridge-event.ts";
import { LAMBDA_RECORD } from "./lambda-record.ts";
import { S3_NOTIFICATION, S3_TEST_EVENT } from "./s3-notification.ts";
import type { EventShape } from "./shape.ts";

/** What a service may say itself, bare or within SNS's envelope. */
export const SHAPES: readonly EventShape[] = [
	EVENT_BRIDGE_EVENT,
	S3_NOTIFICATION,
	S3_TEST_EVENT,
	ALARM_NOTIFICATION,
	LAMBDA_RECORD,
];
