import type { AlarmRow } from "./alarms.ts";
import type { Settings } from "./settings.ts";

/** CloudWatch's limit for an alarm's description, in characters. */
export const MAX_DESCRIPTION = 1024;

/** What the description needs to know of where it runs; may hold tokens. */
export interface AlarmPlace {
	readonly account: string;
	readonly region: string;
	readonly functionName: string;
	readonly deadLetterQueueUrl: string;
}

/**
 * The text on-call reads first, in a fixed order: what users notice, whether mail is lost, where it
 * is and who can mend it, a command that works in CloudShell without a clone, and where to read on.
 */
export function describeAlarm(
	row: AlarmRow,
	settings: Settings,
	place: AlarmPlace,
): string {
	const owner =
		settings.mailboxOwner === undefined
			? ""
			: ` Can be mended by: ${settings.mailboxOwner}.`;
	return [
		row.symptom,
		`Is mail lost? ${row.lost}`,
		`Account ${place.account}, ${place.region}, mailbox ${maskMailbox(settings.mailbox)}.${row.needsOwner ? owner : ""}`,
		`Type: ${commandOf(row, place)}`,
		`Over when: ${row.over}.`,
		...(settings.runbookUrl === undefined
			? []
			: [`Runbook: ${settings.runbookUrl}#${row.id}`]),
	].join("\n");
}

function commandOf(
	row: AlarmRow,
	{ region, functionName, deadLetterQueueUrl }: AlarmPlace,
): string {
	return row.firstCommand === "status"
		? `aws lambda invoke --region ${region} --function-name ${functionName} --cli-binary-format raw-in-base64-out --payload '{"action":"status"}' /dev/stdout`
		: `aws sqs receive-message --region ${region} --queue-url ${deadLetterQueueUrl} --message-attribute-names All --max-number-of-messages 10 --visibility-timeout 5 --query 'Messages[].MessageAttributes'`;
}

function maskMailbox(mailbox: string): string {
	return `${mailbox.slice(0, 1)}***${mailbox.slice(mailbox.lastIndexOf("@"))}`;
}
