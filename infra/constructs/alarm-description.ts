import { TABLE } from "../../functions/send-email/contract.ts";
import type { AlarmRow } from "./alarms.ts";
import type { Settings } from "./settings.ts";

/** What the description needs to know of where it runs; may hold tokens. */
export interface AlarmPlace {
	readonly account: string;
	readonly region: string;
	readonly functionName: string;
	readonly tableName: string;
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
	{ region, functionName, tableName }: AlarmPlace,
): string {
	return row.firstCommand === "status"
		? `aws lambda invoke --region ${region} --function-name ${functionName} --cli-binary-format raw-in-base64-out --payload '{"action":"status"}' /dev/stdout`
		: `aws dynamodb scan --region ${region} --table-name ${tableName} --index-name ${TABLE.deadLetterIndex} --max-items 20 --output table`;
}

function maskMailbox(mailbox: string): string {
	return `${mailbox.slice(0, 1)}***${mailbox.slice(mailbox.lastIndexOf("@"))}`;
}
