import type { EventMail, ServiceEvent } from "./service-event.ts";
import { attachmentOf } from "./writing/attachment.ts";
import type { Content } from "./writing/content.ts";
import { writeAlarm } from "./writing/kinds/alarm.ts";
import { writeAnyEvent } from "./writing/kinds/any-event.ts";
import { writeBudget } from "./writing/kinds/budgets.ts";
import { writeGuardDuty } from "./writing/kinds/guardduty.ts";
import { writeHealth } from "./writing/kinds/health.ts";
import { writeLambdaResult } from "./writing/kinds/lambda-result.ts";
import { writeNotification } from "./writing/kinds/notification.ts";
import { writeS3 } from "./writing/kinds/s3-object.ts";
import { writeSecurityHub } from "./writing/kinds/security-hub.ts";
import { renderHtml } from "./writing/layout-html.ts";
import { renderText } from "./writing/layout-text.ts";

type Kind = readonly [
	source: string,
	detailType: RegExp,
	/** Undefined when the event lacks what the mail is about. */
	write: (event: ServiceEvent) => Content | undefined,
];

const LAMBDA_RESULT = /^Lambda Function Invocation Result - /;

/** The first that fits an event writes its mail. */
export const KINDS: readonly Kind[] = [
	["aws.cloudwatch", /^CloudWatch Alarm State Change$/, writeAlarm],
	["aws.health", /^AWS Health /, writeHealth],
	["aws.guardduty", /^GuardDuty Finding$/, writeGuardDuty],
	["aws.securityhub", /^Security Hub Findings - /, writeSecurityHub],
	["aws.budgets", /^AWS Budget Notification$/, writeBudget],
	["aws.s3", /./, writeS3],
	["aws.lambda", LAMBDA_RESULT, writeLambdaResult],
	// What Lambda calls itself on EventBridge.
	["lambda", LAMBDA_RESULT, writeLambdaResult],
	["aws.sns", /./, writeNotification],
	["aws.budgets", /./, writeNotification],
];

/** Writes the mail for an event: by hand for what people know, as a table of its fields for the rest. */
export function writeMail(event: ServiceEvent): EventMail {
	const content = contentOf(event);
	const attachment = attachmentOf(event, content.filename);
	return {
		subject: content.subject,
		text: renderText(content, attachment.filename),
		html: renderHtml(content, attachment.filename),
		attachment,
	};
}

function contentOf(event: ServiceEvent): Content {
	for (const [source, detailType, write] of KINDS) {
		if (source !== event.source || !detailType.test(event.detailType)) continue;
		const content = write(event);
		if (content !== undefined) return content;
	}
	return writeAnyEvent(event);
}
